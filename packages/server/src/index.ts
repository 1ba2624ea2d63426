/** The server companion: Request in, Response out. Importing it starts nothing. */
export { systemTime } from './base/clock'
export type { ServerClock } from './base/clock'
export { createResponseCache } from './cache'
export type {
  CacheInvalidation,
  CacheStats,
  CacheTarget,
  Handler,
  Loader,
  LoaderContext,
  LoadOptions,
  LoadResult,
  PreviousLoad,
  RespondOptions,
  ResponseCache,
  ResponseCacheOptions,
  WarmItem,
  WarmReport,
} from './cache'
export { checkPreconditions } from './conditional/check-preconditions'
export type { CurrentState } from './conditional/check-preconditions'
export { conditional } from './conditional/conditional'
export { conditionalResponse } from './conditional/conditional-response'
export { etagOf } from './conditional/content'
export { preflight, withCors } from './conditional/cors'
export type { CorsOptions } from './conditional/cors'
export type { ConditionalPolicy, ConditionalRequest } from './conditional/policy'
export { serverErrorCatalogue } from './http/error-catalogue'
export type { ServerErrorCode } from './http/error-catalogue'
export { surrogateHeaders, toSurrogateKey } from './http/surrogate-keys'
export type { SurrogateHeader } from './http/surrogate-keys'
export type { Rate } from './limits/rate-limit'
export type { SyncAction, SyncLimits } from './limits/sync-limits'
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
export type { Alert, AlertName, Thresholds } from './monitoring/alerts'
export type { ErrorGroup } from './monitoring/error-groups'
export type {
  HealthAnswer,
  HealthCheck,
  HealthReport,
  HealthResult,
  HealthStatus,
  OptionalCheck,
} from './monitoring/health'
export type { MetricType } from './monitoring/metric-text'
export { createMonitor } from './monitoring/monitor'
export type { Monitor, MonitorSection } from './monitoring/monitor'
export type { MonitoredCache, MonitorOptions } from './monitoring/monitor-options'
export type {
  ApiMetricsReport,
  CacheFigures,
  ErrorsReport,
  LatencyFigures,
  MetricsReport,
  RecentFigures,
  RouteReport,
  StatusReport,
} from './monitoring/reports'
export type { RuntimeFigures } from './monitoring/runtime-figures'
export type { SlowRequest } from './monitoring/slow-requests'
export type { Wrap, WrapOptions } from './monitoring/wrap'
export { toNodeHandler } from './node/to-node-handler'
export type { FetchHandler, NodeHandler, NodeHandlerOptions } from './node/to-node-handler'
export type { Authorization, Authorize, AuthorizeContext } from './routes/authorize'
export { bearerAuth } from './routes/bearer-auth'
export { createSyncServer } from './routes/create-sync-server'
export type { SyncServer } from './routes/create-sync-server'
export type {
  InvalidateContext,
  InvalidatedCache,
  InvalidatedEntries,
  InvalidationResult,
  NamedTargets,
} from './routes/invalidator'
export type { Purge, PurgeContext, PurgeOptions, PurgeReport, PurgeTargets } from './routes/purge-options'
export type { ReplayMemory } from './routes/replay-memory'
export type { SyncCache, SyncServerOptions } from './routes/sync-server-options'
export type { WebhookAttempt, WebhookLog } from './routes/webhook-attempts'
export type { WebhookEvent } from './routes/webhook-event'
export type { OnWebhook } from './routes/webhook-route'
export { memoryStore, redisStore, sqliteStore } from './stores'
export type {
  EntryFacts,
  EntryStore,
  FoundEntry,
  InvalidationReport,
  LogListener,
  MemoryStoreOptions,
  RedisClient,
  RedisStoreOptions,
  SqliteStoreOptions,
  ResponseStore,
  StoredEntry,
  StoreHealth,
  StoreSize,
  StoreSpace,
} from './stores'
