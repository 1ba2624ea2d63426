/** One exchange with the server: conditional on what is held, and what becomes of the answer. */
import type { Clock } from '../base/clock'
import { type CacheControl, parseCacheControl } from '../http/cache-control'
import { judge, type Reuse } from '../http/reuse'
import { isStorable, toKeptHeaders } from '../http/storable'
import type { Transport } from '../http/transport'
import { updateHeaders } from '../http/update-headers'
import { addConditions, isConditional, readValidators } from '../http/validators'
import { readVary, toVariant } from '../http/vary'
import type { CacheRequest } from './cache-request'
import type { Give } from './flights'
import { relay } from './relay'
import type { Shelf } from './shelf'
import { isAnswerTo, type StoredResponse, toResponse } from './stored-response'

/** What belongs to the held bytes (RFC 9111 section 3.2). */
const OF_THE_BYTES = /^content-(encoding|length|range)$/

/** What an exchange needs to know of the options. */
export interface ExchangeOptions {
  readonly transport: Transport
  readonly clock: Clock
  readonly maxBytes: number
  readonly heuristic?: boolean | undefined
  readonly conditional?: boolean | undefined
}

/** Asks the server, and judges what is held. */
export interface Exchange {
  /** Resolves, with the headers of the answer, with what makes Responses of it. */
  load(request: CacheRequest, list: readonly StoredResponse[], signal: AbortSignal | undefined): Promise<Give>
  /** What may be done with a kept answer now. */
  judge(stored: StoredResponse, asked: CacheControl): Reuse
}

/** Exchanges whose answers are kept on a shelf. */
export function createExchange(
  { transport, clock, maxBytes, heuristic, conditional = true }: ExchangeOptions,
  shelf: Shelf,
): Exchange {
  const run = Math.random()

  function judgeStored(stored: StoredResponse, asked: CacheControl): Reuse {
    const now = clock.now()
    // The later of both clocks: the monotonic one may stand still in a sleep, the wall clock may be set back. Of
    // another run only the wall clock is known. What redirections led to is not known to be what they lead to.
    const passed = now - stored.wall
    const isOurs = stored.run === run
    const isKnown = (isOurs || passed >= 0) && stored.redirect !== 'follow'
    const elapsed = isOurs ? Math.max(passed, clock.monotonic() - stored.monotonic) : passed
    const headers = new Headers(stored.headers as [string, string][])
    return judge(
      { status: stored.status, headers, elapsed: isKnown ? elapsed : Infinity },
      asked,
      now,
      heuristic,
    )
  }

  async function load(
    request: CacheRequest,
    list: readonly StoredResponse[],
    signal: AbortSignal | undefined,
  ): Promise<Give> {
    const { method, url, mode, asked, redirect, address, init } = request
    const held = list.find((stored) => isAnswerTo(stored, request))
    const since = shelf.moment(url)
    const sent = { wall: clock.now(), monotonic: clock.monotonic(), run }
    const give = (stored: StoredResponse) => toResponse(stored, judgeStored(stored, asked).age, method)
    const mayServe = (status?: number) =>
      mode === 'default' && held && judgeStored(held, asked).isUsableAfter(status)
    /** Puts a newer answer in the place of those to the same request, or takes those away. */
    const replace = (stored?: StoredResponse) => {
      const others = (all: StoredResponse[]) => all.filter((other) => !isAnswerTo(other, request))
      if (!asked.has('no-store')) {
        void shelf.update(url, since, (all) => [...(stored ? [stored] : []), ...others(all)])
      }
    }

    const { headers, candidates } = toConditional(request, conditional ? list : [], held)
    const cache = toPlatformMode(mode, candidates.length > 0)
    const { cache: _, ...rest } = init
    let response: Response
    try {
      response = await transport(address, {
        ...rest,
        headers,
        ...(signal && { signal }),
        ...(cache && { cache }),
      })
    } catch (error) {
      if (held && mayServe() && !signal?.aborted) return () => give(held)
      throw error
    }
    const { status, statusText } = response
    if (held && mayServe(status)) {
      response.body?.cancel().catch(() => {})
      return () => give(held)
    }
    if (status === 304 && candidates.length > 0) {
      const confirmed = findConfirmed(response.headers, candidates, held)
      // Of something that is not held any more, or never was: asked again without conditions.
      if (!confirmed) return load(request, [], signal)
      const updated = updateHeaders(toHeaders(confirmed), toKeptHeaders(response.headers), OF_THE_BYTES)
      const stored = { ...confirmed, ...describe(updated, request), ...sent }
      replace(isKeepable(confirmed.status, updated, asked) ? stored : undefined)
      return (_signal, isLast) => (isLast || judgeStored(stored, asked).isUsable ? give(stored) : undefined)
    }
    if (method === 'HEAD') {
      if (!asked.has('no-store')) {
        void shelf.update(url, since, (all) =>
          all.flatMap((stored) => freshen(stored, request, response, sent)),
        )
      }
      return () => response
    }
    const isOfRedirection =
      response.redirected || (/^30[12378]$/.test(`${status}`) && response.headers.has('location'))
    const stored: StoredResponse = {
      status,
      statusText,
      url: response.url,
      ...describe(response.headers, request),
      redirect: isOfRedirection ? redirect : undefined,
      body: null,
      size: 0,
      ...sent,
    }
    const isKept = isKeepable(status, response.headers, asked)
    const keep = (body: StoredResponse['body']) => replace({ ...stored, body, size: body?.byteLength ?? 0 })
    // What was held is outdated by any answer but a failure, or one about something else.
    if (!isKept && status >= 200 && status < 500 && status !== 206 && status !== 304) replace()
    const isShared = isKept && judgeStored(stored, asked).isUsable
    return (own, isLast) => {
      if (isLast) return relay(response, { signal: own, maxBytes, keep: isKept ? keep : undefined })
      return isShared ? relay(response.clone(), { signal: own }) : undefined
    }
  }

  return { load, judge: judgeStored }
}

function toHeaders({ headers }: StoredResponse): Headers {
  return new Headers(headers as [string, string][])
}

/** What is kept of an answer's headers, and by which request it was made. */
function describe(headers: Headers, request: CacheRequest): Pick<StoredResponse, 'headers' | 'variant'> {
  const kept = toKeptHeaders(headers)
  return { headers: [...kept], variant: toVariant(kept, request.headers) }
}

function isKeepable(status: number, headers: Headers, asked: CacheControl): boolean {
  const control = parseCacheControl(headers.get('cache-control'))
  return !asked.has('no-store') && isStorable(status, headers, control) && !readVary(headers).includes('*')
}

/**
 * The request's headers, made conditional (RFC 9111 section 4.3.1), and the answers that a 304 may confirm. What
 * came by redirection is not the URL's own, and conditions of the caller are left alone.
 */
function toConditional(
  { method, headers, redirect }: CacheRequest,
  list: readonly StoredResponse[],
  held: StoredResponse | undefined,
): { headers: Headers; candidates: StoredResponse[] } {
  const asking = new Headers(headers)
  const known = list.filter(
    (stored) => stored.redirect !== 'follow' && (stored.redirect ?? redirect) === redirect,
  )
  if (method !== 'GET' || isConditional(headers)) return { headers, candidates: [] }
  const { etag, lastModified } = held && known.includes(held) ? readValidators(toHeaders(held)) : {}
  const etags = known
    .map((stored) => readValidators(toHeaders(stored)).etag)
    .filter((tag) => tag !== undefined)
  // A server that is told ETags looks at nothing else: what has none is asked for by its date.
  addConditions(asking, { etag: held && !etag ? undefined : [...new Set(etags)].join(', '), lastModified })
  return { headers: asking, candidates: isConditional(asking) ? known : [] }
}

/** Which of the candidates a 304 speaks of (RFC 9111 section 4.3.4). */
function findConfirmed(
  headers: Headers,
  candidates: readonly StoredResponse[],
  held: StoredResponse | undefined,
): StoredResponse | undefined {
  const { etag, lastModified } = readValidators(headers)
  // Weakly compared, as `If-None-Match` is: a server that compresses weakens its tags on the way.
  const bare = (tag: string | undefined) => tag?.replace(/^W\//, '')
  const is = (stored: StoredResponse) => bare(readValidators(toHeaders(stored)).etag) === bare(etag)
  if (etag) return held && is(held) ? held : candidates.find(is)
  return held && lastModified && readValidators(toHeaders(held)).lastModified !== lastModified
    ? undefined
    : held
}

/** What becomes of a held answer after one to HEAD (RFC 9111 section 4.3.5). */
function freshen(
  stored: StoredResponse,
  request: CacheRequest,
  { status, headers }: Response,
  sent: Pick<StoredResponse, 'wall' | 'monotonic' | 'run'>,
): StoredResponse[] {
  if (!isAnswerTo(stored, request) || !/^(200|404|410)$/.test(`${status}`)) return [stored]
  const held = toHeaders(stored)
  const isSame = ['etag', 'last-modified', 'content-length'].every((name) => {
    return !headers.has(name) || headers.get(name) === held.get(name)
  })
  if (!isSame || status !== stored.status) return []
  return [
    { ...stored, ...describe(updateHeaders(held, toKeptHeaders(headers), OF_THE_BYTES), request), ...sent },
  ]
}

/**
 * The cache mode that the platform's fetch is given, which may have a cache of its own: where there is a page it
 * does, and an answer from it does not tell its age, so it is told to ask the server. Node's has none, but treats
 * a conditional request in the default mode as `no-store`, for which it adds `Cache-Control: no-cache`.
 */
function toPlatformMode(mode: RequestCache, isCheck: boolean): RequestCache | undefined {
  if (!/^(default|force-cache|only-if-cached)$/.test(mode)) return mode
  if (globalThis.location) return 'no-cache'
  const { process } = globalThis as { process?: { versions?: { undici?: string } } }
  return isCheck && process?.versions?.undici ? 'force-cache' : undefined
}
