/** Builds a response cache from its parts. */
import { OptionError, type Key } from '@freshline/core/shared'
import { systemTime } from '../base/clock'
import type { Change } from '../log'
import { memoryStore, timersOf, type StoredEntry } from '../stores'
import { toFullKey, toLoggedTargets } from './cache-targets'
import { Counters } from './counters'
import { fromJsonBody, toJsonBody } from './json-body'
import { resolveDefaults, resolvePlan, toOwnerTag } from './load-plan'
import { Obtainer, type Obtained } from './obtain'
import { passThrough } from './pass-through'
import { createResponder } from './respond'
import type { Loader, LoadOptions, LoadResult, PreviousLoad } from './load-options'
import type { ResponseCache } from './response-cache'
import type { ResponseCacheOptions } from './response-cache-options'
import { warm } from './warm'

/**
 * A cache of what loaders and handlers answer, invalidated by key, tag, pattern and path, on all instances that share
 * its store.
 *
 * ```ts
 * const cache = createResponseCache({ ttl: 30_000 })
 * const { data, cached } = await cache.load('stores', () => db.stores.all(), { params: { page: 1 }, tags: ['stores'] })
 * await cache.invalidate({ tag: 'stores' })
 * ```
 * @throws OptionError that names the option
 */
export function createResponseCache(options: ResponseCacheOptions = {}): ResponseCache {
  const { clock = systemTime, enabled = true, maxEntryBytes = 4 * 2 ** 20, onError } = options
  const defaults = resolveDefaults(options)
  const root = options.store ?? memoryStore({ maxEntries: options.maxEntries, maxBytes: options.maxBytes })
  const report = (error: unknown) => {
    try {
      onError?.(error)
    } catch {
      // A listener that fails must not fail the request that met the error.
    }
  }
  const { namespace, version } = options
  const store = root.open({ namespace, version, clock: options.clock, onError: report })
  const counters = new Counters()
  const parts = { store, clock, timers: timersOf(clock), counters, maxEntryBytes, onError: report }
  const obtainer = new Obtainer(parts)

  async function load<T>(
    key: Key | null | undefined,
    loader: Loader<T>,
    loadOptions: LoadOptions = {},
  ): Promise<LoadResult<T>> {
    if (typeof loader !== 'function') throw new OptionError('loader', loader, 'a function')
    if (key === null || key === undefined || !enabled) {
      counters.passed++
      return passThrough(key, loader, loadOptions, defaults.timeout, parts)
    }
    const plan = resolvePlan(key, loadOptions, defaults)
    const produce = async (signal: AbortSignal, held: StoredEntry | undefined) => {
      const previous = held && toPrevious(held)
      const data = await loader({ key: plan.key, signal, forceRefresh: plan.forced, previous })
      return { head: '', body: toJsonBody(data), keep: true }
    }
    return toResult<T>(await obtainer.obtain(plan, produce, { signal: loadOptions.signal }))
  }

  const remove = async (target: { readonly keys?: readonly string[]; readonly tags?: readonly string[] }) => {
    counters.invalidations++
    return (await store.invalidate({ keys: [], tags: [], patterns: [], ...target, gone: true })).removed
  }

  return {
    enabled,
    store: root,
    log: store.log,
    load,
    respond: createResponder({ ...parts, obtainer, defaults, enabled }),
    async invalidate(target, { changes }: { readonly changes?: readonly Change[] } = {}) {
      const targets = toLoggedTargets(target)
      counters.invalidations++
      const { count, position, keys } = await store.invalidate({ ...targets, ...(changes && { changes }) })
      return { invalidated: count, position, keys }
    },
    delete: async (key, { params } = {}) => (await remove({ keys: [toFullKey(key, params)] })) > 0,
    deleteOwner(owner) {
      if (typeof owner !== 'string' || !owner)
        throw new OptionError('owner', owner, 'a text that is not empty')
      return remove({ tags: [toOwnerTag(owner)] })
    },
    deleteExpired: () => store.deleteExpired(),
    warm: (items, loader) => warm(load, items, loader),
    stats: async () => counters.toStats(await store.sizes()),
    health: () => store.health(),
    claim: (id, ttl) => store.claim(id, ttl),
    release: (id) => store.release(id),
    onInvalidate: (listener) => store.onEntry(listener),
    async close() {
      obtainer.flights.abortAll(new DOMException('the cache was closed', 'AbortError'))
      await root.close()
    },
  }
}

/** What a loader is told of what is held; parsed only by those who look. */
function toPrevious({ body, cachedAt }: StoredEntry): PreviousLoad {
  return {
    get data() {
      return fromJsonBody(body)
    },
    cachedAt: new Date(cachedAt),
  }
}

/** The longest time that a Date can hold. */
const MAX_DATE = 8.64e15

/** A copy of the data for each caller. */
export function toResult<T>({ body, cached, cachedAt, expiresAt, stale, error }: Obtained): LoadResult<T> {
  const result = {
    data: fromJsonBody(body) as T,
    cached,
    cachedAt: new Date(cachedAt),
    expiresAt: new Date(Math.min(expiresAt, MAX_DATE)),
    stale,
  }
  return error === undefined ? result : Object.defineProperty(result, 'error', { value: error })
}
