/** What a response cache can do. */
import type { Key, Target } from '@freshline/core/shared'
import type { Change, InvalidationLog, LogEntry, Position } from '../log'
import type { ResponseStore, StoreHealth, StoreSize } from '../stores'
import type { Loader, LoadOptions, LoadResult, WarmItem, WarmReport } from './load-options'
import type { Handler, RespondOptions } from './respond-options'

/** What `invalidate` takes: a target without predicates, or URL paths as `respond` labels them. */
export type CacheTarget =
  | Exclude<Target, (...args: never[]) => unknown>
  | {
      /** URL paths: `/api/stores`, or `/api/stores/*` for all below it. */
      readonly paths?: readonly string[]
      /** As in a target. */
      readonly keys?: readonly Key[]
      /** As in a target. */
      readonly tags?: readonly string[]
      /** As in a target. */
      readonly patterns?: readonly string[]
    }

/** What an invalidation did. */
export interface CacheInvalidation {
  /** How many entries were held and good. */
  readonly invalidated: number
  /** Its place in the log; the last one known while a shared store is away. */
  readonly position: Position
  /** The keys of those entries, the first 1,000. */
  readonly keys: readonly string[]
}

/** What happened since the cache was made, and what it holds. */
export interface CacheStats {
  /** Calls answered with fresh data. */
  readonly hits: number
  /** Calls that had to wait for a load. */
  readonly misses: number
  /** Calls answered with old data, because loading failed or goes on behind it. */
  readonly staleHits: number
  /** Loads begun. */
  readonly loads: number
  /** Calls that joined a load under way; each is a miss too. */
  readonly joins: number
  /** Loads that failed. */
  readonly errors: number
  /** Calls that passed by: no key, switched off, or an answer that may not be kept. */
  readonly passed: number
  /** Loads whose answer was too large to keep. */
  readonly tooLarge: number
  /** Calls of `invalidate`, `delete` and `deleteOwner`. */
  readonly invalidations: number
  /** Hits and stale hits among hits, stale hits and misses; 0 before the first call. */
  readonly hitRatio: number
  /** Entries held: of the shared tier where there is one and it answers, else of memory. */
  readonly entries: number
  /** Bytes in memory, roughly. */
  readonly bytes: number
  /** Entries pushed out of memory for room. */
  readonly evictions: number
  /** What each tier holds. */
  readonly tiers: readonly StoreSize[]
}

/** A cache of answers, with one bounded log of what became stale. */
export interface ResponseCache {
  /** Whether it keeps anything: the off switch. */
  readonly enabled: boolean
  /** Where it keeps things. */
  readonly store: ResponseStore
  /** Its log: for `createChangeFeed(cache.log)`. */
  readonly log: InvalidationLog
  /**
   * Answers from the cache, or by one load for all who ask meanwhile.
   * @throws what the loader threw, where no old data may stand in; CodedError `load_timeout`, `not_json`
   */
  load<T>(key: Key | null | undefined, loader: Loader<T>, options?: LoadOptions): Promise<LoadResult<T>>
  /**
   * Answers a request with a whole response, kept or new. GET and HEAD only; what is `private` or `no-store`, sets a
   * cookie, varies by `*` or has another status than those that may be kept passes through. An answer is fresh for as
   * long as it says itself (`s-maxage`, `max-age`, `Expires`), and no longer than `ttl` where the call or the table has
   * one. Answers 304 by what is kept; after a failure (500, 502, 503, 504, or a handler that throws) an old answer stands in,
   * unless it said `must-revalidate`; old answers say `no-store`. What may be kept is read whole before it is answered.
   */
  respond(
    request: Request,
    key: Key | null | undefined,
    handler: Handler,
    options?: RespondOptions,
  ): Promise<Response>
  /**
   * Makes all entries stale that a target names, on every instance; loads under way that it names are not joined any
   * more and bring nothing that is good.
   * @throws CodedError `invalid_target`; OptionError for a predicate or more than 1,000 patterns
   */
  invalidate(
    target: CacheTarget,
    options?: { readonly changes?: readonly Change[] },
  ): Promise<CacheInvalidation>
  /** Removes an entry, of all scopes; not even a failing load brings it back. Answers whether one was held. */
  delete(key: Key, options?: { readonly params?: object | undefined }): Promise<boolean>
  /** Removes all that belongs to an owner; answers how many entries. */
  deleteOwner(owner: string): Promise<number>
  /** Removes what is past its freshness, also what could still stand in for a failing load; answers how many. */
  deleteExpired(): Promise<number>
  /** Loads what is not held and fresh, four at a time. Never rejects for a loader. */
  warm(items: readonly (Key | WarmItem)[], loader?: Loader<unknown>): Promise<WarmReport>
  /** What happened, and what is held. */
  stats(): Promise<CacheStats>
  /** How the store is. */
  health(): Promise<StoreHealth>
  /** True exactly once per id within so many milliseconds, over all instances that share the store. */
  claim(id: string, ttl: number): Promise<boolean>
  /** Forgets a claim. */
  release(id: string): Promise<void>
  /**
   * Calls a listener for each invalidation and change that this instance learns of; `remote` are those of others,
   * learnt at reads. Answers how to stop.
   */
  onInvalidate(listener: (entry: LogEntry, origin: 'local' | 'remote') => void): () => void
  /** Ends loads that nobody waits for and closes the store, within a bounded time. */
  close(): Promise<void>
}
