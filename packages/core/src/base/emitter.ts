/** Typed events. A throwing listener is reported and harms nobody. */

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

  constructor(report: Report) {
    this.#report = report
  }

  /** Whether anybody would be told of an event of this type. */
  has(type: string): boolean {
    return !!(this.#listeners.get(type)?.size || this.#listeners.get('*')?.size)
  }

  /** Adds a listener and answers how to remove it. The same function added twice is told twice. */
  on(type: string, listener: (event: E) => void): () => void {
    const own = (event: E) => listener(event)
    let set = this.#listeners.get(type)
    if (!set) this.#listeners.set(type, (set = new Set()))
    set.add(own)
    return set.delete.bind(set, own)
  }

  /**
   * Tells everybody who was there when it began and has not left. Must not be called by a listener: whoever emits sees to
   * it that events wait their turn.
   */
  emit(event: E): void {
    for (const type of [event.type, '*']) {
      const set = this.#listeners.get(type)
      if (!set) continue
      // A copy: one that leaves and comes again while it is told would be told for ever.
      for (const listener of [...set])
        if (set.has(listener)) isolate(this.#report, `a listener of "${event.type}"`, () => listener(event))
    }
  }

  /** Forgets all listeners. */
  clear(): void {
    this.#listeners.clear()
  }
}
