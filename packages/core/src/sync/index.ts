export { Engine } from './engine'
export type { EngineHandlers, EngineOptions, Meta } from './engine'
export type { Entry } from './entry'
export type { InvalidateOptions, InvalidationOrigin, RefreshOptions } from './asking'
export { askFor, invalidate, onEmptied, onInvalidated, onReturn, refresh } from './asking'
export type { Reason, SyncEvent, SyncEventType } from './events'
export { Listeners, Subscription } from './listeners'
export { lineOf, resolveLog } from './log'
export type { Log, LogLevel, LogOption, LogSink } from './log'
export { toMetrics } from './metrics'
export type { SyncMetrics } from './metrics'
export type { OutsideEvent, Plugin, PluginHost } from './plugin'
export { addPlugins, applyOutside } from './plugin-host'
export { age, pump } from './pump'
export { intervalOf, owe } from './due'
export { Registration } from './registration'
export type { RegistrationHost } from './registration'
export type { RunResult, SyncReport } from './report'
export { checkOptions, defineResource } from './resource'
export type { Resource, ResourceOptions } from './resource'
export { giveUp } from './run-life'
export { start } from './runs'
export { pendingSnapshot, UNKNOWN } from './snapshot'
export type {
  Activity,
  ErrorSnapshot,
  Freshness,
  PendingSnapshot,
  Snapshot,
  SnapshotFacts,
  Source,
  SuccessSnapshot,
} from './snapshot'
export { statusOf } from './status'
export type { SyncStatus } from './status'
export { compareVersions } from './versions'
