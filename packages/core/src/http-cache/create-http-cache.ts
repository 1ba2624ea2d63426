/** A private HTTP cache in the shape of `fetch` (RFC 9111, RFC 5861 and the Fetch standard's cache modes). */
import { checkCount, checkFunction } from '../base/check'
import { systemClock } from '../base/clock'
import { isolate, reportToConsole } from '../base/emitter'
import { isSafe, listInvalidated } from '../http/invalidated'
import { type CacheRequest, toCacheRequest } from './cache-request'
import { createExchange, type Found } from './exchange'
import { type Flight, ride } from './flights'
import type { HttpCache, HttpCacheOptions } from './http-cache-options'
import { memoryStorage } from './memory-storage'
import { toPlatformMode } from './platform-mode'
import { createShelf } from './shelf'
import { hidesCookie, isAnswerTo, type StoredResponse, toResponse } from './stored-response'

/**
 * Makes a function that is called like `fetch` and answers from what it keeps wherever RFC 9111 allows a private
 * cache to. `RequestInit.cache` modes are those of the Fetch standard; `only-if-cached` rejects with a TypeError
 * where nothing is kept (the request directive of that name is answered with 504, section 5.2.1.7), and does
 * not need `mode: 'same-origin'`.
 *
 * What it keeps belongs to one user, whatever the `credentials` of a request: make one for each session, or
 * `clear()` it when the user changes. Cookies of a page cannot be seen: an answer with `Vary: Cookie` is confirmed
 * by the server each time.
 * @throws OptionError for options that have no meaning
 * @example
 * const cachedFetch = createHttpCache()
 * const stores = await (await cachedFetch('/api/stores')).json()
 * const api = ky.create({ fetch: cachedFetch })
 */
export function createHttpCache(options: HttpCacheOptions = {}): HttpCache {
  const { enabled = true, onError = reportToConsole, clock = systemClock } = options
  // Looked up at each request, so that a fake that was installed later is used.
  const transport = checkFunction('transport', options.transport ?? ((url, init) => fetch(url, init)))
  const maxBytes = checkCount('maxBytes', options.maxBytes ?? 2e7)
  const maxEntries = checkCount('maxEntries', options.maxEntries ?? 1000)
  const tell = (error: unknown) =>
    isolate(onError, 'an HTTP cache', () => {
      throw error
    })
  const send = (
    { address, init }: CacheRequest,
    headers: Headers,
    signal: AbortSignal | undefined,
    isCheck?: boolean,
  ) =>
    transport(address, {
      ...init,
      headers,
      signal,
      cache: toPlatformMode(init.cache, isCheck),
    } as RequestInit)
  const shelf = createShelf(options.storage ?? memoryStorage(maxEntries, maxBytes), tell)
  const { load, judgeStored } = createExchange({ ...options, clock, maxBytes, send }, shelf)
  const flights = new Map<string, Flight>()

  async function answer(input: string | URL | Request, init?: RequestInit): Promise<Response> {
    // Before anything is waited for: who asked before the cache was cleared fills it no more.
    const begun = shelf.begin()
    const request = await toCacheRequest(input, init)
    const { method, url, headers, mode, asked, signal } = request
    const isRead = /^(GET|HEAD)$/.test(method)
    if (mode === 'no-store' || (!isRead && mode !== 'only-if-cached')) {
      const response = await send(request, headers, signal)
      // RFC 9111 section 4.4.
      if (!isSafe(method)) await Promise.all(listInvalidated(url, response).map(shelf.empty))
      return response
    }
    const list = isRead && mode !== 'reload' ? await shelf.read(url) : []
    signal?.throwIfAborted()
    const held = list.find((stored) => isAnswerTo(stored, request) && !hidesCookie(stored))
    const found = { begun, list, held }
    if (held) {
      const { age, isUsable, isUsableMeanwhile } = judgeStored(held, asked)
      const isOrdinary = mode === 'default'
      if (isOrdinary ? isUsable || isUsableMeanwhile : isServedAnyway(request, held)) {
        if (isOrdinary && !isUsable) {
          ask({ ...request, signal: undefined }, found)
            .then((response) => response.arrayBuffer())
            .catch(tell)
        }
        return toResponse(held, age, method)
      }
    }
    if (mode === 'only-if-cached') throw new TypeError('Not in the cache')
    return asked.has('only-if-cached') ? new Response(null, { status: 504 }) : ask(request, found)
  }

  /** Asks the server, together with whoever asks the same at the same time. */
  async function ask(request: CacheRequest, found: Found): Promise<Response> {
    const { method, url, headers, mode, asked, redirect, init, signal } = request
    // Who asks for more than a fresh answer means one that was made after asking.
    if (method === 'GET' && mode === 'default' && asked.size === 0) {
      const id = JSON.stringify([
        url,
        shelf.emptiedAt(url),
        shelf.emptiedAt(url) > found.begun,
        [...headers],
        redirect,
        init.credentials,
        init.mode,
      ])
      const shared = await ride(flights, id, signal, (own) => load(request, found, own))
      if (shared) return shared
    }
    return (await load(request, found, signal))(undefined, true) as Response
  }

  const cached = (input: string | URL | Request, init: RequestInit = {}) =>
    enabled ? answer(input, init) : transport(input as string, init)
  return Object.assign(cached, {
    clear: shelf.clear,
    delete: async (url: string | URL) => void (await shelf.empty((await toCacheRequest(url)).url)),
  })
}

/** Whether what is held is the answer, however stale. */
function isServedAnyway({ mode, url }: CacheRequest, held: StoredResponse): boolean {
  return (
    mode === 'force-cache' ||
    // A page that asks for nothing but what is kept must not learn what another origin answered.
    (mode === 'only-if-cached' && new URL(held.url || url).origin === new URL(url).origin)
  )
}
