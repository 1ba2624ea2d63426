/** One answer made conditional: validators, caching fields, 304 and 412 (RFC 9110 section 13, RFC 9111). */
import { OptionError } from '@freshline/core/shared'
import { systemTime } from '../base/clock'
import { setCacheFields } from './cache-fields'
import { digest, readContent, type Content } from './content'
import { checkEtag, formatTag, type EntityTag } from './entity-tag'
import { addVary } from './field-names'
import { keepBack } from './keep-back'
import { checkLastModified, formatLastModified } from './last-modified'
import type { ConditionalPolicy, ConditionalRequest } from './policy'
import { evaluate } from './preconditions'

/** Statuses that have no body (RFC 9110 section 6.4.1). */
const BODILESS = [204, 205, 304]

/** Fields that are decided here, because conditions are answered by them. */
const DECIDED = ['etag', 'last-modified', 'content-length']

/** A field value: no control character but the tab, and bytes alone (RFC 9110 section 5.5). */
const FIELD_VALUE = /^[\t\x20-\x7e\x80-\xff]*$/

/**
 * Answers a request with a body, or with 304 where the client holds it, or with 412 where the request was made on a
 * condition that does not hold. The body may be text, bytes, a Blob or a value for JSON; `null` is an empty body,
 * `undefined` none at all. `Range` is left alone: the answer is the whole.
 *
 * Conditions are compared with what the policy names as current, so a write is checked *before* it is done: with
 * `checkPreconditions`, or by asking this function first. Its answer afterwards sets `preconditions: false`.
 * @throws OptionError for a policy or a body without meaning; nothing that could end a header field gets into one
 */
export async function conditional(
  request: ConditionalRequest,
  body: unknown,
  policy: ConditionalPolicy = {},
): Promise<Response> {
  const now = (policy.clock ?? systemTime).now()
  const status = checkStatus(policy.status ?? (body === undefined ? 204 : 200))
  const content = await readContent(BODILESS.includes(status) ? null : body)
  const tag = await resolveTag(policy, content, status)
  const modified = checkLastModified(policy.lastModified, now)
  const headers = toHeaders(policy)
  setCacheFields(headers, policy)
  addVary(headers, policy.vary)
  headers.set('date', new Date(now).toUTCString())
  if (tag) headers.set('etag', formatTag(tag))
  if (modified !== undefined) headers.set('last-modified', formatLastModified(modified, now))

  const exists = !(status === 201 && (request.method === 'PUT' || request.method === 'PATCH'))
  const counts = (policy.preconditions ?? true) && status >= 200 && status < 300
  const verdict = counts ? evaluate(request, { exists, tag, modified }, now) : undefined
  if (verdict) return keepBack(verdict, request.method, headers, now)
  return whole(request.method, status, headers, content, policy.contentType)
}

async function resolveTag(
  { etag }: ConditionalPolicy,
  { bytes, type }: Content,
  status: number,
): Promise<EntityTag | undefined> {
  if (etag === null) return undefined
  if (etag !== undefined) return checkEtag(etag)
  return type === undefined || status >= 300 ? undefined : checkEtag(await digest(bytes))
}

function whole(
  method: string,
  status: number,
  headers: Headers,
  { bytes, type }: Content,
  contentType: string | undefined,
): Response {
  if (BODILESS.includes(status)) return new Response(null, { status, headers })
  const media = contentType ?? headers.get('content-type') ?? type
  if (media !== undefined) set(headers, 'contentType', 'content-type', media)
  // Named, so that a HEAD tells it and a GET need not be sent in chunks.
  headers.set('content-length', String(bytes.byteLength))
  return new Response(method === 'HEAD' || type === undefined ? null : bytes, { status, headers })
}

function checkStatus(status: unknown): number {
  if (Number.isInteger(status) && (status as number) >= 200 && (status as number) <= 599)
    return status as number
  throw new OptionError('status', status, 'a whole number from 200 to 599')
}

function toHeaders({ headers: given }: ConditionalPolicy): Headers {
  const headers = new Headers()
  if (given === undefined) return headers
  const entries = typeof given.forEach === 'function' ? [...(given as Headers)] : Object.entries(given)
  for (const [name, value] of entries) {
    if (DECIDED.includes(name.toLowerCase())) {
      throw new OptionError('headers', name, 'any field but ETag, Last-Modified and Content-Length')
    }
    set(headers, 'headers', name, value, true)
  }
  return headers
}

/** Sets or adds a field; what the platform refuses, such as a line break, is told as the option it came from. */
function set(headers: Headers, option: string, name: string, value: unknown, add = false): void {
  try {
    // Looked for here, because `Headers` trims a line break at the end.
    if (typeof value !== 'string' || !FIELD_VALUE.test(value)) throw new TypeError('not a field value')
    if (add) headers.append(name, value)
    else headers.set(name, value)
  } catch (cause) {
    const error = new OptionError(
      option,
      value,
      `what fits in the header field ${JSON.stringify(name)}, on one line`,
    )
    throw Object.assign(error, { cause })
  }
}
