/** A private HTTP cache in the shape of `fetch` (RFC 9111, RFC 5861 and the Fetch standard's cache modes). */
import { checkCount, checkFunction } from '../base/check'
import { systemClock } from '../base/clock'
import { isolate, reportToConsole } from '../base/emitter'
import { isSafe, listInvalidated } from '../http/invalidated'
import { type Reuse } from '../http/reuse'
import { type CacheRequest, toCacheRequest } from './cache-request'
import { createExchange } from './exchange'
import { type Flights, join } from './flights'
import type { HttpCache, HttpCacheOptions } from './http-cache-options'
import { memoryStorage } from './memory-storage'
import { createShelf } from './shelf'
import { isAnswerTo, type StoredResponse, toResponse } from './stored-response'

/**
 * Makes a function that is called like `fetch` and answers from what it keeps wherever RFC 9111 allows a private
 * cache to. `RequestInit.cache` modes are those of the Fetch standard; `only-if-cached` rejects with a TypeError
 * where nothing is kept (the request directive of that name is answered with 504, section 5.2.1.7), and does
 * not need `mode: 'same-origin'`.
 *
 * What it keeps belongs to one user: make one for each session, or `clear()` it when the user changes.
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
  const shelf = createShelf(options.storage ?? memoryStorage(maxEntries, maxBytes), onError)
  const exchange = createExchange({ ...options, transport, clock, maxBytes }, shelf)
  const flights: Flights = new Map()

  async function answer(input: string | URL | Request, init?: RequestInit): Promise<Response> {
    const request = await toCacheRequest(input, init)
    const { method, url, mode, asked, signal } = request
    signal?.throwIfAborted()
    const isRead = /^(GET|HEAD)$/.test(method)
    if (mode === 'no-store' || (!isRead && mode !== 'only-if-cached')) return pass(request)
    const list = mode === 'reload' || !isRead ? [] : await shelf.read(url)
    signal?.throwIfAborted()
    const held = list.find((stored) => isAnswerTo(stored, request))
    const reuse = held && exchange.judge(held, asked)
    if (held && reuse && isServed(request, held, reuse)) return toResponse(held, reuse.age, method)
    if (mode === 'only-if-cached') throw new TypeError(`${method} is not in the cache`)
    if (asked.has('only-if-cached')) return new Response(null, { status: 504, statusText: 'Gateway Timeout' })
    if (held && reuse?.isUsableMeanwhile && mode === 'default') {
      void updateMeanwhile({ ...request, signal: undefined }, list)
      return toResponse(held, reuse.age, method)
    }
    return load(request, list)
  }

  /** Asks the server, together with whoever asks the same at the same time. */
  async function load(request: CacheRequest, list: readonly StoredResponse[]): Promise<Response> {
    const { method, url, headers, mode, asked, redirect, init, signal } = request
    // Who asks for more than a fresh answer means one that was made after asking.
    if (method === 'GET' && mode === 'default' && asked.size === 0) {
      const id = JSON.stringify([url, shelf.moment(url), [...headers], redirect, init.credentials, init.mode])
      const shared = await join(flights, id, signal, (own) => exchange.load(request, list, own))
      if (shared) return shared
    }
    return (await exchange.load(request, list, signal))(undefined, true) as Response
  }

  async function updateMeanwhile(request: CacheRequest, list: readonly StoredResponse[]): Promise<void> {
    try {
      await (await load(request, list)).arrayBuffer()
    } catch (error) {
      isolate(onError, 'an update of an HTTP cache', () => {
        throw error
      })
    }
  }

  /** Past the cache; but what a write changed is forgotten (RFC 9111 section 4.4). */
  async function pass({ method, url, address, init }: CacheRequest): Promise<Response> {
    const { cache = '', ...rest } = init
    const response = await transport(address, /^(force-cache|only-if-cached)$/.test(cache) ? rest : init)
    if (!isSafe(method)) {
      await Promise.all(listInvalidated(url, response.status, response.headers).map(shelf.empty))
    }
    return response
  }

  const cached = (input: string | URL | Request, init?: RequestInit) =>
    enabled ? answer(input, init) : transport(input as string, init ?? {})
  return Object.assign(cached, {
    clear: () => shelf.clear(),
    async delete(url: string | URL) {
      await shelf.empty((await toCacheRequest(url)).url)
    },
  })
}

/** Whether what is held is the answer as it is. */
function isServed({ mode, url }: CacheRequest, held: StoredResponse, { isUsable }: Reuse): boolean {
  // A page that asks for nothing but what is kept must not learn what another origin answered.
  if (mode === 'only-if-cached') return new URL(held.url || url).origin === new URL(url).origin
  return mode === 'force-cache' || (mode === 'default' && isUsable)
}
