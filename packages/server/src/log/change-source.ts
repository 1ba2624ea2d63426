/** What the change feed is read from: the port between a log, or an application's own table, and the route. */
import type { Change } from './invalidation-log'

/** A change with its place in the feed. */
export interface FeedChange extends Change {
  /** Opaque: a `since` that goes on right after this change. */
  readonly position: string
  /** When it was recorded, epoch milliseconds. */
  readonly at: number
}

/** What is asked of a {@link ChangeSource}. */
export interface ChangeQuery {
  /** A cursor, an ISO 8601 time or a Date. Without: no changes, the present cursor and `reset`. */
  readonly since?: string | Date | undefined
  /** Most changes in one page. */
  readonly limit: number
  /** Only changes of this collection. Default: of all. */
  readonly collection?: string | undefined
  /** Ends the work when the reader has gone. */
  readonly signal?: AbortSignal | undefined
}

/** One page of the feed. */
export interface ChangePage {
  /** In the order in which they were recorded. */
  readonly changes: readonly FeedChange[]
  /** The next page's `since`. */
  readonly cursor: string
  /** Whether there is more at once. */
  readonly hasMore: boolean
  /** `since` is unknown or too old: load the collection in full, then go on from `cursor`, which was taken before. */
  readonly reset: boolean
}

/** Where changes come from. */
export interface ChangeSource {
  /** Answers one page. */
  read(query: ChangeQuery): Promise<ChangePage>
}
