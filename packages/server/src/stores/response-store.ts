/**
 * The ports of storage. A `ResponseStore` is what an application creates (`memoryStore()`, `sqliteStore(path)`,
 * `redisStore(url)`); a cache opens its namespace in it and gets an `EntryStore`.
 */
import type { ServerClock } from '../base/clock'
import type { InvalidationLog, LoadMark, LogEntry, NewLogEntry, Position, Verdict } from '../log'
import type { StoredEntry } from './stored-entry'

/** How a store is. */
export interface StoreHealth {
  /** Which kind. */
  readonly name: 'memory' | 'sqlite' | 'redis'
  /** `degraded`: works, but something failed lately; `down`: this instance answers from its own memory. */
  readonly status: 'ok' | 'degraded' | 'down'
  /** What is wrong, for people. */
  readonly detail?: string
  /** Since when it is so, epoch milliseconds. */
  readonly since?: number
}

/** What a tier of a store holds. */
export interface StoreSize {
  /** `memory`, and the shared tier where there is one. */
  readonly name: StoreHealth['name']
  /** How many entries. */
  readonly entries: number
  /** Bytes, roughly, where known. */
  readonly bytes?: number
  /** How many were pushed out for room, where known. */
  readonly evictions?: number
}

/** Which part of a store a cache uses. */
export interface StoreSpace {
  /** Keeps applications apart that share a store: they share neither entries nor invalidations. Default: the store's. */
  readonly namespace?: string | undefined
  /** What another version stored is a miss; invalidations reach all versions. Default: the store's. */
  readonly version?: string | undefined
  /** Source of time; the first to open a part decides. Default: the system's. */
  readonly clock?: ServerClock | undefined
  /** Told of what went wrong and was survived. Default: nobody. */
  readonly onError?: ((error: unknown) => void) | undefined
}

/** A store, as an application creates it. */
export interface ResponseStore {
  /** Which kind. */
  readonly name: StoreHealth['name']
  /** The log of the default namespace. */
  readonly log: InvalidationLog
  /** Opens a part of it. The same namespace and version give the same part. */
  open(space?: StoreSpace): EntryStore
  /** How it is now; asks the server or file. Never rejects. */
  health(): Promise<StoreHealth>
  /** Lets go of files and connections, within a bounded time. Never rejects. */
  close(): Promise<void>
}

/** An entry as it was found. */
export interface FoundEntry {
  /** The entry. */
  readonly entry: StoredEntry
  /** What invalidations say of it; time is the cache's business. */
  readonly verdict: Exclude<Verdict, 'gone'>
}

/** What an invalidation did. */
export interface InvalidationReport {
  /** How many entries were held and good. */
  readonly count: number
  /** How many entries were removed, in whatever state they were; 0 unless removal was asked for. */
  readonly removed: number
  /** The keys of those, the first 1,000. */
  readonly keys: readonly string[]
  /** Its place in the log; the last one known while a shared store is away. */
  readonly position: Position
}

/** Told of each entry of the log that this instance learns of. `remote`: another instance appended it. */
export type LogListener = (entry: LogEntry, origin: 'local' | 'remote') => void

/** A part of a store, in which entries are kept and judged. */
export interface EntryStore {
  /** The log of the namespace. */
  readonly log: InvalidationLog
  /** Learns what any instance has appended before the call. Bounded in time; never rejects. */
  sync(): Promise<void>
  /** Syncs, then finds an entry wherever it is held. Never rejects. */
  read(id: string): Promise<FoundEntry | undefined>
  /** Finds an entry in this instance's memory, as things are known. */
  peek(id: string): FoundEntry | undefined
  /** To be taken before a load begins. */
  mark(): LoadMark
  /** Judges a load that is under way, or its result. */
  judge(mark: LoadMark, key: string, tags: readonly string[]): Verdict
  /** Keeps what a load brought, unless something newer is held. Never rejects. */
  write(entry: Omit<StoredEntry, 'position'>, mark: LoadMark): Promise<void>
  /** Makes everything stale that is named; with `gone`, removes it. Never rejects. */
  invalidate(entry: NewLogEntry): Promise<InvalidationReport>
  /** Removes what is past its `expiresAt`; answers how many. Never rejects. */
  deleteExpired(): Promise<number>
  /** What each tier holds. Never rejects. */
  sizes(): Promise<readonly StoreSize[]>
  /** How it is now. Never rejects. */
  health(): Promise<StoreHealth>
  /** Calls a listener for each entry of the log that this instance learns of; answers how to stop. */
  onEntry(listener: LogListener): () => void
  /** True exactly once per id within so many milliseconds, over all instances that share the store (over this one while it is away). */
  claim(id: string, ttl: number): Promise<boolean>
  /** Forgets a claim, so that the id can be claimed again. */
  release(id: string): Promise<void>
}
