/** Sends one request by the transport, and makes a structured error of whatever goes wrong. */
import { CodedError } from '../base/coded-error'
import { OptionError } from '../base/option-error'
import { AbortedError } from '../errors/aborted-error'
import { NetworkError } from '../errors/network-error'
import { safeUrl } from '../errors/safe-url'
import { TimeoutError } from '../errors/timeout-error'
import { UnknownError } from '../errors/unknown-error'
import type { FreshRequest } from './fresh-request'

/** Resolves with what the transport answers, whatever its status; `now` is what a cache-busting URL carries. */
export async function send(
  { transport, address, init, label }: FreshRequest,
  now: number,
  signal: AbortSignal,
): Promise<Response> {
  const url = address(now)
  let answer: unknown
  try {
    // Looked up now, so that a fake that was installed later is used; called without a `this`.
    answer = await (transport ?? globalThis.fetch)(url, { ...init, signal })
  } catch (thrown) {
    // Clients that throw for statuses (ky, ofetch) keep the answer beside.
    answer = (thrown as { response?: unknown } | null | undefined)?.response
    if (!isResponse(answer)) {
      if (!transport && !URL.canParse(url, globalThis.location?.href)) {
        throw new OptionError('url', safeUrl(url), 'an absolute URL, where no page gives a base')
      }
      throw toTransportError(thrown, label)
    }
  }
  if (isResponse(answer)) return answer
  throw new UnknownError(`${label}: the transport answered with no Response`, { cause: answer })
}

/** What a transport threw, or a body that broke off, as one of our errors; one of ours stays itself. */
export function toTransportError(cause: unknown, label: string): Error {
  if (cause instanceof CodedError) return cause
  const name = (cause as Partial<Error> | null | undefined)?.name
  const Failure = name === 'AbortError' ? AbortedError : name === 'TimeoutError' ? TimeoutError : NetworkError
  return new Failure(`${label} failed`, { cause })
}

/** By shape: a Response of another frame, or of a fetch that is not the platform's, is one too. */
function isResponse(value: unknown): value is Response {
  return typeof (value as Partial<Response> | null | undefined)?.text === 'function'
}
