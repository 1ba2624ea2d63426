/** What the store is made with, what a write brings, and who is told of what. */
import type { Clock } from '../base/clock'
import type { TargetSet } from '../keys'
import type { Flight } from './flights'
import type { CacheRecord, Lifetime } from './record'

/**
 * Why a value left. `expired`: its `ttl` and `gcTime` are over; `evicted`: it made room; `invalidated`: either of these
 * after an invalidation; `deleted`: by `delete` or `clear`; `replaced`: another value was written.
 */
export type RemovalReason = 'expired' | 'evicted' | 'invalidated' | 'deleted' | 'replaced'

/** Told of every value that leaves, once, with the reason. */
export type OnRemove<V> = (key: string, value: V, reason: RemovalReason) => void

/** Who is told of what happens in the cache before anybody outside, and which keys it holds on to. */
export interface StoreObserver<V> {
  /** Whether the key is watched or wanted: such values are not evicted and do not expire away. */
  holds(key: string): boolean
  /** The next value of a key it holds, with what did not change taken from the one before. */
  merge(previous: V, next: V): V
  /** The request that it has on its way for a key. */
  flightOf(key: string, hasBegun?: boolean): Flight<V> | undefined
  /** The lifetime of a key it holds, where whoever writes names none. */
  lifeOf(key: string): Lifetime | undefined
  /** A mutation that touches the target begins, or has ended. */
  mutating(target: TargetSet): void
  written(record: CacheRecord<V>, origin: unknown): void
  invalidated(target: TargetSet, at: number, records: Iterable<CacheRecord<V>>, origin: unknown): void
  removed(record: CacheRecord<V>, reason: RemovalReason): void
}

/** What a write brings beside its value. */
export interface Write {
  /** The sequence at which it began. */
  readonly started: number
  readonly life: Lifetime
  /** Freshness from now, where it is less than the lifetime's `ttl`. */
  readonly freshFor?: number | undefined
  readonly meta?: unknown
  /** Sign of (this version - the held version), where both have one. */
  order?: number | undefined
  /** An invalidation that is not in the log (a predicate), or 0. */
  spoiled?: number
  readonly origin?: unknown
}

/** What a store is made with. */
export interface StoreOptions<V> {
  readonly clock: Clock
  /** The lifetime where none is said. Default: fresh for 5 minutes, kept for 10 more, no tags. */
  readonly life?: Lifetime
  readonly maxEntries?: number
  readonly maxBytes?: number
  // As methods, so that a cache of texts is a cache of anything where one is asked for.
  sizeOf?(value: V, key: string): number
  onRemove?(key: string, value: V, reason: RemovalReason): void
}
