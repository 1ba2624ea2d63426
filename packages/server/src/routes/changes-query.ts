/** What `GET /changes` takes. */
import { RequestError } from '../http/request-error'
import type { ChangeQuery } from '../log'

const DEFAULT_LIMIT = 100
const MAX_LIMIT = 1_000

/**
 * A date, which begins in UTC, or a date and a time with its zone (RFC 3339): a time without one would be another moment
 * on every machine.
 */
const TIME = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:\d\d))?$/
/** What looks as if it were meant as a time. */
const LIKE_TIME = /^\d{4}-\d\d?(-|T|$)/
const CURSOR = /^[\x21-\x7e]{1,256}$/

/**
 * Reads the query. Parameters of other names are let pass, as clients add one to get past caches.
 * @throws RequestError 422 `invalid_query` that names the parameter, what came and what is allowed
 */
export function parseChangesQuery(query: URLSearchParams): Omit<ChangeQuery, 'signal'> {
  const since = one(query, 'since')
  const limit = one(query, 'limit')
  const collection = one(query, 'collection')
  if (collection !== undefined && (collection === '' || collection.length > 256))
    throw refuse('collection', collection, '1 to 256 characters')
  return {
    limit: limit === undefined ? DEFAULT_LIMIT : toLimit(limit),
    ...(since !== undefined && { since: toSince(since) }),
    ...(collection !== undefined && { collection }),
  }
}

function toLimit(text: string): number {
  const limit = /^\d{1,6}$/.test(text) ? Number(text) : 0
  if (limit >= 1 && limit <= MAX_LIMIT) return limit
  throw refuse('limit', text, `a whole number from 1 to ${MAX_LIMIT}`)
}

function toSince(text: string): string | Date {
  // A plus that was not encoded arrives as a blank.
  const restored = text.replace(/ (?=\d\d:\d\d$)/, '+')
  if (TIME.test(restored)) {
    const time = new Date(restored)
    if (!Number.isNaN(time.getTime())) return time
  }
  if (LIKE_TIME.test(text) || !CURSOR.test(text))
    throw refuse(
      'since',
      text,
      'the cursor of an answer, or a time such as 2026-01-31T12:00:00Z, with its zone',
    )
  return text
}

function one(query: URLSearchParams, name: string): string | undefined {
  const [value, ...more] = query.getAll(name)
  if (more.length > 0) throw refuse(name, `${more.length + 1} values`, 'one')
  return value
}

function refuse(parameter: string, value: string, allowed: string): RequestError {
  const got = JSON.stringify(value.slice(0, 60))
  return new RequestError({
    status: 422,
    code: 'invalid_query',
    detail: `${parameter}: got ${got}, allowed: ${allowed}`,
    extra: { parameter, got, allowed },
  })
}
