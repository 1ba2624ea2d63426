/** Claims over a shared tier; while it is away this instance's own count, and those are not forgotten when it is back. */
import { Claims } from './claims'

export class TieredClaims {
  /** Made while the shared tier was away: it knows nothing of them. */
  readonly #alone: Claims
  /** Made in the shared tier by this instance. */
  readonly #shared: Claims

  constructor(now: () => number) {
    this.#alone = new Claims(now)
    this.#shared = new Claims(now)
  }

  /** @param ask the shared tier's answer; `undefined` while it is away */
  async claim(id: string, ttl: number, ask: () => Promise<boolean | undefined>): Promise<boolean> {
    if (this.#alone.has(id)) return false
    const answer = await ask()
    if (answer === undefined) return !this.#shared.has(id) && this.#alone.claim(id, ttl)
    if (answer) {
      this.#shared.release(id)
      this.#shared.claim(id, ttl)
    }
    return answer
  }

  /** Forgets an id here. */
  release(id: string): void {
    this.#alone.release(id)
    this.#shared.release(id)
  }
}
