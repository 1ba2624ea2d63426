/** One exchange with the server: conditional on what is held, and what becomes of the answer. */
import type { Clock } from '../base/clock'
import type { CacheControl } from '../http/cache-control'
import { judge, type Reuse } from '../http/reuse'
import { isStorable } from '../http/storable'
import type { CacheRequest } from './cache-request'
import type { Give } from './flights'
import { createRecorder } from './recorder'
import { relay } from './relay'
import type { Shelf } from './shelf'
import { type StoredResponse, toResponse } from './stored-response'
import { findConfirmed, isSame, toConditional } from './validation'

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

/** The request's number, what is held of its URL, newest first, and which of it answers the request. */
export interface Found {
  readonly begun: number
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
    { begun, list, held }: Found,
    signal: AbortSignal | undefined,
  ): Promise<Give> {
    const { method, url, mode, asked } = request
    const at: StoredResponse['at'] = [clock.now(), clock.monotonic(), begun, run]
    const give = (stored: StoredResponse) => toResponse(stored, judgeStored(stored, asked).age, method)
    const isShared = (stored: StoredResponse) => {
      const { isUsable, isUsableMeanwhile } = judgeStored(stored, asked)
      return isUsable || isUsableMeanwhile
    }
    const mayServe = (status?: number) =>
      held &&
      mode === 'default' &&
      shelf.emptiedAt(url) < begun &&
      judgeStored(held, asked).isUsableAfter(status)
    const { update, renew, confirm } = createRecorder(shelf, request, at)

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
      if (!found) return load(request, { begun, list: [] }, signal)
      const stored = confirm(found, response.headers)
      update(isStorable(stored) ? [stored] : [])
      return (_, isLast) => (isLast || isShared(stored) ? give(stored) : undefined)
    }
    if (method === 'HEAD') {
      // RFC 9111 section 4.3.5; and what is gone is gone.
      if (/^(200|404|410)$/.test(`${status}`)) {
        update([], (stored) =>
          isSame(stored, response) ? [confirm(stored, response.headers)].filter(isStorable) : [],
        )
      }
      return () => response
    }
    const isMoved = redirected || (/^3..$/.test(`${status}`) && response.headers.has('location'))
    const redirect = isMoved ? request.redirect : undefined
    const stored = renew({ status, statusText, url: response.url, redirect, body: null }, response.headers)
    const isKept = !asked.has('no-store') && isStorable(response)
    // What was held is outdated by any answer but a failure, or one about something else.
    if (!isKept && status < 500 && !/^(0|206|304)$/.test(`${status}`)) update([])
    const keep = (body?: StoredResponse['body']) => update(body === undefined ? [] : [{ ...stored, body }])
    return (own, isLast) =>
      isLast
        ? relay(response, own, isKept && keep, maxBytes)
        : isKept && isShared(stored)
          ? // Never the copy itself: leaving it would wait for the others.
            relay(response.clone(), own, () => {})
          : undefined
  }

  return { load, judgeStored }
}
