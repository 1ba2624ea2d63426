/** What a `TtlCache` is told, and what it answers. */
import type { Clock } from '../base/clock'
import type { OnRemove } from './store-parts'

/** Options of a `TtlCache`. All durations are milliseconds. */
export interface TtlCacheOptions<V = unknown> {
  /** How long a value is fresh. Default 5 minutes. `Infinity` is legal. */
  readonly ttl?: number | undefined
  /** How long a stale value is kept after that. Default 10 minutes. */
  readonly gcTime?: number | undefined
  /** How many values are held at most, not counting those that are watched. Default `Infinity`. */
  readonly maxEntries?: number | undefined
  /** How many bytes, as `sizeOf` counts them. Default `Infinity`. */
  readonly maxBytes?: number | undefined
  /** The size of a value; needed with `maxBytes`. One that throws is reported and counts as 0. */
  readonly sizeOf?: ((value: V, key: string) => number) | undefined
  /** Where time comes from. Default: the system's clock. */
  readonly clock?: Clock | undefined
  /** Told of every value that leaves, once, with its reason. */
  readonly onRemove?: OnRemove<V> | undefined
}

/** What can be said of one value instead of a bare TTL. */
export interface SetOptions {
  /** How long it is fresh, milliseconds. Default: the cache's. */
  readonly ttl?: number | undefined
  /** How long it is kept stale, milliseconds. Default: the cache's. */
  readonly gcTime?: number | undefined
  /** Labels by which it can be invalidated. */
  readonly tags?: readonly string[] | undefined
}

/** What `peek` answers. Timestamps are epoch milliseconds. */
export interface Peek<V> {
  readonly value: V
  readonly storedAt: number
  /** The end of freshness. */
  readonly expiresAt: number
  /** When it leaves, if nobody watches it. */
  readonly removeAt: number
  readonly tags: readonly string[]
}

/** What `stats` answers. */
export interface CacheStats {
  readonly hits: number
  readonly misses: number
  /** Stale values that `load` answered with, by `staleWhileRevalidate` or `staleIfError`. */
  readonly staleHits: number
  readonly evictions: number
  readonly size: number
  readonly bytes: number
}
