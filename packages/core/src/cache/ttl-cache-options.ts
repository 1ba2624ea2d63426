/** What a `TtlCache` is told, and what it answers. */
import type { Clock } from '../base/clock'
import type { OnRemove } from './store-parts'

/** Options of a `TtlCache`. All durations are milliseconds. */
export interface TtlCacheOptions<V = unknown> {
  /** How long a value is fresh. Default 5 minutes. `Infinity` is legal. */
  readonly ttl?: number | undefined
  /** How long a stale value is kept after that. Default 10 minutes. `Infinity` is legal. */
  readonly gcTime?: number | undefined
  /** How many values are held at most, not counting those that are watched. Default `Infinity`. */
  readonly maxEntries?: number | undefined
  /** How many bytes are held at most, as `sizeOf` counts them. Default `Infinity`. */
  readonly maxBytes?: number | undefined
  /** The size of a value in bytes; needed with `maxBytes`. One that throws is reported and counts as 0. Default: 0. */
  readonly sizeOf?: ((value: V, key: string) => number) | undefined
  /** Where time comes from. Default: the system's clock. */
  readonly clock?: Clock | undefined
  /** Told of every value that leaves, once, with its reason. One that throws is reported. Default: nobody is told. */
  readonly onRemove?: OnRemove<V> | undefined
}

/** What can be said of one value instead of a bare TTL. */
export interface SetOptions {
  /** How long it is fresh, milliseconds. Default: the cache's. */
  readonly ttl?: number | undefined
  /** How long it is kept stale, milliseconds. Default: the cache's. */
  readonly gcTime?: number | undefined
  /** Labels by which it can be invalidated. Default: none. */
  readonly tags?: readonly string[] | undefined
}

/** What `peek` answers. Timestamps are epoch milliseconds. */
export interface Peek<V> {
  /** What is held. */
  readonly value: V
  /** When it was written. */
  readonly storedAt: number
  /** The end of freshness. */
  readonly expiresAt: number
  /** When it leaves, if nobody watches it. */
  readonly removeAt: number
  /** Labels by which it can be invalidated. */
  readonly tags: readonly string[]
}

/** What `stats` answers: totals since the cache was made, and what it holds now. */
export interface CacheStats {
  /** Calls of `get` and `load` that a fresh value answered. */
  readonly hits: number
  /** Calls of `get` and `load` that none answered. */
  readonly misses: number
  /** Stale values that `load` answered with, by `staleWhileRevalidate` or `staleIfError`. */
  readonly staleHits: number
  /** Values that left early because of `maxEntries` or `maxBytes`. */
  readonly evictions: number
  /** How many values are held now, stale ones included. */
  readonly size: number
  /** How many bytes they are, as `sizeOf` counts them; 0 without it. */
  readonly bytes: number
}
