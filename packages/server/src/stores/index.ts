/** Where a cache keeps things: memory, an SQLite file, Redis; and the ports between. */
export { memoryStore, type MemoryStoreOptions } from './memory-store'
export type { RedisClient } from './redis-connection'
export { redisStore, type RedisStoreOptions } from './redis-store'
export { sqliteStore, type SqliteStoreOptions } from './sqlite-store'
export type {
  EntryStore,
  FoundEntry,
  InvalidationReport,
  LogListener,
  ResponseStore,
  StoreHealth,
  StoreSize,
  StoreSpace,
} from './response-store'
export { toEntryId, type EntryFacts, type StoredEntry } from './stored-entry'
export { timersOf, type Timers } from './timers'
