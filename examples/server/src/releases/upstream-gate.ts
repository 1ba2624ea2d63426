/** Decides whether the upstream may be asked now: its budget, the pause it asked for, and pauses after failures. */
import { budgetAt, pauseAfter, pauseAfterFailures, readBudget, type Budget } from './budget.ts'
import { NotYet, UpstreamError } from './upstream-error.ts'

/** How a request stands. */
export interface Asking {
  now: number
  /** Whether there is something to show in its place. */
  isHeld: boolean
  /** Whether somebody asks by hand: pauses of our own are for requests that come by themselves. */
  isForced: boolean
}

/** How soon after a request the next one may be forced, in milliseconds. */
const HURRY = 1_000

/** The gate of one upstream. What it knows is gone with the process; the first answer tells it again. */
export class UpstreamGate {
  #budget: Budget | undefined
  #paidAt = Number.NEGATIVE_INFINITY
  #failures = 0
  #lastFailure: UpstreamError | undefined
  #quietUntil = 0
  #askedNot = 0
  #sentAt = Number.NEGATIVE_INFINITY
  #asked = 0
  #free = 0

  /** Throws instead of a request that must not be sent, or need not. */
  check({ now, isHeld, isForced }: Asking): void {
    const budget = this.budget(now)
    if (budget?.remaining === 0) {
      throw new UpstreamError('rate_limited', 'The budget of requests is used up.', {
        retryAt: budget.resetsAt,
      })
    }
    if (now < this.#askedNot) {
      throw new UpstreamError('rate_limited', 'The upstream asked for a pause.', { retryAt: this.#askedNot })
    }
    // Somebody who presses a button again and again is answered with what the last time brought.
    const until = isForced ? this.#sentAt + HURRY : this.#quietUntil
    if (this.#lastFailure !== undefined && now < until) {
      const { reason, message } = this.#lastFailure
      throw new UpstreamError(reason, message, { retryAt: this.#quietUntil, cause: this.#lastFailure })
    }
    if (isForced) {
      if (isHeld && now < until) throw new NotYet()
      return
    }
    if (isHeld && budget !== undefined && now < this.#paidAt + pauseAfter(budget, now)) throw new NotYet()
  }

  /** Notes that a request is sent. */
  sent(now: number): void {
    this.#sentAt = now
    this.#asked += 1
  }

  /** Notes an answer, whatever it says. */
  heard(headers: Headers, status: number, now: number): void {
    const told = readBudget(headers, now)
    if (told !== undefined) this.#budget = told
    if (status === 304) this.#free += 1
    else this.#paidAt = now
  }

  /** Notes that the answer was good. */
  succeeded(): void {
    this.#failures = 0
    this.#lastFailure = undefined
    this.#quietUntil = 0
  }

  /** Notes a failure; who failed again and again is asked less and less often. */
  failed(error: UpstreamError, now: number): void {
    if (error.reason === 'rate_limited') {
      this.#askedNot = Math.max(this.#askedNot, error.retryAt)
      return
    }
    this.#failures += 1
    this.#lastFailure = error
    this.#quietUntil = Math.max(now + pauseAfterFailures(this.#failures), error.retryAt)
  }

  /** What is held is known to be old: no pause of ours stands in the way, unless the budget is short. */
  hurry(now: number): void {
    const budget = this.budget(now)
    if (budget !== undefined && budget.remaining > budget.limit / 2) this.#paidAt = Number.NEGATIVE_INFINITY
  }

  /** Lets the next request through: the upstream is known to be another now. What is left it will say. */
  forgive(): void {
    if (this.#budget?.remaining === 0) this.#budget = undefined
    this.#paidAt = Number.NEGATIVE_INFINITY
    this.#askedNot = 0
    this.#sentAt = Number.NEGATIVE_INFINITY
    this.succeeded()
  }

  /** When the next request that comes by itself may be sent after a failure; undefined where that is now. */
  retryAt(now: number): number | undefined {
    const budget = this.budget(now)
    const until = Math.max(this.#quietUntil, this.#askedNot, budget?.remaining === 0 ? budget.resetsAt : 0)
    return until > now ? until : undefined
  }

  /** What is left, as far as it is known. */
  budget(now: number): Budget | undefined {
    return this.#budget && budgetAt(this.#budget, now)
  }

  /** Requests that were sent, and those of them that were free. */
  counts(): { asked: number; free: number } {
    return { asked: this.#asked, free: this.#free }
  }
}
