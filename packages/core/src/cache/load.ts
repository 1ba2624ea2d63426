/** One request for any number of callers, answered from the cache where that is allowed. */
import { checkDuration, checkFunction } from '../base/check'
import { CodedError } from '../base/coded-error'
import type { FetchContext, Fetcher } from '../base/fetch-context'
import { isOutcome } from '../base/outcome'
import { toEntryKey, type Key } from '../keys'
import { GivenUp, type Flight } from './flights'
import type { CacheRecord, Lifetime } from './record'
import type { Store } from './store'

/** Options of `load` and `fetchWithCache`. All durations are milliseconds. */
export interface LoadOptions {
  /** How long the answer is fresh. Default: the cache's. */
  readonly ttl?: number | undefined
  /** How long it is kept stale. Default: the cache's. */
  readonly gcTime?: number | undefined
  /** Labels by which it can be invalidated. Default: none. */
  readonly tags?: readonly string[] | undefined
  /** For how long after its end of freshness a value is answered at once, and asked for behind it. Default 0. */
  readonly staleWhileRevalidate?: number | undefined
  /** For how long after its end of freshness a value is answered when the request fails. Default 0. */
  readonly staleIfError?: number | undefined
  /** Ask even though a fresh value is held. Default false. */
  readonly force?: boolean | undefined
}

/** What `load` answers. Timestamps are epoch milliseconds. */
export interface LoadAnswer<T> {
  /** The value. */
  readonly data: T
  /** Whether it was held, not asked for now. */
  readonly cached: boolean
  /** When it was written to the cache. */
  readonly cachedAt: number
  /** The end of freshness. */
  readonly expiresAt: number
}

type Count = (kind: 'hit' | 'miss' | 'stale') => void

/** The body of `TtlCache.load`. */
export async function loadInto<T>(
  store: Store<T>,
  key: Key,
  fetcher: Fetcher<T>,
  life: Lifetime,
  options: LoadOptions,
  count: Count,
): Promise<LoadAnswer<T>> {
  const name = toEntryKey(key)
  checkFunction('fetcher', fetcher)
  const revalidate = checkDuration('staleWhileRevalidate', options.staleWhileRevalidate ?? 0)
  const ifError = checkDuration('staleIfError', options.staleIfError ?? 0)
  const force = options.force === true
  if (!force) {
    const record = store.fresh(name)
    if (record) {
      count('hit')
      return answer(store, record, true)
    }
    const stale = usable(store, name, revalidate)
    if (stale) {
      count('stale')
      // Its failure is nobody's: the stale value was the answer.
      ask(store, name, fetcher, life, force).catch(() => {})
      return answer(store, stale, true)
    }
  }
  count('miss')
  const { generation, sequence } = store
  try {
    const value = await ask(store, name, fetcher, life, force)
    // After a reset what is held is somebody else's.
    const record = store.generation === generation ? store.records.get(name) : undefined
    if (record && Object.is(record.value, value)) return answer(store, record, false)
    // Something newer was written meanwhile, or nothing could be kept: the first is the better answer.
    if (record && record.started > sequence && store.timeline.read() < record.expires) {
      return answer(store, record, true)
    }
    const now = store.timeline.toWall(store.timeline.read())
    return { data: value, cached: false, cachedAt: now, expiresAt: now }
  } catch (error) {
    const stale = usable(store, name, ifError)
    if (!stale) throw error
    count('stale')
    return answer(store, stale, true)
  }
}

function answer<T>(store: Store<T>, record: CacheRecord<T>, cached: boolean): LoadAnswer<T> {
  const { timeline } = store
  return {
    data: record.value,
    cached,
    cachedAt: timeline.toWall(record.at),
    expiresAt: timeline.toWall(record.expires),
  }
}

/** A stale value within a window that began at the end of its freshness. An invalidated one is never used. */
function usable<T>(store: Store<T>, key: string, window: number): CacheRecord<T> | undefined {
  const record = window > 0 ? store.held(key) : undefined
  if (!record || record.epoch || store.timeline.read() >= record.expires + window) return undefined
  return record
}

/** Joins the request in flight where its answer will be good, else starts one. */
function ask<T>(
  store: Store<T>,
  key: string,
  fetcher: Fetcher<T>,
  life: Lifetime,
  force: boolean,
): Promise<T> {
  const { generation } = store
  const running = store.flightOf(key)
  if (running && (running.forced || !force) && !running.spoiled) {
    if (!store.outdated(running.started, key, life.tags)) {
      return running.join().catch((error: unknown) => {
        if (!(error instanceof GivenUp)) throw error
        if (store.generation !== generation) throw new CodedError('aborted', `${key}: the cache was reset`)
        const record = store.fresh(key)
        return record ? record.value : ask(store, key, fetcher, life, force)
      })
    }
  }
  const held = store.held(key)
  const started = ++store.sequence
  const tags = held ? [...life.tags, ...held.life.tags] : life.tags
  const overlapped = store.isMutating(key, tags)
  const flight: Flight<T> = { key, tags, started, forced: force, spoiled: 0, overlapped, join: () => promise }
  const context: FetchContext = {
    key,
    // Nobody can abort a load: its answer is kept for the next caller.
    signal: new AbortController().signal,
    forceFresh: force,
    previous: held && { data: held.value },
  }
  const run = async (): Promise<T> => {
    try {
      const answered = await fetcher(context)
      const outcome = isOutcome(answered) ? answered : undefined
      let value = (outcome ? outcome.data : answered) as T
      if (outcome?.notModified && held) value = held.value
      // An answer that a mutation overlapped is its caller's alone.
      if (store.generation === generation && !flight.overlapped) {
        store.write(key, value, { started, life, spoiled: flight.spoiled, origin: 'load' })
      }
      return value
    } finally {
      if (store.loads.get(key) === flight) store.loads.delete(key)
    }
  }
  store.loads.set(key, flight)
  const promise = run()
  return promise
}
