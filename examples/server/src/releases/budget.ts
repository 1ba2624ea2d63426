/**
 * The arithmetic of a rate limit, pure: what an answer says of the budget, what is left of it by now, and how long to
 * leave the upstream alone so that it lasts. Unchanged answers are free, so only answers that were paid for count.
 */

/** What the upstream allows, by its own word. */
export interface Budget {
  limit: number
  remaining: number
  /** When it is whole again, by our clock. */
  resetsAt: number
}

/** The shortest pause after an answer that was paid for, in milliseconds. */
export const SHORTEST_PAUSE = 2_000

/** The longest, which is how old the page may be at the most: it says so itself after that. */
export const LONGEST_PAUSE = 300_000

/**
 * The longest time that the upstream may ask for at once, in milliseconds: an hour is usual, and what asks for years is a
 * mistake that should not outlast its mending.
 */
export const LONGEST_ASKED = 6 * 3_600_000

/**
 * The budget that the header fields of an answer tell; undefined where they are missing or nonsense. The time of the
 * reset is the upstream's, so it is counted from the answer's own `Date`: the two clocks may differ by hours.
 */
export function readBudget(headers: Headers, now: number): Budget | undefined {
  const limit = wholeOf(headers.get('x-ratelimit-limit'))
  const remaining = wholeOf(headers.get('x-ratelimit-remaining'))
  const reset = wholeOf(headers.get('x-ratelimit-reset'))
  if (limit === undefined || remaining === undefined || reset === undefined || limit === 0) return undefined
  const theirs = Date.parse(headers.get('date') ?? '')
  const away = reset * 1_000 - (Number.isNaN(theirs) ? now : theirs)
  return { limit, remaining: Math.min(remaining, limit), resetsAt: now + within(away) }
}

/** What is left at `now`: after the reset, everything. */
export function budgetAt(budget: Budget, now: number): Budget {
  if (now < budget.resetsAt) return budget
  return { limit: budget.limit, remaining: budget.limit, resetsAt: budget.resetsAt }
}

/**
 * How long to wait after an answer that was paid for. While more than half is left, hardly at all; after that, what is
 * left is spread evenly over the time until the reset. With nothing left there is no question of pace.
 */
export function pauseAfter({ limit, remaining, resetsAt }: Budget, now: number): number {
  if (remaining > limit / 2) return SHORTEST_PAUSE
  const share = Math.max(0, resetsAt - now) / Math.max(1, remaining)
  return Math.min(LONGEST_PAUSE, Math.max(SHORTEST_PAUSE, Math.ceil(share)))
}

/** How long to wait after so many failures in a row: 2 s, doubled each time, a minute at the most. */
export function pauseAfterFailures(count: number): number {
  return count === 0 ? 0 : Math.min(60_000, 2_000 * 2 ** Math.min(count - 1, 10))
}

/** When a `Retry-After` in seconds or as a date ends; undefined where there is none that makes sense. */
export function retryAfterOf(headers: Headers, now: number): number | undefined {
  const text = headers.get('retry-after')
  if (text === null) return undefined
  const seconds = wholeOf(text)
  if (seconds !== undefined) return now + within(seconds * 1_000)
  const at = Date.parse(text)
  if (Number.isNaN(at)) return undefined
  const theirs = Date.parse(headers.get('date') ?? '')
  return now + within(at - (Number.isNaN(theirs) ? now : theirs))
}

function within(time: number): number {
  return Math.min(LONGEST_ASKED, Math.max(0, time))
}

function wholeOf(text: string | null): number | undefined {
  return text !== null && /^\d{1,12}$/.test(text.trim()) ? Number(text) : undefined
}
