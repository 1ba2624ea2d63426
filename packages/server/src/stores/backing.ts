/**
 * The port of what several instances share: a file or a Redis. It keeps entries and a log and decides nothing; the
 * tiered store above it judges, falls back to memory when a call rejects, and queues what could not be appended.
 * Every call settles within a bounded time.
 */
import type { LogEntry, LoggedTargets, LogPage, LogPlace, NewLogEntry, Position } from '../log'
import type { EntryFacts, StoredEntry } from './stored-entry'

/** What is new in a shared log. */
export interface Pulled {
  /** Which log this is now. */
  readonly logId: string
  /** New entries in order, each with its number. */
  readonly entries: readonly (LogEntry & { readonly sequence: number })[]
  /** The number of the last entry read. */
  readonly last: number
  /**
   * Where the place asked for is unknown (another log, trimmed, rolled back, or none was given): nothing before this
   * number is known, and whatever was held before is not to be trusted.
   */
  readonly unknownBefore?: number | undefined
  /** There is more to read. */
  readonly hasMore: boolean
}

/** Where appended entries ended up. */
export interface Appended {
  /** Which log took them. */
  readonly logId: string
  /** Their numbers, in order. */
  readonly sequences: readonly number[]
}

/** One namespace and version of a shared store. */
export interface Backing {
  /** Which kind. */
  readonly name: 'sqlite' | 'redis'
  /** What the log holds after a place; without one, its newest part. */
  pull(after: LogPlace | undefined): Promise<Pulled>
  /** Appends in order; all of them, or none. */
  append(entries: readonly NewLogEntry[], at: number): Promise<Appended>
  /** As `InvalidationLog.readSince`. */
  readSince(position: Position | { readonly at: number } | undefined, limit: number): Promise<LogPage>
  /** One entry. */
  get(id: string): Promise<StoredEntry | undefined>
  /** Keeps an entry until its `removeAt`. */
  set(entry: StoredEntry): Promise<void>
  /** Removes entries; answers which were held. */
  remove(ids: readonly string[]): Promise<readonly string[]>
  /** Facts of all entries that a target names, whatever is thought of them. */
  find(targets: LoggedTargets): Promise<readonly EntryFacts[]>
  /** Removes what expired at or before a time; answers the ids. */
  deleteExpired(now: number): Promise<readonly string[]>
  /** How much is held that is of use at a time. */
  size(now: number): Promise<{ readonly entries: number; readonly bytes?: number }>
  /** As `EntryStore.claim`. */
  claim(id: string, ttl: number, now: number): Promise<boolean>
  /** As `EntryStore.release`. */
  release(id: string): Promise<void>
  /** Whether a failure says that the store as a whole is of no use now, or only that one call failed. */
  isFatal(error: unknown): boolean
  /** Called when a lost connection is there again, and trying is worth while at once. */
  onReady?(listener: () => void): () => void
  /** A call has failed: one that never was answered, or answered with nonsense, asks for a new connection. */
  reconnect?(error: unknown): void
}
