/**
 * Typed events. A throwing listener is reported and harms nobody; an event raised from within a
 * listener waits its turn, so that every listener sees all events in one order.
 */

/** Where failures of foreign code (listeners, callbacks, plug-ins) are told. */
export type Report = (error: unknown, where: string) => void

/** Tells on the console. Used where no other report is given. */
export const reportToConsole: Report = (error, where) => console.error(`[Freshline] ${where} threw`, error)

/** Runs foreign code; a failure is reported, and a failing report is dropped. */
export function isolate(report: Report, where: string, run: () => void): void {
  try {
    run()
  } catch (error) {
    try {
      report(error, where)
    } catch {
      // Nobody is left to be told.
    }
  }
}

/** Listeners by event type, with `'*'` for all of them. */
export class Emitter<E extends { readonly type: string }> {
  readonly #report: Report
  readonly #listeners = new Map<string, Set<(event: E) => void>>()
  #queue: E[] | undefined

  constructor(report: Report) {
    this.#report = report
  }

  /** Whether anybody would be told of an event of this type. */
  has(type: string): boolean {
    return this.#listeners.size > 0 && (this.#listeners.has(type) || this.#listeners.has('*'))
  }

  /** Adds a listener and answers how to remove it. The same function added twice is told twice. */
  on(type: string, listener: (event: E) => void): () => void {
    const own = (event: E) => listener(event)
    let set = this.#listeners.get(type)
    if (!set) this.#listeners.set(type, (set = new Set()))
    set.add(own)
    const home = set
    return () => {
      home.delete(own)
      if (home.size === 0 && this.#listeners.get(type) === home) this.#listeners.delete(type)
    }
  }

  /** Tells everybody, after the events that are already being told. */
  emit(event: E): void {
    if (this.#queue) {
      this.#queue.push(event)
      return
    }
    const queue = (this.#queue = [event])
    for (let next = 0; next < queue.length; next++) {
      const told = queue[next] as E
      for (const type of [told.type, '*']) {
        for (const listener of this.#listeners.get(type) ?? []) {
          isolate(this.#report, `a listener of "${told.type}"`, () => listener(told))
        }
      }
    }
    this.#queue = undefined
  }

  /** Forgets all listeners. */
  clear(): void {
    this.#listeners.clear()
  }
}
