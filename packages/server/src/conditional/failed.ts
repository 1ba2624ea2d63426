/** The answer to a request whose precondition does not hold: 412 (RFC 9110 section 15.5.13). */
import { problem } from '../http/problem'
import type { Verdict } from './preconditions'

/** A field whose condition can fail. */
export type FailedField = Exclude<Verdict, 'not-modified' | undefined>

const DETAILS: Readonly<Record<FailedField, string>> = {
  'If-Match': 'The resource is not the version that If-Match names; read it again.',
  'If-None-Match': 'There is already what If-None-Match excludes.',
  'If-Unmodified-Since':
    'The resource has changed since the time that If-Unmodified-Since names; read it again.',
}

/**
 * Problem details, with the field that failed and the tag there is now.
 * @param method a HEAD has no body
 * @param etag the current entity tag, if there is one
 * @param now epoch milliseconds of the answer
 */
export function failed(field: FailedField, method: string, etag: string | undefined, now: number): Response {
  const answer = problem({
    status: 412,
    code: 'precondition_failed',
    detail: DETAILS[field],
    extra: { field },
    headers: { date: new Date(now).toUTCString(), ...(etag !== undefined && { etag }) },
  })
  return method === 'HEAD' ? new Response(null, answer) : answer
}
