/** The bounded cache people use: values with a lifetime, labels, and reasons for leaving. */
import { checkCount, checkDuration, checkFunction, checkTags } from '../base/check'
import { systemClock } from '../base/clock'
import { reportToConsole } from '../base/emitter'
import type { Fetcher } from '../base/fetch-context'
import { OptionError } from '../base/option-error'
import { hashKey, parseTarget, toEntryKey, type Key, type Target } from '../keys'
import { loadInto, type LoadAnswer, type LoadOptions } from './load'
import type { CacheRecord, Lifetime } from './record'
import { Store } from './store'
import type { CacheStats, Peek, SetOptions, TtlCacheOptions } from './ttl-cache-options'

const NO_TAGS: readonly string[] = []

// Not members that a symbol names: bundlers take a class with computed names for one with side effects, and keep it.
const stores = /* @__PURE__ */ new WeakMap<object, unknown>()
const lives = /* @__PURE__ */ new WeakMap<object, Lifetime>()

/** The store behind a cache: for the sync floor alone. */
export const storeOf = <V>(cache: TtlCache<V>): Store<V> => stores.get(cache) as Store<V>

/** The lifetime a cache gives where none is said: for the sync floor alone. */
export const lifeOf = <V>(cache: TtlCache<V>): Lifetime => lives.get(cache) as Lifetime

/**
 * A bounded cache whose values are fresh for their TTL, then stale for `gcTime`, then gone. It owns no timer.
 *
 * @example
 * const cache = new TtlCache<User>({ ttl: 60_000, maxEntries: 500 })
 * cache.set(['user', 42], user, { tags: ['users'] })
 * cache.invalidate({ tag: 'users' })
 *
 * @throws OptionError for options that have no meaning
 */
export class TtlCache<V = unknown> {
  readonly #store: Store<V>
  readonly #life: Lifetime
  /** The lifetime said last, since the next one is most often the same. */
  #recent: Lifetime
  #hits = 0
  #misses = 0
  #staleHits = 0

  constructor(options: TtlCacheOptions<V> = {}) {
    const {
      ttl = 300_000,
      gcTime = 600_000,
      maxEntries = Infinity,
      maxBytes = Infinity,
      sizeOf,
      onRemove,
    } = options
    this.#recent = this.#life = {
      ttl: checkDuration('ttl', ttl),
      gcTime: checkDuration('gcTime', gcTime),
      tags: NO_TAGS,
    }
    if (sizeOf === undefined && maxBytes !== Infinity) {
      throw new OptionError('sizeOf', sizeOf, 'a function, where maxBytes is given')
    }
    this.#store = new Store<V>({
      clock: options.clock ?? systemClock,
      maxEntries: checkCount('maxEntries', maxEntries, 0),
      maxBytes: checkDuration('maxBytes', maxBytes),
      ...(sizeOf && { sizeOf: checkFunction('sizeOf', sizeOf) }),
      ...(onRemove && { onRemove: checkFunction('onRemove', onRemove) }),
      report: reportToConsole,
    })
    stores.set(this, this.#store)
    lives.set(this, this.#life)
  }

  /** The value, if it is fresh. */
  get(key: Key): V | undefined {
    const record = this.#store.fresh(typeof key === 'string' ? key : hashKey(key))
    if (record === undefined) {
      this.#misses++
      return undefined
    }
    this.#hits++
    return record.value
  }

  /** Whether a fresh value is held. Counts as no use and in no statistics. */
  has(key: Key): boolean {
    const record = this.#store.records.get(hashKey(key))
    return record !== undefined && this.#store.timeline.read() < record.expires
  }

  /** What is held of a key, also when it is stale. Counts as no use. */
  peek(key: Key): Peek<V> | undefined {
    const record = this.#store.held(hashKey(key))
    if (!record) return undefined
    const { timeline } = this.#store
    return {
      value: record.value,
      storedAt: timeline.toWall(record.at),
      expiresAt: timeline.toWall(record.expires),
      removeAt: timeline.toWall(record.removeAt),
      tags: record.life.tags,
    }
  }

  /**
   * Stores a value, fresh from now on.
   * @throws OptionError for a TTL that is negative or NaN; key errors for a bad key
   */
  set(key: Key, value: V, ttlOrOptions?: number | SetOptions): this {
    const name = toEntryKey(key)
    const store = this.#store
    let life = ttlOrOptions === undefined ? this.#life : this.#lifetime(ttlOrOptions)
    if (ttlOrOptions === undefined)
      for (const observer of store.observers) life = observer.lifeOf(name) ?? life
    store.write(name, value, { started: ++store.sequence, life })
    return this
  }

  /** Removes a key. Answers whether it was held. */
  delete(key: Key): boolean {
    return this.#store.delete(hashKey(key))
  }

  /** Removes everything. */
  clear(): void {
    this.#store.clear()
  }

  /** Removes what is past TTL and `gcTime`; answers how many. */
  prune(): number {
    return this.#store.prune()
  }

  /**
   * The fresh value, or what the fetcher brings: one request for any number of concurrent callers.
   * @throws whatever the fetcher throws, unless `staleIfError` covers it
   */
  async load<T extends V>(
    key: Key,
    fetcher: Fetcher<T>,
    ttlOrOptions?: number | LoadOptions,
  ): Promise<LoadAnswer<T>> {
    const asked = ttlOrOptions === undefined ? {} : ttlOrOptions
    let life = this.#lifetime(asked)
    const options = typeof asked === 'object' ? asked : {}
    // What may be answered when it is stale is kept for as long.
    const { staleWhileRevalidate = 0, staleIfError = 0 } = options
    const kept = Math.max(
      checkDuration('staleWhileRevalidate', staleWhileRevalidate),
      checkDuration('staleIfError', staleIfError),
    )
    if (kept > life.gcTime) life = { ...life, gcTime: kept }
    const count = (kind: 'hit' | 'miss' | 'stale') => {
      if (kind === 'hit') this.#hits++
      else if (kind === 'miss') this.#misses++
      else this.#staleHits++
    }
    return loadInto<T>(this.#store as unknown as Store<T>, key, fetcher, life, options, count)
  }

  /**
   * Makes what matches stale; it is kept for `gcTime`, to be shown while it is asked for again.
   * @returns how many held values matched
   */
  invalidate(target: Target): number {
    return this.#store.invalidate(parseTarget(target))
  }

  /** How long the value is still fresh, milliseconds; 0 if stale or not held. */
  remainingTtl(key: Key): number {
    const record = this.#store.records.get(hashKey(key))
    return record ? Math.max(0, record.expires - this.#store.timeline.read()) : 0
  }

  /** Hits, misses, stale hits, evictions, and what is held. */
  stats(): CacheStats {
    const { evictions, bytes } = this.#store
    const [hits, misses, staleHits] = [this.#hits, this.#misses, this.#staleHits]
    return { hits, misses, staleHits, evictions, size: this.size, bytes }
  }

  /** How many values are held, stale ones included. */
  get size(): number {
    return this.#store.records.size
  }

  /** The canonical keys of all that is held, stale ones included. */
  keys(): IterableIterator<string> {
    return this.#store.records.keys()
  }

  /** Canonical keys and values of all that is fresh. */
  *entries(): IterableIterator<[key: string, value: V]> {
    for (const record of this.#store.records.values() as Iterable<CacheRecord<V>>) {
      if (this.#store.timeline.read() < record.expires) yield [record.key, record.value]
    }
  }

  #lifetime(said: number | SetOptions): Lifetime {
    const asked = typeof said === 'object' && said !== null ? said : { ttl: said }
    const ttl = asked.ttl === undefined ? this.#life.ttl : checkDuration('ttl', asked.ttl)
    const gcTime = asked.gcTime === undefined ? this.#life.gcTime : checkDuration('gcTime', asked.gcTime)
    const tags = asked.tags ?? NO_TAGS
    const recent = this.#recent
    if (recent.ttl === ttl && recent.gcTime === gcTime && recent.tags === tags) return recent
    return (this.#recent = { ttl, gcTime, tags: tags === NO_TAGS ? NO_TAGS : [...checkTags(tags)] })
  }
}
