/** Who is told of entries of the log. One that fails harms nobody else. */
import type { LogEntry } from '../log'
import type { LogListener } from './response-store'

export class LogListeners {
  readonly #listeners = new Set<LogListener>()
  readonly #onError: (error: unknown) => void

  constructor(onError: (error: unknown) => void) {
    this.#onError = onError
  }

  /** Adds a listener; answers how to remove it. */
  add(listener: LogListener): () => void {
    this.#listeners.add(listener)
    return () => void this.#listeners.delete(listener)
  }

  /** Tells all. */
  tell(entry: LogEntry, origin: 'local' | 'remote'): void {
    for (const listener of this.#listeners) {
      try {
        listener(entry, origin)
      } catch (error) {
        this.#onError(error)
      }
    }
  }
}
