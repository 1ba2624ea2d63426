/** One held value with its freshness. Internal to the cache; people see it through `peek`. */

/** How long a value is fresh and kept, and its labels. Shared between records that say the same. */
export interface Lifetime {
  readonly ttl: number
  readonly gcTime: number
  readonly tags: readonly string[]
}

/** A value in the cache. Times are elapsed milliseconds of the cache's timeline. */
export class CacheRecord<V = unknown> {
  readonly key: string
  value: V
  /** When it was written. */
  at = 0
  /** The end of freshness. */
  expires = 0
  /** The sequence at which the request, or the write, that brought the value began. */
  started: number
  /** The last invalidation that matched since the value was written; 0: none. */
  epoch = 0
  bytes = 0
  life: Lifetime
  /** What the sync floor remembers beside the value: version, validators, source. */
  meta: unknown
  /** What the sync floor shows of it while nobody holds the key; made when it is asked for. */
  shown: unknown = undefined
  older: CacheRecord<V> | undefined = undefined
  newer: CacheRecord<V> | undefined = undefined

  constructor(key: string, value: V, started: number, life: Lifetime, meta: unknown) {
    this.key = key
    this.value = value
    this.started = started
    this.life = life
    this.meta = meta
  }

  /** When it may leave, if nobody watches it. */
  get removeAt(): number {
    return this.expires + this.life.gcTime
  }
}
