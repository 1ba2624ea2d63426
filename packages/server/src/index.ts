/** The server companion: Request in, Response out. Importing it starts nothing. */
export { systemTime } from './base/clock'
export type { ServerClock } from './base/clock'
export { createResponseCache } from './cache'
export type {
  CacheInvalidation,
  CacheStats,
  CacheTarget,
  Loader,
  LoaderContext,
  LoadOptions,
  LoadResult,
  RespondOptions,
  ResponseCache,
  ResponseCacheOptions,
  WarmItem,
  WarmReport,
} from './cache'
export { checkPreconditions } from './conditional/check-preconditions'
export type { CurrentState } from './conditional/check-preconditions'
export { conditional } from './conditional/conditional'
export { etagOf } from './conditional/content'
export { preflight, withCors } from './conditional/cors'
export type { CorsOptions } from './conditional/cors'
export type { ConditionalPolicy, ConditionalRequest } from './conditional/policy'
export { createChangeFeed } from './log'
export type {
  Change,
  ChangeFeed,
  ChangePage,
  ChangeQuery,
  ChangeSource,
  FeedChange,
  InvalidationLog,
  LogEntry,
  LoggedTargets,
  LoadMark,
  LogPage,
  NewLogEntry,
  Position,
  Verdict,
} from './log'
export { toNodeHandler } from './node/to-node-handler'
export type { FetchHandler, NodeHandler, NodeHandlerOptions } from './node/to-node-handler'
export { memoryStore } from './stores'
export type {
  EntryFacts,
  EntryStore,
  FoundEntry,
  InvalidationReport,
  LogListener,
  MemoryStoreOptions,
  ResponseStore,
  StoredEntry,
  StoreHealth,
  StoreSize,
  StoreSpace,
} from './stores'
