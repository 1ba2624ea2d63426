/** The request: conditional on what is held, or past every cache; repeated where that may help; bounded in time. */
import { outcomeBrand } from '../base/outcome'
import { HttpError } from '../errors/http-error'
import { isRetryable, retryAfterOf } from '../errors/retryable'
import { TimeoutError } from '../errors/timeout-error'
import { readFreshness } from '../http/freshness'
import { readRetryAfter } from '../http/retry-after'
import { isConditional } from '../http/validators'
import type { FetchFreshOptions, FetchFreshResult } from './fetch-fresh-options'
import { limited, pause } from './limited'
import { readAnswer } from './read-answer'
import { type FreshRequest, toRequest } from './fresh-request'
import { send, toTransportError } from './send'
import { readErrorBody } from './to-data'

/**
 * Fetches, parses and checks, and tells with the data how long it stays fresh.
 * @throws (rejects with) HttpError, NetworkError, TimeoutError, ParseError, ValidationError, AbortedError;
 *   UnknownError where the transport answers with no Response; OptionError for options that have no meaning
 * @example
 * const stores = await fetchFresh<Store[]>('/api/stores', { retry: 3 })
 * const again = await fetchFresh<Store[]>('/api/stores', { previous: stores }) // 304 or same bytes: same object
 */
export async function fetchFresh<T = unknown>(
  url: string | URL,
  options: FetchFreshOptions<T> = {},
): Promise<FetchFreshResult<T>> {
  const request = toRequest(String(url), options)
  const { label, timeout, policy } = request
  const onTime = () => {
    throw new TimeoutError(`${label} took longer than ${timeout} ms`)
  }
  for (let repetition = 1; ; repetition++) {
    try {
      return await limited(request, timeout, onTime, (signal) => attempt<T>(request, signal))
    } catch (error) {
      if (repetition > policy.limit || !request.repeatable || !isRetryable(error)) throw error
      await pause(request, Math.max(policy.delay(repetition, error), retryAfterOf(error) ?? 0))
    }
  }
}

/** One request and what it answers; every failure leaves as a structured error. */
async function attempt<T>(request: FreshRequest, signal: AbortSignal): Promise<FetchFreshResult<T>> {
  const { clock, init, label } = request
  const sentAt = clock.monotonic()
  const sentOn = clock.now()
  const response = await send(request, sentOn, signal)
  try {
    const { status, headers } = response
    const confirmed = status === 304 && isConditional(init.headers)
    if (!confirmed && (status < 200 || status > 299)) {
      const retryAfter = readRetryAfter(headers, clock.now())
      const body = await readErrorBody(response)
      throw new HttpError(`${label} answered ${status}`, { status, headers, body, retryAfter })
    }
    const reading = await readAnswer<T>(response, confirmed, request)
    // By both clocks, as the monotonic one may stand still while the machine sleeps: too old, never too young.
    const elapsed = Math.max(clock.monotonic() - sentAt, clock.now() - sentOn)
    const freshness = readFreshness(reading.headers, elapsed, clock.now())
    return { ...reading, ...freshness, status, [outcomeBrand]: true }
  } catch (error) {
    throw toTransportError(error, label)
  }
}
