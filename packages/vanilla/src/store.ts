/** The store contract: a value that is read now, and told as it changes. Svelte, RxJS and plain code understand it. */

/** What {@link Store} gives to `from` of an observable library. */
export interface StoreObserver<T> {
  /** Told the value now, and each one after it. */
  readonly next?: ((value: T) => void) | undefined
}

/** A value that is read now, and told as it changes. The store is at work from its first subscriber to its last. */
export interface Store<T> {
  /** The value now. Reading it starts nothing. */
  readonly get: () => T
  /**
   * Calls `run` at once, before it returns, and whenever the value is another one; answers how to stop. What `run`
   * throws later is reported, and harms no other subscriber.
   */
  readonly subscribe: (run: (value: T) => void) => () => void
}

/** How a store comes by its value. */
export interface StoreSource<T> {
  /** The value now: the same object until something changes. */
  readonly read: () => T
  /** Begins to watch, calling `tell` when the value may have changed; answers how to stop. */
  readonly start: (tell: () => void) => () => void
  /** Where failures of subscribers are told. */
  readonly report: (error: unknown, where: string) => void
}

interface Subscriber<T> {
  readonly run: (value: T) => void
  told: T
}

/** A store of what `read` answers. */
export function createStore<T>({ read, start, report }: StoreSource<T>): Store<T> {
  const subscribers = new Set<Subscriber<T>>()
  let users = 0
  let stop: (() => void) | undefined

  const tell = (): void => {
    for (const subscriber of [...subscribers]) {
      try {
        // Read for each: one that is told may change the value, and has then told the others already.
        const value = read()
        if (!subscribers.has(subscriber) || Object.is(subscriber.told, value)) continue
        subscriber.told = value
        subscriber.run(value)
      } catch (error) {
        report(error, 'a subscriber of a store')
      }
    }
  }
  const leave = (): void => {
    if (--users > 0) return
    stop?.()
    stop = undefined
  }
  const subscribe = (run: (value: T) => void): (() => void) => {
    let subscriber: Subscriber<T> | undefined
    const off = (): void => {
      if (subscriber && subscribers.delete(subscriber)) leave()
    }
    users++
    try {
      if (users === 1) stop = start(tell)
      subscriber = { run, told: read() }
      subscribers.add(subscriber)
      run(subscriber.told)
    } catch (error) {
      if (subscriber) off()
      else leave()
      throw error
    }
    return off
  }
  const store = { get: read, subscribe }
  // Whoever looks for an observable finds it under the platform's symbol, or where there was none, under this text.
  const observable = (Symbol as { readonly observable?: symbol }).observable
  for (const name of observable ? [observable, '@@observable'] : ['@@observable']) {
    Object.defineProperty(store, name, { value: () => toObservable(store) })
  }
  return store
}

function toObservable<T>(store: Store<T>): object {
  const observable = {
    subscribe(observer: StoreObserver<T> | ((value: T) => void)) {
      const run = typeof observer === 'function' ? observer : (value: T) => observer.next?.(value)
      return { unsubscribe: store.subscribe(run) }
    },
    '@@observable': () => observable,
  }
  return observable
}
