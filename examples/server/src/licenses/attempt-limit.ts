/** How many keys one client may try: a bucket for each that fills evenly, so that nobody guesses keys by the thousand. */

/** So many at once, and as many again in each period. */
export interface AttemptRate {
  attempts: number
  /** In milliseconds. */
  per: number
}

/** Clients that are remembered; beyond that the one that was quiet for longest is forgotten. */
const CLIENTS = 5_000

/** The limit of one server. */
export class AttemptLimit {
  readonly #rate: AttemptRate
  readonly #now: () => number
  readonly #buckets = new Map<string, { left: number; at: number }>()

  constructor(rate: AttemptRate, now: () => number) {
    this.#rate = rate
    this.#now = now
  }

  /** Counts an attempt; answers 0, or in how many milliseconds it may be made. One that is refused is not counted. */
  take(client: string): number {
    const { attempts, per } = this.#rate
    const now = this.#now()
    const known = this.#buckets.get(client)
    const gained = known === undefined ? attempts : (Math.max(0, now - known.at) / per) * attempts
    const left = Math.min(attempts, (known?.left ?? 0) + gained)
    const isAllowed = left >= 1
    // Put in anew, so that the order is by last use.
    this.#buckets.delete(client)
    this.#buckets.set(client, { left: isAllowed ? left - 1 : left, at: now })
    const [oldest] = this.#buckets.keys()
    if (this.#buckets.size > CLIENTS && oldest !== undefined) this.#buckets.delete(oldest)
    return isAllowed ? 0 : Math.ceil(((1 - left) * per) / attempts)
  }
}
