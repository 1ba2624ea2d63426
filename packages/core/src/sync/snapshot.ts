/**
 * What a watcher sees of one key at one moment: an immutable object whose identity changes only when
 * something in it changes. Two axes that never mix (freshness of what is held, activity), and an error
 * beside them that never erases data.
 */
import type { Version } from '../base/outcome'

/** Freshness of what is held, in HTTP's words (RFC 9111 section 4.2). `empty`: nothing is held. */
export type Freshness = 'empty' | 'fresh' | 'stale'

/** What is being done about the key. `paused`: it would be asked for, but is offline, hidden, switched off or held. */
export type Activity = 'idle' | 'fetching' | 'paused'

/**
 * Where the data came from. `network`: an answer; `revalidated`: an answer that said that nothing has changed (304);
 * `cache`: it was held already; `hydrated`: a server rendered it; `storage`, `tab`, `push`: a plug-in brought it;
 * `optimistic`: a mutation expects it; `manual`: it was set by hand.
 */
export type Source =
  'network' | 'revalidated' | 'cache' | 'storage' | 'tab' | 'push' | 'optimistic' | 'hydrated' | 'manual'

/** The members that every snapshot has, whatever its status. */
export interface SnapshotFacts {
  /** The key's canonical text; empty in the snapshot of an unknown key. */
  readonly key: string
  /** Freshness of what is held. */
  readonly freshness: Freshness
  /** Stale for longer than `overdueAfter`. */
  readonly isOverdue: boolean
  /** What is being done about the key. */
  readonly activity: Activity
  /** `activity === 'fetching'`. */
  readonly isFetching: boolean
  /** `freshness === 'stale'`. */
  readonly isStale: boolean
  /** Where the data came from; undefined while there is none. */
  readonly source: Source | undefined
  /** Whether the data was already held (cache, storage, hydration, another tab) rather than asked for. */
  readonly cached: boolean
  /** When the server last confirmed the data, or it was set: epoch milliseconds. */
  readonly updatedAt: number | undefined
  /** The end of freshness: epoch milliseconds, or `Infinity`. */
  readonly expiresAt: number | undefined
  /** How many requests in a row failed, retries not counted. */
  readonly failureCount: number
  /** The server's version of the data, where it gives one. */
  readonly version: Version | undefined
}

/** No data and no error yet. */
export interface PendingSnapshot extends SnapshotFacts {
  /** Neither data nor an error. */
  readonly status: 'pending'
  /** Nothing is held. */
  readonly data: undefined
  /** Nothing has failed. */
  readonly error: undefined
}

/** Data is held; a failed refresh leaves its error beside it. */
export interface SuccessSnapshot<T> extends SnapshotFacts {
  /** Data is held. */
  readonly status: 'success'
  /** What is held, or what optimistic updates make of it. */
  readonly data: T
  /** Why the last request failed; undefined once one has succeeded. */
  readonly error: Error | undefined
}

/** The request failed and nothing is held. */
export interface ErrorSnapshot extends SnapshotFacts {
  /** No data, and the request for it failed. */
  readonly status: 'error'
  /** Nothing is held. */
  readonly data: undefined
  /** Why the last request failed. */
  readonly error: Error
}

/** The state of one key. Narrow by `status`: `success` has `data`. */
export type Snapshot<T = unknown> = PendingSnapshot | SuccessSnapshot<T> | ErrorSnapshot

/** A pending snapshot for a key of which nothing is known yet. */
export function pendingSnapshot(key: string): PendingSnapshot {
  return {
    // Of an answer these two change most often: whoever compares members finds that first.
    updatedAt: undefined,
    expiresAt: undefined,
    key,
    status: 'pending',
    data: undefined,
    error: undefined,
    freshness: 'empty',
    isOverdue: false,
    activity: 'idle',
    isFetching: false,
    isStale: false,
    source: undefined,
    cached: false,
    failureCount: 0,
    version: undefined,
  }
}

/** The one snapshot of every unknown key. */
export const UNKNOWN: PendingSnapshot = /* @__PURE__ */ Object.freeze(/* @__PURE__ */ pendingSnapshot(''))
