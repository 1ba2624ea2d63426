/** What an error means for asking again: whether, how soon, and whether the server can have acted on it. */
import { CodedError } from '../base/coded-error'
import type { HttpError } from './http-error'

/** Request Timeout, Too Early, Too Many Requests: a 4xx that asks to come again (RFC 9110, 8470, 6585). */
const COME_AGAIN: readonly number[] = [408, 425, 429]

/** Codes of errors that the same request may not meet a second time. */
const PASSING: readonly string[] = ['network', 'timeout', 'parse', 'unknown']

/**
 * Whether the same request may succeed later. True for network, timeout and parse errors, 408, 425, 429, 5xx
 * and everything that is not ours; false for other statuses, validation, abortion (also a foreign `AbortError`)
 * and wrong usage.
 */
export function isRetryable(error: unknown): boolean {
  if (isHttp(error)) return error.status >= 500 || COME_AGAIN.includes(error.status)
  if (error instanceof CodedError) return PASSING.includes(error.code)
  return (error as Partial<Error> | null | undefined)?.name !== 'AbortError'
}

/** How long the server asks to wait before the next request, in milliseconds; `undefined` where it did not say. */
export function retryAfterOf(error: unknown): number | undefined {
  return isHttp(error) ? error.retryAfter : undefined
}

/**
 * Whether the server has surely not acted: it answered with a 4xx other than 408, 425 and 429. After any other
 * failure of a write nobody knows.
 */
export function isDefiniteRejection(error: unknown): boolean {
  return isHttp(error) && error.status >= 400 && error.status < 500 && !COME_AGAIN.includes(error.status)
}

/** By its code, so that who asks does not load the class; whoever throws one has it. */
function isHttp(error: unknown): error is HttpError {
  return error instanceof CodedError && error.code === 'http_status'
}
