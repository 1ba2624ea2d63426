/** An answer that is there already, made conditional by the validators it has. */
import { parseHttpDate } from '@freshline/core/shared'
import { systemTime, type ServerClock } from '../base/clock'
import { parseTag } from './entity-tag'
import { keepBack } from './keep-back'
import type { ConditionalRequest } from './policy'
import { evaluate } from './preconditions'

/**
 * The given answer, or the 304 or 412 that the request's conditions ask for in its place (RFC 9110 section 13). For
 * answers that somebody else has made, or that were kept. Answers to HEAD lose their body; other than 2xx are left alone,
 * and so are validators that are none.
 * @param clock by which the 412 is dated. Default: the system's
 */
export function conditionalResponse(
  request: ConditionalRequest,
  response: Response,
  clock: ServerClock = systemTime,
): Response {
  const { headers } = response
  const now = clock.now()
  const tag = parseTag(headers.get('etag') ?? '')
  const modified = parseHttpDate(headers.get('last-modified'), now)
  const verdict = response.ok ? evaluate(request, { exists: true, tag, modified }, now) : undefined
  const isKeptBack = verdict !== undefined || request.method === 'HEAD'
  // Nobody will read it: what makes it may stop.
  if (isKeptBack) void response.body?.cancel().catch(() => {})
  if (verdict) return keepBack(verdict, request.method, headers, now)
  return isKeptBack ? new Response(null, response) : response
}
