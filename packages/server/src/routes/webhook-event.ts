/** What a webhook says. */
import { RequestError } from '../http/request-error'

/** An event from outside, its signature checked. */
export interface WebhookEvent {
  /** The message's identity; a repetition has the same. */
  readonly id: string
  /** What happened, such as `invoice.paid`. */
  readonly type: string
  /** What it happened to: JSON, not checked further; undefined where the sender says nothing. */
  readonly data: unknown
  /** When it was sent, epoch milliseconds. */
  readonly sentAt: number
}

/**
 * Reads `{ event, data }` or `{ type, data }`; further members are let pass.
 * @throws RequestError 422 `invalid_event`
 */
export function parseWebhookEvent(body: unknown): Pick<WebhookEvent, 'type' | 'data'> {
  if (typeof body !== 'object' || body === null || Array.isArray(body))
    throw refuse('the body: allowed: an object { event, data } or { type, data }')
  const { event, type = event, data } = body as { event?: unknown; type?: unknown; data?: unknown }
  if (event !== undefined && event !== type)
    throw refuse('event and type: allowed: one of them, or both the same')
  // oxlint-disable-next-line no-control-regex -- control characters are what is looked for
  if (typeof type !== 'string' || type === '' || type.length > 200 || /[\u0000-\u001f\u007f]/.test(type))
    throw refuse('event: allowed: a text of 1 to 200 characters without control characters')
  return { type, data }
}

function refuse(detail: string): RequestError {
  return new RequestError({ status: 422, code: 'invalid_event', detail })
}
