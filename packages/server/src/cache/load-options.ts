/** What a load takes and answers. */
import type { Key } from '@freshline/core/shared'

/** What a loader is told. */
export interface LoaderContext {
  /** The canonical key, parameters included. */
  readonly key: string
  /** Aborted when the load takes too long, or when everybody who waited for it has left. */
  readonly signal: AbortSignal
  /** Whether caches further up are to be passed by as well. */
  readonly forceRefresh: boolean
  /**
   * What is held, also where it is stale or was invalidated; undefined where nothing is. For loaders that ask another
   * server on condition: keep its ETag in the data, and resolve with `previous.data` where it answers 304.
   */
  readonly previous: PreviousLoad | undefined
}

/** What a load brought earlier. */
export interface PreviousLoad {
  /** A copy of the data, as JSON gives it back. */
  readonly data: unknown
  /** When it was loaded. */
  readonly cachedAt: Date
}

/** Gets data from where it truly is. It must resolve with what JSON can hold. */
export type Loader<T> = (context: LoaderContext) => T | Promise<T>

/** Settings of one `load`. */
export interface LoadOptions {
  /** Parameters, part of the key: order does not matter, `undefined` members and an empty object do not count. */
  readonly params?: object | undefined
  /** How long the answer is fresh, in milliseconds. Default: the freshness table's, else the cache's. */
  readonly ttl?: number | undefined
  /** As the cache's option, for this entry. */
  readonly staleIfError?: number | undefined
  /** As the cache's option, for this entry. */
  readonly staleWhileRevalidate?: number | undefined
  /** Labels by which it can be invalidated. Default: none. */
  readonly tags?: readonly string[] | undefined
  /** Whose data it is: `deleteOwner` removes it. The same as the tag `owner:<id>`. Default: nobody's. */
  readonly owner?: string | undefined
  /** Whom it may be shown to, part of the key. Entries of one scope never answer another, nor a call without one. */
  readonly scope?: string | undefined
  /** Loads whatever is held. It joins no load that was not forced. Default: false. */
  readonly forceRefresh?: boolean | undefined
  /** Ends this caller's waiting; a load that others wait for goes on. */
  readonly signal?: AbortSignal | undefined
  /** As the cache's option, for this load. */
  readonly timeout?: number | undefined
}

/** An answer of `load`. As JSON its dates are ISO 8601 and its error is left out. */
export interface LoadResult<T> {
  /** A copy of the caller's own, as JSON gives it back: a Date in it has become text. */
  readonly data: T
  /** Whether no loader was asked. */
  readonly cached: boolean
  /** When it was loaded. */
  readonly cachedAt: Date
  /** End of its freshness. */
  readonly expiresAt: Date
  /** It is past its freshness or was invalidated, and stands in because loading failed or goes on behind it. */
  readonly stale: boolean
  /** Why loading failed, where old data stands in. Not enumerable: JSON does not show it. */
  readonly error?: unknown
}

/** Something to warm. */
export interface WarmItem extends Omit<LoadOptions, 'signal'> {
  /** What it is. */
  readonly key: Key
  /** Loads it. Default: the loader given to `warm`. */
  readonly loader?: Loader<unknown> | undefined
}

/** What `warm` did. */
export interface WarmReport {
  /** Keys that were loaded. */
  readonly loaded: readonly string[]
  /** Keys that were held and fresh. */
  readonly held: readonly string[]
  /** Keys whose load failed, with the reason. */
  readonly failed: readonly {
    /** The canonical key. */
    readonly key: string
    /** What the loader threw. */
    readonly error: unknown
  }[]
}
