/** What a fault does to a request. */
import { setTimeout as delay } from 'node:timers/promises'
import { ApiError } from '../http/api-error.ts'
import type { Fault } from './fault-switch.ts'

/**
 * Answers `request` as the fault says. A dropped connection is `Response.error()`, which the listener turns into a
 * destroyed socket. Only `slow` and `malformed` let `handle` run.
 */
export async function applyFault(
  fault: Fault,
  request: Request,
  handle: (request: Request) => Promise<Response>,
  closing: AbortSignal,
): Promise<Response> {
  switch (fault.mode) {
    case 'error500':
      throw new ApiError('internal', 'The server failed. (This fault was switched on on purpose.)')
    case 'rate429':
      throw new ApiError('rate_limited', 'Too many requests. (This fault was switched on on purpose.)', {
        headers: { 'retry-after': String(fault.retryAfterSeconds) },
      })
    case 'drop':
      return Response.error()
    case 'slow':
      await waitUnless(fault.latencyMs, AbortSignal.any([closing, request.signal]))
      if (closing.aborted) throw new ApiError('shutting_down', 'The server is shutting down.')
      return handle(request)
    case 'malformed':
      return cutBody(await handle(request))
  }
}

/** Half of the JSON under a 200: the connection is fine, the content is not. */
async function cutBody(whole: Response): Promise<Response> {
  const text = await whole.text()
  return new Response(text.slice(0, Math.ceil(text.length / 2)) || '{"items":[', {
    headers: { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' },
  })
}

async function waitUnless(ms: number, signal: AbortSignal): Promise<void> {
  try {
    await delay(ms, undefined, { signal })
  } catch {
    // Nobody waits for the answer any more, or the server is closing: what is left needs no delay.
  }
}
