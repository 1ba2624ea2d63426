/** One exchange with the server: conditional on what is held, and what becomes of the answer. */
import type { Clock } from '../base/clock'
import type { CacheControl } from '../http/cache-control'
import { judge, type Reuse } from '../http/reuse'
import { isStorable, toKeptHeaders } from '../http/storable'
import { updateHeaders } from '../http/update-headers'
import { addConditions, readValidators } from '../http/validators'
import { toVariant } from '../http/vary'
import { type CacheRequest, isForced } from './cache-request'
import type { Give } from './flights'
import { relay } from './relay'
import type { Shelf } from './shelf'
import { isAnswerTo, type StoredResponse, toResponse } from './stored-response'

/** What belongs to the held bytes (RFC 9111 section 3.2). */
const OF_THE_BYTES = /^content-(encoding|length|range)$/

/** What an exchange needs to know of the options. */
export interface ExchangeOptions {
  readonly clock: Clock
  readonly maxBytes: number
  readonly heuristic?: boolean | undefined
  readonly conditional?: boolean | undefined
  /** Sends a request; `isCheck` says whether the cache made it conditional; left out where it passes by. */
  send(
    request: CacheRequest,
    headers: Headers,
    signal: AbortSignal | undefined,
    isCheck?: boolean,
  ): Promise<Response>
}

/** What is held of a URL, newest first, and which of it answers the request. */
export interface Found {
  readonly list: readonly StoredResponse[]
  readonly held?: StoredResponse | undefined
}

/** Asks the server, and judges what is held. */
export interface Exchange {
  /** Resolves, with the headers of the answer, with what makes Responses of it. */
  load(request: CacheRequest, found: Found, signal: AbortSignal | undefined): Promise<Give>
  /** What may be done with a held answer now. */
  judgeStored(stored: StoredResponse, asked: CacheControl): Reuse
}

/** Exchanges whose answers are kept on a shelf. */
export function createExchange(
  { send, clock, maxBytes, heuristic, conditional = true }: ExchangeOptions,
  shelf: Shelf,
): Exchange {
  const run = Math.random()

  function judgeStored(stored: StoredResponse, asked: CacheControl): Reuse {
    const { at, redirect } = stored
    const now = clock.now()
    const passed = now - at[0]
    // The later of both clocks: the monotonic one may stand still in a sleep, the wall clock may be set back. Of
    // another run only the wall clock is known. What redirections led to is not known to be what they lead to.
    let elapsed = passed < 0 ? Infinity : passed
    if (at[3] === run) elapsed = Math.max(passed, clock.monotonic() - at[1])
    return judge(stored, redirect === 'follow' ? Infinity : elapsed, asked, now, heuristic)
  }

  async function load(
    request: CacheRequest,
    { list, held }: Found,
    signal: AbortSignal | undefined,
  ): Promise<Give> {
    const { method, url, mode, asked } = request
    const begun = shelf.begin()
    const at = [clock.now(), clock.monotonic(), begun, run] as const
    const give = (stored: StoredResponse) => toResponse(stored, judgeStored(stored, asked).age, method)
    const mayServe = (status?: number) =>
      held &&
      mode === 'default' &&
      shelf.emptiedAt(url) < begun &&
      judgeStored(held, asked).isUsableAfter(status)
    const isNewer = (stored: StoredResponse) =>
      isAnswerTo(stored, request) && stored.at[3] === run && stored.at[2] > begun
    /**
     * Replaces what is held for this request, each by what `change` makes of it, and adds something newer. What a
     * later request found is left alone: answers may come in any order.
     */
    const update = (added: StoredResponse[], change?: (stored: StoredResponse) => StoredResponse[]) => {
      if (asked.has('no-store')) return
      void shelf.update(url, begun, (all) => {
        if (all.some(isNewer)) return all
        const left = all.flatMap((stored) =>
          isAnswerTo(stored, request) ? (change?.(stored) ?? []) : stored,
        )
        return [...added, ...left]
      })
    }
    /** As this request has it: with what is kept of the headers. */
    const renew = (stored: Omit<StoredResponse, 'headers' | 'variant' | 'at'>, answer: Headers) => ({
      ...stored,
      headers: toKeptHeaders(answer),
      variant: toVariant(answer, request.headers),
      at,
    })
    /** A held answer with the headers of a newer one (RFC 9111 section 3.2). */
    const confirm = (stored: StoredResponse, answer: Headers) =>
      renew(stored, updateHeaders(stored.headers, toKeptHeaders(answer), OF_THE_BYTES))

    const [headers, candidates] = toConditional(request, conditional ? list : [], held)
    let response: Response
    try {
      response = await send(request, headers, signal, candidates.length > 0)
    } catch (error) {
      if (!held || signal?.aborted || !mayServe()) throw error
      return () => give(held)
    }
    const { status, statusText, redirected } = response
    if (held && mayServe(status)) {
      response.body?.cancel().catch(() => {})
      return () => give(held)
    }
    if (status === 304 && candidates[0]) {
      const found = findConfirmed(response.headers, candidates, held)
      // Of something that is not held any more, or never was: asked again without conditions.
      if (!found) return load(request, { list: [] }, signal)
      const stored = confirm(found, response.headers)
      update(isStorable(stored) ? [stored] : [])
      return (_, isLast) => (isLast || judgeStored(stored, asked).isUsable ? give(stored) : undefined)
    }
    if (method === 'HEAD') {
      // RFC 9111 section 4.3.5; and what is gone is gone.
      if (/^(200|404|410)$/.test(`${status}`)) {
        update([], (stored) => (isSame(stored, response) ? [confirm(stored, response.headers)] : []))
      }
      return () => response
    }
    const isMoved = redirected || (response.headers.has('location') && status > 299 && status < 400)
    const redirect = isMoved ? request.redirect : undefined
    const stored = renew({ status, statusText, url: response.url, redirect, body: null }, response.headers)
    const isKept = !asked.has('no-store') && isStorable(stored)
    // What was held is outdated by any answer but a failure, or one about something else.
    if (!isKept && status < 500 && !/^(0|206|304)$/.test(`${status}`)) update([])
    const keep = (body?: StoredResponse['body']) => update(body === undefined ? [] : [{ ...stored, body }])
    const isShared = isKept && judgeStored(stored, asked).isUsable
    return (own, isLast) =>
      isLast
        ? relay(response, own, isKept && keep, maxBytes)
        : isShared
          ? relay(response.clone(), own)
          : undefined
  }

  return { load, judgeStored }
}

/**
 * The request's headers, made conditional (RFC 9111 section 4.3.1), and the answers that a 304 may confirm. What
 * came by redirection is not the URL's own.
 */
function toConditional(
  { method, mode, headers }: CacheRequest,
  list: readonly StoredResponse[],
  held: StoredResponse | undefined,
): [headers: Headers, candidates: StoredResponse[]] {
  const asking = new Headers(headers)
  // A forced request may have conditions of its caller.
  const known = method === 'GET' && !isForced(mode) ? list.filter(({ redirect }) => !redirect) : []
  const own = known.find((stored) => stored === held)
  const { etag, lastModified } = own ? readValidators(own.headers) : {}
  const etags = new Set(known.flatMap((stored) => readValidators(stored.headers).etag ?? []))
  // A server that is told ETags looks at nothing else: what has none is asked for by its date.
  addConditions(asking, { etag: own && !etag ? undefined : [...etags].join(', '), lastModified })
  return [asking, lastModified || etags.size > 0 ? known : []]
}

/** Which of the candidates a 304 speaks of (RFC 9111 section 4.3.4). */
function findConfirmed(
  headers: Headers,
  candidates: readonly StoredResponse[],
  held: StoredResponse | undefined,
): StoredResponse | undefined {
  const { etag, lastModified } = readValidators(headers)
  // Weakly compared, as `If-None-Match` is: a server that compresses weakens its tags on the way.
  const bare = (tag = '') => tag.replace('W/', '')
  if (etag) return candidates.find((stored) => bare(readValidators(stored.headers).etag) === bare(etag))
  // Without a tag it is about the one that was asked about.
  const only = held ?? (candidates[1] ? undefined : candidates[0])
  return lastModified && lastModified !== only?.headers.get('last-modified') ? undefined : only
}

/** Whether an answer to HEAD is about what is held (RFC 9111 section 4.3.5). */
function isSame(stored: StoredResponse, { status, headers }: Response): boolean {
  return (
    status === stored.status &&
    ['etag', 'last-modified', 'content-length'].every(
      (name) => (headers.get(name) ?? stored.headers.get(name)) === stored.headers.get(name),
    )
  )
}
