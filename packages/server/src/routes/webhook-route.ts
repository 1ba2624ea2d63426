/** `POST /webhook`: believed by its signature, taken once, recorded whatever becomes of it. */
import type { Clock, Target } from '@freshline/core/shared'
import { parseJsonText, readJsonText } from '../http/read-body'
import { isRequestError, RequestError } from '../http/request-error'
import type { ResolvedLimits } from '../limits/sync-limits'
import type { Admission } from './admission'
import type { Invalidator } from './invalidator'
import type { ReplayMemory } from './replay-memory'
import type { WebhookAttempt, WebhookLog } from './webhook-attempts'
import { parseWebhookEvent, type WebhookEvent } from './webhook-event'
import type { CheckSignature, SignatureFault } from './webhook-signature'

/**
 * Tells what an event touches: a list of targets, in which an array key is nested; nothing where it touches nothing.
 * Throwing is answered with 500, and the event is taken again when the sender repeats it; so it must bear being called
 * twice.
 */
export type OnWebhook = (
  event: WebhookEvent,
) => readonly Target[] | undefined | void | Promise<readonly Target[] | undefined | void>

/** What the route needs. */
export interface WebhookParts {
  readonly check: CheckSignature
  readonly onWebhook: OnWebhook
  readonly replays: ReplayMemory
  /** How long an id is remembered, in milliseconds. */
  readonly remember: number
  readonly attempts: WebhookLog
  readonly invalidate: Invalidator
  readonly limits: ResolvedLimits
  readonly admission: Admission
  readonly clock: Clock
  readonly report: (error: unknown) => void
}

/** What is known of an attempt so far. */
interface Draft {
  event?: string
  size?: number
  invalidated?: number
}

const FAULTS: Readonly<Record<SignatureFault, string>> = {
  missing_headers:
    'webhook-id, webhook-timestamp and webhook-signature are missing, or are not what they must be.',
  stale_timestamp: 'The message was sent too long ago, or is from the future.',
  bad_signature: 'No signature matches.',
}

/** Makes the route. `counted` is whether the request's rate has been counted by its client. */
export function createWebhookRoute(parts: WebhookParts) {
  return async (request: Request, counted: boolean): Promise<Response> => {
    const at = parts.clock.now()
    const draft: Draft = {}
    const id = request.headers.get('webhook-id')?.slice(0, 64)
    try {
      const response = await take(request, counted, parts, draft)
      await record({ at, outcome: 'accepted', status: response.status, id, ...complete(draft) }, parts)
      return response
    } catch (error) {
      const { code, status } = isRequestError(error) ? error : { code: 'failed', status: 500 }
      await record({ at, outcome: code, status, id, ...complete(draft) }, parts)
      throw error
    }
  }
}

async function take(
  request: Request,
  counted: boolean,
  parts: WebhookParts,
  draft: Draft,
): Promise<Response> {
  const { limits, admission, replays } = parts
  const { text, message } = await believe(request, parts, draft).catch((error: unknown) => {
    if (!counted) admission.count('webhook', 'denied')
    throw error
  })
  const headers = counted ? {} : admission.count('webhook', { principal: 'webhook' })
  const event = { ...message, ...parseWebhookEvent(parseJsonText(text, limits.jsonDepth)) }
  draft.event = event.type.slice(0, 64)
  const claim = `webhook:${event.id}`
  if (!(await replays.claim(claim, parts.remember)))
    throw new RequestError({ status: 409, code: 'replayed', detail: 'This message was taken before.' })
  try {
    const result = await parts.invalidate((await parts.onWebhook(event)) ?? [])
    draft.invalidated = result.invalidated
    return Response.json(result, { headers: { ...headers, 'cache-control': 'no-store' } })
  } catch (error) {
    await forget(claim, parts)
    throw error
  }
}

async function believe(request: Request, { limits, clock, check }: WebhookParts, draft: Draft) {
  const bounds = { limit: limits.bodyBytes, timeout: limits.bodyTimeout, clock }
  const text = await readJsonText(request, bounds)
  draft.size = text.length
  const message = await check(request.headers, text, clock.now())
  if (typeof message === 'object') return { text, message }
  throw new RequestError({ status: 401, code: message, detail: FAULTS[message], headers: CHALLENGE })
}

/** A 401 must tell how to do better (RFC 9110 section 15.5.2); there is no registered name for this way. */
const CHALLENGE = { 'www-authenticate': 'StandardWebhooks' }

function complete({
  event,
  size,
  invalidated,
}: Draft): Pick<WebhookAttempt, 'event' | 'size' | 'invalidated'> {
  return { event, size, invalidated }
}

/** Not remembered, so that the sender's repetition is taken; where even that fails, once the claim has run out. */
async function forget(claim: string, { replays, report }: WebhookParts): Promise<void> {
  try {
    await replays.release(claim)
  } catch (error) {
    report(error)
  }
}

async function record(attempt: WebhookAttempt, { attempts, report }: WebhookParts): Promise<void> {
  try {
    await attempts.add(attempt)
  } catch (error) {
    report(error)
  }
}
