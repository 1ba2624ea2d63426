/** Asking whether what is held still holds, and what the answer says of it (RFC 9111 section 4.3). */
import { addConditions, readValidators } from '../http/validators'
import { type CacheRequest, isForced } from './cache-request'
import type { StoredResponse } from './stored-response'

/**
 * The request's headers, made conditional (RFC 9111 section 4.3.1), and the answers that a 304 may confirm. What
 * came by redirection is not the URL's own.
 */
export function toConditional(
  { method, mode, headers }: CacheRequest,
  list: readonly StoredResponse[],
  held: StoredResponse | undefined,
): [headers: Headers, candidates: StoredResponse[]] {
  const asking = new Headers(headers)
  // A forced request may have conditions of its caller.
  const known = method === 'GET' && !isForced(mode) ? list.filter(({ redirect }) => !redirect) : []
  const own = known.find((stored) => stored === held)
  const { etag, lastModified } = own ? readValidators(own.headers) : {}
  const etags = new Set(known.flatMap((stored) => readValidators(stored.headers).etag ?? []))
  // A server that is told ETags looks at nothing else: what has none is asked for by its date.
  addConditions(asking, { etag: own && !etag ? undefined : [...etags].join(', '), lastModified })
  return [asking, lastModified || etags.size > 0 ? known : []]
}

/** Which of the candidates a 304 speaks of (RFC 9111 section 4.3.4). */
export function findConfirmed(
  headers: Headers,
  candidates: readonly StoredResponse[],
  held: StoredResponse | undefined,
): StoredResponse | undefined {
  const { etag, lastModified } = readValidators(headers)
  // Weakly compared, as `If-None-Match` is: a server that compresses weakens its tags on the way.
  const bare = (tag = '') => tag.replace('W/', '')
  if (etag) return candidates.find((stored) => bare(readValidators(stored.headers).etag) === bare(etag))
  // Without a tag it is about the one that was asked about.
  const only = held ?? (candidates[1] ? undefined : candidates[0])
  return lastModified && lastModified !== only?.headers.get('last-modified') ? undefined : only
}

/** Whether an answer to HEAD is about what is held (RFC 9111 section 4.3.5). */
export function isSame(stored: StoredResponse, { status, headers }: Response): boolean {
  return (
    status === stored.status &&
    ['etag', 'last-modified', 'content-length'].every(
      (name) => (headers.get(name) ?? stored.headers.get(name)) === stored.headers.get(name),
    )
  )
}
