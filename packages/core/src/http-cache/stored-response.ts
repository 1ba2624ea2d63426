/** An answer as it is held, as it is kept, and the Response that is made of it. */
import { parseCacheControl } from '../http/cache-control'
import { readVary, toVariant } from '../http/vary'
import type { CacheRequest } from './cache-request'

/** An answer that is held. Kept is the same with its headers as a list of pairs: plain data. */
export interface StoredResponse {
  readonly status: number
  readonly statusText: string
  /** The URL that answered. */
  readonly url: string
  readonly headers: Headers
  /** By what of a request it was made, as `variantOf` says it. */
  readonly variant: string
  /** Set where it redirects, or came by redirection: only requests with the same `redirect` may use it. */
  readonly redirect: RequestRedirect | undefined
  /** Content as it was received, codings undone; null where the answer had none. */
  readonly body: Uint8Array<ArrayBuffer> | null
  /**
   * When its request, or the last that confirmed it, was sent: by the wall clock, by the monotonic one, and as which
   * request of which run of the program. The monotonic clocks and the numbers of two runs have nothing in common.
   */
  readonly at: readonly [wall: number, monotonic: number, begun: number, run: number]
}

/** The form in which a storage is given answers. */
export function encode(list: readonly StoredResponse[]): unknown {
  return list.map((stored) => ({ ...stored, headers: [...stored.headers] }))
}

/** What a storage answered, as far as it is what it was given; may throw where it is not. */
export function decode(value: unknown): StoredResponse[] {
  return ((value ?? []) as StoredResponse[])
    .map((stored) => ({ ...stored, headers: new Headers(stored.headers) }))
    .filter(
      ({ status, statusText, body, at }) =>
        status > 199 &&
        status < 600 &&
        // What no Response can be made of.
        /^[\t -~\x80-\xff]*$/.test(statusText) &&
        (body === null || (ArrayBuffer.isView(body) && !/^(20[45]|304)$/.test(`${status}`))) &&
        at[1] >= 0,
    )
}

/**
 * By what of a request an answer was made: what it varies by, and whose authorization it was, which a server may forget
 * to say, unless it calls the answer public. A number of 64 bits, so that no storage holds a token.
 */
export function variantOf(answer: Headers, request: Headers): string {
  const isPublic = parseCacheControl(answer.get('cache-control')).has('public')
  const text = toVariant(answer, request) + (isPublic ? '' : request.get('authorization'))
  let one = text.length
  let other = 0
  for (let at = 0; at < text.length; at++) {
    one = Math.imul(one ^ text.charCodeAt(at), 0x01000193)
    other = Math.imul(other ^ one ^ (other >>> 15), 0x5bd1e995)
  }
  return `${one} ${other}`
}

/** Whether a held answer is one to this request. */
export function isAnswerTo(stored: StoredResponse, { headers, redirect }: CacheRequest): boolean {
  return (stored.redirect ?? redirect) === redirect && stored.variant === variantOf(stored.headers, headers)
}

/** Whether it may have been made by cookies, which a page's requests carry where nobody sees them. */
export function hidesCookie({ headers }: StoredResponse): boolean {
  return 'location' in globalThis && readVary(headers).includes('cookie')
}

/** A Response of its own for one caller, with its `Age` (RFC 9111 section 5.1). */
export function toResponse(stored: StoredResponse, age: number, method: string): Response {
  const response = new Response(method === 'HEAD' ? null : stored.body, stored)
  response.headers.set('age', `${Math.floor(Math.min(age / 1000, 2 ** 31))}`)
  return label(response, stored.url, stored.redirect === 'follow')
}

/** Adds what a Response that was made by hand cannot have; its clones have it, too. */
export function label(response: Response, url: string, redirected: boolean): Response {
  const clone = () => label(Response.prototype.clone.call(response), url, redirected)
  return Object.defineProperties(response, {
    url: { value: url },
    redirected: { value: redirected },
    clone: { value: clone },
  })
}
