/** The core: cache, manager, fetch and freshness events. Importing it starts nothing. */
export { systemClock } from './base/clock'
export type { Clock } from './base/clock'
export { CodedError } from './base/coded-error'
export type { Report } from './base/emitter'
export type { FetchContext, Fetcher, PreviousAnswer } from './base/fetch-context'
export { OptionError } from './base/option-error'
export { outcome } from './base/outcome'
export type { Outcome, OutcomeOptions, Validators, Version } from './base/outcome'
export { dataCache, fetchWithCache, TtlCache } from './cache'
export type {
  CacheStats,
  LoadAnswer,
  LoadOptions,
  OnRemove,
  Peek,
  RemovalReason,
  SetOptions,
  TtlCacheOptions,
} from './cache'
export { browserEnvironment, fixedEnvironment } from './environment'
export type { Environment, FixedEnvironment } from './environment'
export * from './errors'
export { defineFreshness } from './freshness-table'
export type { FreshnessPolicy, FreshnessTable } from './freshness-table'
export { createHttpCache } from './http-cache'
export type { HttpCache, HttpCacheOptions, HttpCacheStorage } from './http-cache'
export { hashKey } from './keys'
export type { Key, KeyPart, Target, TargetPredicate } from './keys'
export {
  createManagerProbe,
  DataSyncManager,
  dataSyncManager,
  forceRefreshData,
  Registration,
  rememberAutoSync,
} from './manager'
export type {
  DataSyncManagerOptions,
  ManagerProbe,
  PreferenceStorage,
  ProbedKey,
  ProbedRequest,
  RememberAutoSyncOptions,
  SetDataOptions,
} from './manager'
export { httpPropagate } from './mutation'
export type {
  CommittedData,
  HttpPropagate,
  HttpPropagateOptions,
  MutateOptions,
  Mutation,
  OptimisticUpdate,
  Propagate,
  PropagateReport,
} from './mutation'
export type { RetryOption, RetryPolicy } from './schedule/backoff'
export { defineResource, httpResource, UNKNOWN } from './sync'
export type {
  Activity,
  ErrorSnapshot,
  HttpResourceDescription,
  Freshness,
  InvalidateOptions,
  LogLevel,
  LogOption,
  LogSink,
  OutsideData,
  OutsideEvent,
  PendingSnapshot,
  Plugin,
  PluginHost,
  Propagation,
  Reason,
  RefreshOptions,
  Resource,
  ResourceOptions,
  Snapshot,
  SnapshotFacts,
  Source,
  SuccessSnapshot,
  SyncEvent,
  SyncEventType,
  SyncMetrics,
  SyncReport,
  SyncStatus,
} from './sync'
export { fetchFresh } from './transport'
export type { FetchFreshOptions, FetchFreshResult, HttpResourceOptions, Transport } from './transport'
