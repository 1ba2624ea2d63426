/** The form in which answers are kept, and the Response that is made of one. */
import { isVariant, type Variant } from '../http/vary'
import type { CacheRequest } from './cache-request'

/** A kept answer: plain data. */
export interface StoredResponse {
  readonly status: number
  readonly statusText: string
  /** The URL that answered. */
  readonly url: string
  readonly headers: readonly [string, string][]
  /** By which request it was made. */
  readonly variant: Variant
  /** Only requests that handle redirections in this way may use it; `undefined`: all may. */
  readonly redirect: RequestRedirect | undefined
  /** Content as it was received, codings undone; null where the answer had none. */
  readonly body: Uint8Array<ArrayBuffer> | null
  /** Its length, by which a body that lost its form in the storage is known. */
  readonly size: number
  /** When its request, or the last that confirmed it, was sent: by the wall clock, epoch milliseconds. */
  readonly wall: number
  /** The same by the monotonic clock, which means something only in the run of the program that it was read in. */
  readonly monotonic: number
  readonly run: number
}

/** What a storage answered, as far as it is a list of what was given to it. */
export function toStoredList(value: unknown): StoredResponse[] {
  return Array.isArray(value) ? value.filter(isStored) : []
}

function isStored(value: unknown): value is StoredResponse {
  const { headers, variant, body, size } = Object(value) as StoredResponse
  return Array.isArray(headers) && Array.isArray(variant) && (body ? body.byteLength : 0) === size
}

/** Whether a kept answer is one to this request. */
export function isAnswerTo(stored: StoredResponse, { headers, redirect }: CacheRequest): boolean {
  return (stored.redirect ?? redirect) === redirect && isVariant(stored.variant, headers)
}

/** A Response of its own for one caller, with its `Age` (RFC 9111 section 5.1). */
export function toResponse(stored: StoredResponse, age: number, method: string): Response {
  const { body, url, redirect } = stored
  const response = new Response(method === 'HEAD' ? null : body, stored as object)
  response.headers.set('age', `${Math.floor(age / 1000)}`)
  return label(response, url, redirect === 'follow')
}

/** Adds what a Response that was made by hand cannot have; its clones have it, too. */
export function label(response: Response, url: string, redirected: boolean): Response {
  return Object.defineProperties(response, {
    url: { value: url },
    redirected: { value: redirected },
    clone: { value: () => label(Response.prototype.clone.call(response), url, redirected) },
  })
}
