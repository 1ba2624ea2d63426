/** Whether a conditional request goes on, in the order of RFC 9110 section 13.2.2. Pure. */
import { parseHttpDate } from '@freshline/core/shared'
import { matchesStrongly, matchesWeakly, parseTagList, type EntityTag } from './entity-tag'
import type { ConditionalRequest } from './policy'

/** The representation that a request is about, as it is now. */
export interface Current {
  /** Whether there is one. */
  readonly exists: boolean
  /** Its entity tag, where it has one. */
  readonly tag: EntityTag | undefined
  /** When it changed, epoch milliseconds in whole seconds, where known. */
  readonly modified: number | undefined
}

/** What became of the conditions: the field that failed, 304, or `undefined` where all hold. */
export type Verdict = 'If-Match' | 'If-Unmodified-Since' | 'If-None-Match' | 'not-modified' | undefined

/** Methods that select no representation: conditions mean nothing to them (RFC 9110 section 13.2.1). */
const UNCONDITIONAL = ['CONNECT', 'OPTIONS', 'TRACE']

/**
 * Evaluates the conditions. A request is let through where a date can't be read or compared, and stopped where
 * `If-Match` can't be.
 * @param now epoch milliseconds, by which two-digit years find their century
 */
export function evaluate({ method, headers }: ConditionalRequest, current: Current, now: number): Verdict {
  if (UNCONDITIONAL.includes(method)) return undefined
  const reads = method === 'GET' || method === 'HEAD'
  const match = headers.get('if-match')
  if (match !== null) {
    if (!names(match, current, matchesStrongly)) return 'If-Match'
  } else if (isLaterThan(headers.get('if-unmodified-since'), current, now)) return 'If-Unmodified-Since'

  const noneMatch = headers.get('if-none-match')
  if (noneMatch !== null) {
    if (!names(noneMatch, current, matchesWeakly)) return undefined
    return reads ? 'not-modified' : 'If-None-Match'
  }
  // Not the opposite of the comparison above: without both dates there is nothing to say.
  if (reads && isLaterThan(headers.get('if-modified-since'), current, now) === false) return 'not-modified'
  return undefined
}

/** Whether a list names the current representation; `*` names any that exists (RFC 9110 section 13.1.1, 13.1.2). */
function names(
  field: string,
  { exists, tag }: Current,
  matches: (one: EntityTag, other: EntityTag) => boolean,
): boolean {
  const list = parseTagList(field)
  if (!exists) return false
  return list === '*' || (tag !== undefined && list.some((each) => matches(each, tag)))
}

/**
 * Whether the representation changed after the date of the field. `undefined` where the field must be ignored: no
 * date, several, or none of the representation (RFC 9110 sections 13.1.3 and 13.1.4).
 */
function isLaterThan(field: string | null, { exists, modified }: Current, now: number): boolean | undefined {
  const date = parseHttpDate(field, now) ?? parseLeapSecond(field, now)
  return !exists || modified === undefined || date === undefined ? undefined : modified > date
}

/** A date in a leap second, which the grammar has (RFC 9110 section 5.6.7) and `Date` has not: the second after :59. */
function parseLeapSecond(field: string | null, now: number): number | undefined {
  if (!field?.includes(':60 ')) return undefined
  const before = parseHttpDate(field.replace(':60 ', ':59 '), now)
  return before === undefined ? undefined : before + 1000
}
