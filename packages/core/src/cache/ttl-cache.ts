/** The bounded cache people use: values with a lifetime, labels, and reasons for leaving. */
import { check, checkCount, checkDuration, checkFunction, TAGS } from '../base/check'
import { systemClock } from '../base/clock'
import type { Fetcher } from '../base/fetch-context'
import { hashKey, parseTarget, toEntryKey, type Key, type Target } from '../keys'
import { loadInto, type LoadAnswer, type LoadOptions } from './load'
import type { CacheRecord, Lifetime } from './record'
import { LIFE, Store } from './store'
import { putStore } from './store-of'
import type { StoreOptions } from './store-parts'
import type { CacheStats, Peek, SetOptions, TtlCacheOptions } from './ttl-cache-options'

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
  /** The lifetime said last, since the next one is most often the same. */
  #recent: Lifetime

  constructor(options: TtlCacheOptions<V> = {}) {
    const { ttl = LIFE.ttl, gcTime = LIFE.gcTime, clock = systemClock } = options
    const { maxEntries = Infinity, maxBytes = Infinity, sizeOf, onRemove } = options
    const life = { ttl: checkDuration('ttl', ttl), gcTime: checkDuration('gcTime', gcTime), tags: LIFE.tags }
    checkCount('maxEntries', maxEntries, 0)
    checkDuration('maxBytes', maxBytes)
    // What has a bound has to be counted.
    if (sizeOf !== undefined || maxBytes < Infinity) checkFunction('sizeOf', sizeOf)
    if (onRemove !== undefined) checkFunction('onRemove', onRemove)
    this.#recent = life
    this.#store = new Store({ clock, life, maxEntries, maxBytes, sizeOf, onRemove } as StoreOptions<V>)
    putStore(this, this.#store)
  }

  /** The value, if it is fresh. */
  get(key: Key): V | undefined {
    const store = this.#store
    const record = store.fresh(hashKey(key))
    if (record === undefined) {
      store.misses++
      return undefined
    }
    store.hits++
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
    let life = store.life
    if (ttlOrOptions !== undefined) life = this.#lifetime(ttlOrOptions)
    else for (const observer of store.observers) life = observer.lifeOf(name) ?? life
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
    const options = toOptions<LoadOptions>(ttlOrOptions)
    return loadInto<T>(
      this.#store as unknown as Store<T>,
      toEntryKey(key),
      checkFunction('fetcher', fetcher),
      this.#lifetime(options),
      options,
    )
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
    const { hits, misses, staleHits, evictions, bytes } = this.#store
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

  #lifetime(said: number | SetOptions | undefined): Lifetime {
    const { life } = this.#store
    const { ttl = life.ttl, gcTime = life.gcTime, tags = LIFE.tags } = toOptions(said)
    const recent = this.#recent
    if (recent.ttl === ttl && recent.gcTime === gcTime && recent.tags === tags) return recent
    return (this.#recent = {
      ttl: checkDuration('ttl', ttl),
      gcTime: checkDuration('gcTime', gcTime),
      tags: tags === LIFE.tags ? tags : [...check('tags', tags, TAGS)],
    })
  }
}

/** What was said, as options; a bare number is a `ttl`. */
function toOptions<O extends SetOptions>(said: number | O | undefined): O {
  return (typeof said === 'object' && said !== null ? said : { ttl: said }) as O
}
