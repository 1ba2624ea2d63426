/** Ids that were claimed, each for a while: bounded, the oldest are forgotten first. */

const MOST = 100_000

export class Claims {
  readonly #until = new Map<string, number>()
  readonly #now: () => number

  constructor(now: () => number) {
    this.#now = now
  }

  /** Whether somebody holds the id. */
  has(id: string): boolean {
    return (this.#until.get(id) ?? -Infinity) > this.#now()
  }

  /** True where nobody holds the id. */
  claim(id: string, ttl: number): boolean {
    if (this.has(id)) return false
    const now = this.#now()
    this.#until.delete(id)
    this.#until.set(id, now + ttl)
    for (const [oldest, end] of this.#until) {
      if (end > now && this.#until.size <= MOST) break
      this.#until.delete(oldest)
    }
    return true
  }

  /** Forgets an id. */
  release(id: string): void {
    this.#until.delete(id)
  }
}
