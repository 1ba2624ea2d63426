/** Ids that were claimed, each for a while: bounded, the oldest are forgotten first. */

const MOST = 100_000

export class Claims {
  readonly #until = new Map<string, number>()
  readonly #now: () => number

  constructor(now: () => number) {
    this.#now = now
  }

  /** True where nobody holds the id. */
  claim(id: string, ttl: number): boolean {
    const now = this.#now()
    const until = this.#until.get(id)
    if (until !== undefined && until > now) return false
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
