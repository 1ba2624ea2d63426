/** How long a server asks to wait (RFC 9110 section 10.2.3). */
import { parseDeltaSeconds } from './delta-seconds'
import { parseHttpDate } from './http-date'

/** Longer waits count as this one, in milliseconds: a day. A mistyped value must not end polling for years. */
export const MAX_RETRY_AFTER = 86_400_000

/**
 * `Retry-After` in milliseconds from the answer's arrival, at most {@link MAX_RETRY_AFTER}; 0 for a date that
 * has passed; `undefined` where it is absent or invalid. A date is measured against the answer's own `Date`,
 * and only where that is missing against our clock.
 * @param now our clock, epoch milliseconds
 */
export function readRetryAfter(headers: Headers, now: number): number | undefined {
  const text = headers.get('retry-after')
  const date = parseHttpDate(text, now)
  const wait =
    date === undefined ? parseDeltaSeconds(text) : date - (parseHttpDate(headers.get('date'), now) ?? now)
  return wait === undefined ? undefined : Math.min(Math.max(wait, 0), MAX_RETRY_AFTER)
}
