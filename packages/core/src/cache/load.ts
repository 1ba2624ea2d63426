/** One request for any number of callers, answered from the cache where that is allowed. */
import { checkDuration } from '../base/check'
import { CodedError } from '../base/coded-error'
import type { Fetcher } from '../base/fetch-context'
import { isOutcome } from '../base/outcome'
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

/** The body of `TtlCache.load`. */
export async function loadInto<T>(
  store: Store<T>,
  key: string,
  fetcher: Fetcher<T>,
  life: Lifetime,
  options: LoadOptions,
): Promise<LoadAnswer<T>> {
  const { timeline } = store
  const windows = ['staleWhileRevalidate', 'staleIfError'] as const
  const [revalidate = 0, ifError = 0] = windows.map((name) => checkDuration(name, options[name] ?? 0))
  const kept = Math.max(revalidate, ifError)
  // What may be answered when it is stale is kept for as long.
  if (kept > life.gcTime) life = { ...life, gcTime: kept }
  const force = options.force === true
  const toAnswer = (record: CacheRecord<T>, cached = true) => ({
    data: record.value,
    cached,
    cachedAt: timeline.toWall(record.at),
    expiresAt: timeline.toWall(record.expires),
  })
  // A stale value within a window that began at the end of its freshness. An invalidated one is never used.
  const toStale = (window: number) => {
    const record = window > 0 ? store.held(key) : undefined
    if (!record || record.epoch || timeline.read() >= record.expires + window) return undefined
    store.staleHits++
    return toAnswer(record)
  }
  if (!force) {
    const record = store.fresh(key)
    if (record) {
      store.hits++
      return toAnswer(record)
    }
    const stale = toStale(revalidate)
    if (stale) {
      // Its failure is nobody's: the stale value was the answer.
      ask(store, key, fetcher, life, force).catch(() => {})
      return stale
    }
  }
  store.misses++
  const { generation, sequence } = store
  try {
    const data = await ask(store, key, fetcher, life, force)
    // After a reset what is held is somebody else's.
    const record = store.generation === generation ? store.records.get(key) : undefined
    if (record && Object.is(record.value, data)) return toAnswer(record, false)
    const now = timeline.read()
    // Something newer was written meanwhile, or nothing could be kept: the first is the better answer.
    if (record && record.started > sequence && now < record.expires) return toAnswer(record)
    const expiresAt = timeline.toWall(now)
    return { data, cached: false, cachedAt: expiresAt, expiresAt }
  } catch (error) {
    const stale = toStale(ifError)
    if (!stale) throw error
    return stale
  }
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
  const running = store.flightOf(key, life.tags)
  if (running && (running.forced || !force)) {
    return running.join().catch((error: unknown) => {
      if (!(error instanceof GivenUp)) throw error
      if (store.generation !== generation) throw new CodedError('aborted', `${key}: the cache was reset`)
      const record = store.fresh(key)
      return record ? record.value : ask(store, key, fetcher, life, force)
    })
  }
  const held = store.held(key)
  const tags = held ? [...life.tags, ...held.life.tags] : life.tags
  const flight: Flight<T> = {
    key,
    tags,
    started: ++store.sequence,
    forced: force,
    spoiled: 0,
    overlapped: store.isMutating(key, tags),
    join: () => promise,
  }
  const run = async (): Promise<T> => {
    try {
      const answered = await fetcher({
        key,
        // Nobody can abort a load: its answer is kept for the next caller.
        signal: new AbortController().signal,
        forceFresh: force,
        previous: held && { data: held.value },
        clock: store.clock,
      })
      const value = !isOutcome(answered)
        ? answered
        : answered.notModified && held
          ? held.value
          : (answered.data as T)
      // An answer that a mutation overlapped is its caller's alone.
      if (store.generation === generation && !flight.overlapped) {
        const { started, spoiled } = flight
        store.write(key, value, { started, life, spoiled, origin: 'load' })
      }
      return value
    } finally {
      store.flights.delete(flight)
      if (store.loads.get(key) === flight) store.loads.delete(key)
    }
  }
  store.loads.set(key, flight)
  store.flights.add(flight)
  const promise = run()
  return promise
}
