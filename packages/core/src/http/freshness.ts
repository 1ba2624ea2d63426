/** How long an answer may be used, as its headers say (RFC 9111 section 4.2). Nothing is guessed: no heuristics. */
import { parseCacheControl } from './cache-control'
import { parseDeltaSeconds } from './delta-seconds'
import { parseHttpDate } from './http-date'

/** What the headers of an answer say about its use, counted from now. All in milliseconds. */
export interface Freshness {
  /** How long it is still fresh; 0: not at all. `undefined`: the server did not say. */
  readonly freshFor: number | undefined
  /** How long after `freshFor` it may be shown while a new one is fetched (RFC 5861 section 3); 0: not at all. */
  readonly staleWhileRevalidate: number | undefined
  /** How long after `freshFor` it may be shown when a new one can't be had (RFC 5861 section 4); 0: not at all. */
  readonly staleIfError: number | undefined
  /** How old it is at most: what `Age` says, and the time since the request was sent. */
  readonly age: number
}

/**
 * Reads the freshness of an answer for a private cache.
 * @param elapsed milliseconds since the request was sent: the answer may have been made that long ago
 * @param now our clock, only for the century of two-digit years; clocks are never compared (section 4.2.3)
 */
export function readFreshness(headers: Headers, elapsed: number, now: number): Freshness {
  const control = parseCacheControl(headers.get('cache-control'))
  const seconds = (directive: string) =>
    // A value that is no number counts as 0: stale (section 4.2.1).
    control.has(directive) ? (parseDeltaSeconds(control.get(directive)) ?? 0) : undefined
  // Of several values the first counts, an invalid one does not (section 5.1).
  const age = (parseDeltaSeconds(headers.get('age')?.split(',')[0]) ?? 0) + elapsed
  const unusable = control.has('no-store') || control.has('no-cache')
  const lifetime = unusable ? 0 : (seconds('max-age') ?? readExpires(headers, now))
  const freshFor = lifetime === undefined ? undefined : Math.max(0, lifetime - age)
  const rest = freshFor ?? 0
  const window = (directive: string) => {
    // Not to be used stale (sections 5.2.2.2, 5.2.2.4, 5.2.2.5), whatever else is said.
    const length = unusable || control.has('must-revalidate') ? -Infinity : seconds(directive)
    // A window ends at a fixed age of the original answer: what that is past its lifetime is gone from it.
    return length === undefined ? length : Math.max(rest, (lifetime ?? 0) + length - age) - rest
  }
  return {
    freshFor,
    staleWhileRevalidate: window('stale-while-revalidate'),
    staleIfError: window('stale-if-error'),
    age,
  }
}

/** `Expires` minus `Date` (section 4.2.1); 0 where either is invalid, for the past (section 5.3). */
function readExpires(headers: Headers, now: number): number | undefined {
  const expires = headers.get('expires')
  const end = parseHttpDate(expires, now) ?? 0
  // Without a `Date` only our own clock could tell, and that may be a year off: too stale, never too fresh.
  const start = parseHttpDate(headers.get('date'), now) ?? Infinity
  return expires === null ? undefined : Math.max(0, end - start)
}
