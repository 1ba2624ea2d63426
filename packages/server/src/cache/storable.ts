/** Which answers may be kept for others, and for how long (RFC 9111 section 3, as a shared cache). */
import { parseCacheControl, parseDeltaSeconds, parseHttpDate } from '@freshline/core/shared'

/** What may be kept by its status, unless an option says otherwise: RFC 9110 section 15.1 without 206, 405, 414, 501. */
export const STATUSES: readonly number[] = [200, 203, 204, 300, 301, 308, 404, 410]

/** Statuses of a failure for which an old answer may stand in (RFC 5861 section 4). */
export const FAILURES: readonly number[] = [500, 502, 503, 504]

/** How an answer may be kept. Durations are milliseconds; undefined: the cache decides. */
export interface Storable {
  /** How long it is fresh by its own word, its age taken off. */
  readonly lifetime: number | undefined
  /** For how long it may stand in for a failure. */
  readonly staleIfError: number | undefined
  /** It may not be used at all after its lifetime (`must-revalidate` and what implies it). */
  readonly isStrict: boolean
  /** Requests with `Authorization` may be answered with it (section 3.5). */
  readonly isForAll: boolean
}

/** What a request brings that matters. */
export interface AskedBy {
  /** It carries `Authorization`, and no scope keeps its answer apart. */
  readonly isAuthorized: boolean
}

/** How an answer may be kept; `undefined` where it may not. */
export function toStorable(
  response: Response,
  statuses: readonly number[],
  by: AskedBy,
  now: number,
): Storable | undefined {
  const { headers } = response
  const control = parseCacheControl(headers.get('cache-control'))
  const has = (name: string) => control.has(name)
  if (!statuses.includes(response.status) || headers.has('set-cookie')) return undefined
  if (has('no-store') || has('private') || has('no-cache') || varyNames(headers).includes('*'))
    return undefined
  // An answer without an end would never be answered.
  if (/^text\/event-stream\b/i.test(headers.get('content-type') ?? '')) return undefined
  const isForAll = has('public') || has('s-maxage') || has('must-revalidate')
  if (by.isAuthorized && !isForAll) return undefined
  const lifetime = lifetimeOf(headers, now)
  if (lifetime !== undefined && lifetime <= 0) return undefined
  return {
    lifetime,
    staleIfError: parseDeltaSeconds(control.get('stale-if-error')),
    isStrict: has('must-revalidate') || has('proxy-revalidate') || has('s-maxage'),
    isForAll,
  }
}

/** The names in `Vary`, in lower case and in order, each once; what can be no name is passed by, as on the client. */
export function varyNames(headers: Headers): string[] {
  const names = headers
    .get('vary')
    ?.toLowerCase()
    .match(/[\w!#$%&'*+.^`|~-]+/g)
  return [...new Set(names)].sort()
}

/** The `Age` that an answer already has, in ms; of several values the first (section 5.1). */
export function ageOf(headers: Headers): number {
  return parseDeltaSeconds(headers.get('age')?.split(',')[0]?.trim()) ?? 0
}

/** Section 4.2.1: `s-maxage`, else `max-age`, else `Expires` less `Date`; less the age. */
function lifetimeOf(headers: Headers, now: number): number | undefined {
  const control = parseCacheControl(headers.get('cache-control'))
  const name = control.has('s-maxage') ? 's-maxage' : 'max-age'
  // A value that is none counts as stale (section 4.2.1).
  if (control.has(name)) return (parseDeltaSeconds(control.get(name)) ?? 0) - ageOf(headers)
  if (!headers.has('expires')) return undefined
  const expires = parseHttpDate(headers.get('expires'), now)
  return expires === undefined
    ? 0
    : expires - (parseHttpDate(headers.get('date'), now) ?? now) - ageOf(headers)
}
