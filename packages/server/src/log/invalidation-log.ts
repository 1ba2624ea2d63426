/**
 * The one bounded log of invalidations and changes. Its order decides what is stale, is the order of the change feed,
 * and will be that of the push stream. Entries are plain data: they travel through files and Redis.
 */
import type { Position } from './position'

/** What an invalidation names, as text that every instance and the client understand. */
export interface LoggedTargets {
  /** Canonical keys (`hashKey`). */
  readonly keys: readonly string[]
  /** Tags, as given; an owner is the tag `owner:<id>`. */
  readonly tags: readonly string[]
  /** Patterns over canonical keys. */
  readonly patterns: readonly string[]
}

/** One change of one item, as the change feed tells it. */
export interface Change {
  /** Which collection the item is in. */
  readonly collection: string
  /** The item's identity within the collection. */
  readonly id: string
  /** The item as it is now; left out where readers are to ask for it. JSON. */
  readonly data?: unknown
  /** The item is gone. */
  readonly deleted?: true
  /** The item's version, where the application has one. */
  readonly version?: number | string
}

/** What is appended to a log. */
export interface NewLogEntry extends LoggedTargets {
  /** What changed, for readers of the change feed. */
  readonly changes?: readonly Change[]
  /** What matches is removed, not only stale: it may not be shown as last good data either. */
  readonly gone?: true
  /** Entries before this one may have been lost: whoever reads past it starts anew. */
  readonly lost?: true
}

/** One entry of a log. */
export interface LogEntry extends NewLogEntry {
  /** Its place. */
  readonly position: Position
  /** When it was appended, epoch milliseconds; never less than the entry before. */
  readonly at: number
}

/** A stretch of a log. */
export interface LogPage {
  /** In order. */
  readonly entries: readonly LogEntry[]
  /** Where to read on. */
  readonly cursor: Position
  /** Whether there is more after `cursor`. */
  readonly hasMore: boolean
  /** The place asked for is unknown (another log, or trimmed away): start anew from `cursor`. */
  readonly reset: boolean
}

/** A bounded, ordered log, shared by all instances that share its store. */
export interface InvalidationLog {
  /**
   * Appends an entry. Durable where the store is. While a shared store is away, the entry counts in this instance at
   * once and is appended when the store is back; the position answered is then the last one known.
   */
  append(entry: NewLogEntry): Promise<Position>
  /** The position after everything that any instance has appended so far; the last known one while the store is away. */
  head(): Promise<Position>
  /**
   * What was appended after a position, or at and after a time.
   * @param position where to begin; `undefined` for the oldest entry held
   * @param limit most entries to answer, 1 to 10,000
   */
  readSince(position: Position | { readonly at: number } | undefined, limit: number): Promise<LogPage>
}
