/** How long an answer may be used, as its headers say (RFC 9111 section 4.2). Nothing is guessed: no heuristics. */
import { type CacheControl, parseCacheControl } from './cache-control'
import { parseDeltaSeconds } from './delta-seconds'
import { parseHttpDate } from './http-date'
import { readVary } from './vary'

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
  const age = readAge(headers, elapsed)
  // Nobody knows what an answer with `Vary: *` depends on (section 4.1).
  const unusable = control.has('no-store') || control.has('no-cache') || readVary(headers).includes('*')
  const lifetime = unusable ? 0 : readLifetime(control, headers, now)
  const freshFor = lifetime === undefined ? undefined : Math.max(0, lifetime - age)
  const rest = freshFor ?? 0
  const window = (directive: string) => {
    // Not to be used stale (sections 5.2.2.2, 5.2.2.4, 5.2.2.5), whatever else is said.
    const length = unusable || control.has('must-revalidate') ? -Infinity : readDuration(control, directive)
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

/** `Age` and the time since the request was sent (section 4.2.3), in milliseconds. */
export function readAge(headers: Headers, elapsed: number): number {
  // Of several values the first counts, an invalid one does not (section 5.1).
  return (parseDeltaSeconds(headers.get('age')?.split(',')[0]?.trim()) ?? 0) + elapsed
}

/** `max-age`, else `Expires` (section 4.2.1), in milliseconds; `undefined` where there is neither. */
export function readLifetime(control: CacheControl, headers: Headers, now: number): number | undefined {
  return readDuration(control, 'max-age') ?? readExpires(headers, now)
}

/** The milliseconds of a directive. A value that is no number counts as 0: stale (section 4.2.1). */
export function readDuration(control: CacheControl, directive: string): number | undefined {
  return control.has(directive) ? (parseDeltaSeconds(control.get(directive)) ?? 0) : undefined
}

/** `Expires` minus `Date` (section 4.2.1); 0 where either is invalid, for the past (section 5.3). */
function readExpires(headers: Headers, now: number): number | undefined {
  const expires = headers.get('expires')
  // Caches take dates in any case (section 4.2).
  const end = parseHttpDate(expires, now, true) ?? 0
  // Without a `Date` only our own clock could tell, and that may be a year off: too stale, never too fresh.
  const start = parseHttpDate(headers.get('date'), now, true) ?? Infinity
  return expires === null ? undefined : Math.max(0, end - start)
}
