/** A token bucket: some at once, then so many a second. Pure arithmetic on times that are handed in. */

/** Allows `capacity` takes at once and `perSecond` after that. */
export class Bucket {
  readonly #capacity: number
  readonly #perSecond: number
  #tokens: number
  #at = 0

  constructor(capacity: number, perSecond: number) {
    this.#capacity = this.#tokens = capacity
    this.#perSecond = perSecond
  }

  /** When the next token is there: `now` or later, elapsed milliseconds. */
  readyAt(now: number): number {
    this.#fill(now)
    return this.#tokens >= 1 ? now : now + Math.ceil(((1 - this.#tokens) * 1000) / this.#perSecond)
  }

  /** Takes a token, also where none is left. */
  take(now: number): void {
    this.#fill(now)
    this.#tokens = Math.max(0, this.#tokens - 1)
  }

  #fill(now: number): void {
    this.#tokens = Math.min(this.#capacity, this.#tokens + ((now - this.#at) * this.#perSecond) / 1000)
    this.#at = now
  }
}
