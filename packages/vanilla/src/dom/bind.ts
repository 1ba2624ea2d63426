/** What all bindings share: a store shown by something that does not live longer for being bound. */

/** How some libraries answer how to stop. */
export interface Subscription {
  /** Stops. */
  unsubscribe(): void
}

/** What can be bound: a store of ours, of Svelte's, or of any library with this contract. */
export interface Readable<T> {
  /** Calls `run` with the value now and each one after it; answers how to stop. */
  subscribe(run: (value: T) => void): (() => void) | Subscription
}

let registry: FinalizationRegistry<() => void> | undefined

/**
 * Calls `show` now and for each value, until it is unbound, or nothing else holds the target any more: then it ends by
 * itself, and the store's key is left. `show` must not hold the target itself.
 */
export function bind<E extends object, T>(
  target: E,
  store: Readable<T>,
  show: (target: E, value: T) => void,
): () => void {
  const { end, run } = createBinding(new WeakRef(target), show)
  const stop = store.subscribe(run)
  registry ??= new FinalizationRegistry((unbind) => unbind())
  const token = {}
  const unbind = end(stop, token)
  registry.register(target, unbind, token)
  return unbind
}

/** In a function of its own, so that no closure here can hold the target. */
function createBinding<E extends object, T>(ref: WeakRef<E>, show: (target: E, value: T) => void) {
  let isOver = false
  return {
    run(value: T): void {
      const target = ref.deref()
      if (target && !isOver) show(target, value)
    },
    end: (stop: ReturnType<Readable<T>['subscribe']>, token: object) => () => {
      if (isOver) return
      isOver = true
      registry?.unregister(token)
      if (typeof stop === 'function') stop()
      else stop.unsubscribe()
    },
  }
}

/** What is shown of a value where no selector is given: the data of a snapshot, else the value itself. */
export function toShownValue(value: unknown): unknown {
  const isSnapshot =
    typeof value === 'object' &&
    value !== null &&
    'freshness' in value &&
    'data' in value &&
    'status' in value
  return isSnapshot ? value.data : value
}
