/**
 * The requests in flight, by key, whoever started them: the cache's `load` and the manager's runs share
 * this table, so that a page has one request per key.
 */

/** One request on its way. */
export interface Flight<V = unknown> {
  readonly key: string
  /** Labels of what it will bring. */
  readonly tags: readonly string[]
  /** The sequence at which the current attempt began; `Infinity` while it has not yet. */
  readonly started: number
  /** Whether it asks past every cache. */
  readonly forced: boolean
  /** Set by an invalidation that names no key, tag or pattern (a predicate). */
  spoiled: number
  /** The request's answer; joining it keeps the request alive. */
  join(): Promise<V>
}

/** The newest flight of each key, and all that are still on their way. */
export class Flights<V> {
  readonly #newest = new Map<string, Flight<V>>()
  readonly #all = new Set<Flight<V>>()

  get size(): number {
    return this.#all.size
  }

  get(key: string): Flight<V> | undefined {
    return this.#newest.get(key)
  }

  add(flight: Flight<V>): void {
    this.#newest.set(flight.key, flight)
    this.#all.add(flight)
  }

  delete(flight: Flight<V>): void {
    this.#all.delete(flight)
    if (this.#newest.get(flight.key) === flight) this.#newest.delete(flight.key)
  }

  clear(): void {
    this.#newest.clear()
    this.#all.clear()
  }

  [Symbol.iterator](): Iterator<Flight<V>> {
    return this.#all.values()
  }
}
