/** Whether a kept answer may be used for a request: at once, or when all else fails (RFC 9111 section 4). */
import { type CacheControl, parseCacheControl } from './cache-control'
import { readAge, readDuration, readLifetime } from './freshness'
import { parseHttpDate } from './http-date'
import { isHeuristic } from './storable'

/** What may be done with a kept answer. */
export interface Reuse {
  /** How old it is, in milliseconds. */
  readonly age: number
  /** Whether it may be used as it is. */
  readonly isUsable: boolean
  /** Whether it may be used while a new one is fetched (RFC 5861 section 3). */
  readonly isUsableMeanwhile: boolean
  /** Whether it may be used as the server can't be reached (section 4.2.4), or `answered` so (RFC 5861 section 4). */
  isUsableAfter(answered?: number): boolean
}

/** `Cache-Control` of a request, in whose place `Pragma` is read where there is none (section 5.4). */
export function readRequestControl(headers: Headers): CacheControl {
  return parseCacheControl(headers.get('cache-control') ?? headers.get('pragma'))
}

/**
 * Judges a kept answer.
 * @param elapsed milliseconds since its request was sent
 * @param asked what the new request says
 * @param now our clock, only for the century of two-digit years
 * @param heuristic whether a tenth of the time since it was last modified counts as its lifetime where the server
 *   does not say (section 4.2.2)
 */
export function judge(
  { status, headers }: { status: number; headers: Headers },
  elapsed: number,
  asked: CacheControl,
  now: number,
  heuristic?: boolean,
): Reuse {
  const control = parseCacheControl(headers.get('cache-control'))
  const age = readAge(headers, elapsed)
  const guess = heuristic && isHeuristic(status, control) ? guessLifetime(headers, now) : 0
  // With field names it is about those fields only (section 5.2.2.4), which are not kept.
  const isUnusable = control.get('no-cache') === ''
  const isStrict = isUnusable || control.has('must-revalidate')
  const staleness = isUnusable ? Infinity : age - (readLifetime(control, headers, now) ?? guess)
  // Sections 5.2.1.1 to 5.2.1.4.
  // An age of 0 is no proof that nothing has changed.
  const isRefused = asked.has('no-cache') || age > ((readDuration(asked, 'max-age') ?? Infinity) || -1)
  const isFresh = staleness < 0 && staleness + (readDuration(asked, 'min-fresh') ?? 0) <= 0
  const tolerance = asked.get('max-stale') === '' ? Infinity : readDuration(asked, 'max-stale')
  const isWithin = (window: number | undefined) =>
    !isRefused && !isStrict && !asked.has('min-fresh') && staleness < (window ?? -Infinity)
  const onError = readDuration(control, 'stale-if-error') ?? readDuration(asked, 'stale-if-error')
  return {
    age,
    isUsable: (!isRefused && isFresh) || isWithin(tolerance),
    isUsableMeanwhile: isWithin(readDuration(control, 'stale-while-revalidate')),
    isUsableAfter: (answered) =>
      answered ? /50[0234]/.test(`${answered}`) && isWithin(onError) : isWithin(onError ?? Infinity),
  }
}

function guessLifetime(headers: Headers, now: number): number {
  const modified = parseHttpDate(headers.get('last-modified'), now) ?? Infinity
  return Math.max(0, ((parseHttpDate(headers.get('date'), now) ?? 0) - modified) / 10)
}
