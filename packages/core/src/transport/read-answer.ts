/** Makes data of an answer, and keeps the identity of what has not changed. */
import type { Validators } from '../base/outcome'
import { share } from '../base/structural-share'
import { updateHeaders } from '../http/update-headers'
import { readValidators } from '../http/validators'
import { toVariant } from '../http/vary'
import { type BodyMark, toMark } from './body-mark'
import type { FreshRequest } from './fresh-request'
import { toData } from './to-data'

/** What an answer says, with what was held before taken into account. */
export interface Reading<T> {
  readonly data: T
  readonly notModified: boolean
  readonly headers: Headers
  readonly validators: Validators
  readonly body: BodyMark
}

/**
 * Reads a good answer or, `confirmed`, a 304.
 * @throws ParseError or ValidationError, or what reading the body throws
 */
export async function readAnswer<T>(
  response: Response,
  confirmed: boolean,
  request: FreshRequest,
): Promise<Reading<T>> {
  const { previous } = request
  const mark = toMark(previous?.body)
  const headers = confirmed && mark ? updateHeaders(mark.headers, response.headers) : response.headers
  const validators = readValidators(headers)
  const text = confirmed ? mark?.text : await response.text()
  const same = confirmed || (mark ? mark.text === text : isSameEtag(validators, request))
  // The mark knows the server's data also where `previous.data` was written by somebody else since.
  const fresh = same ? (mark ?? previous)?.data : await toData(text ?? '', response, request)
  const data = (previous ? share(previous.data, fresh) : fresh) as T
  const notModified = confirmed && data === previous?.data
  return {
    data,
    notModified,
    headers,
    validators,
    body: { text, data, headers, variant: toVariant(headers, request.init.headers) },
  }
}

/** Asked only without the held text: bytes tell more. A forced request doubts everything but bytes. */
function isSameEtag({ etag }: Validators, { previous, forceFresh }: FreshRequest): boolean {
  return !forceFresh && etag !== undefined && etag === previous?.validators?.etag
}
