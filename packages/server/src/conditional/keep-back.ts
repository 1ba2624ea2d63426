/** The answers to conditional requests that keep the representation back: 304 and 412. */
import { failed } from './failed'
import type { Verdict } from './preconditions'

/** What describes the body that they do not have (RFC 9110 section 15.4.5). */
const OF_THE_BODY = /^content-(?!location$|security-policy)/

/** What further describes the representation, and means nothing beside a 412. */
const OF_THE_REPRESENTATION = ['cache-control', 'content-location', 'expires', 'last-modified', 'pragma']

/**
 * A 304, or the 412 of the field that failed.
 * @param headers what the whole answer would have
 * @param now epoch milliseconds of the answer
 */
export function keepBack(
  verdict: Exclude<Verdict, undefined>,
  method: string,
  headers: Headers,
  now: number,
): Response {
  if (verdict === 'not-modified') return notModified(headers)
  return withFields(failed(verdict, method, headers.get('etag') ?? undefined, now), headers)
}

/** Only what updates the held answer: a `Last-Modified` beside an ETag would be idle (RFC 9110 section 15.4.5). */
function notModified(headers: Headers): Response {
  const kept = new Headers(headers)
  for (const name of headers.keys()) if (OF_THE_BODY.test(name)) kept.delete(name)
  if (headers.has('etag')) kept.delete('last-modified')
  return new Response(null, { status: 304, headers: kept })
}

/** The failure with the fields that are not about the representation, such as those for CORS. */
function withFields(failure: Response, headers: Headers): Response {
  headers.forEach((value, name) => {
    if (OF_THE_BODY.test(name) || OF_THE_REPRESENTATION.includes(name)) return
    // Several cookies are several fields.
    if (name === 'set-cookie') failure.headers.append(name, value)
    else failure.headers.set(name, value)
  })
  return failure
}
