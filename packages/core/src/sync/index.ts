export { Engine } from './engine'
export { metaOf } from './engine-parts'
export type { EngineHandlers, EngineOptions, Meta } from './engine-parts'
export type { Entry, Registered, Run } from './entry'
export type { InvalidateOptions, InvalidationOrigin, RefreshOptions } from './asking'
export { askFor, invalidate, onReturn, refresh, warnUnknown } from './asking'
export { observe, relabel } from './observer'
export type { Propagation, Reason, SyncEvent, SyncEventType } from './events'
export { selecting, Subscription } from './listeners'
export { lineOf, resolveLog } from './log'
export type { Log, LogLevel, LogOption, LogSink } from './log'
export { toMetrics } from './metrics'
export type { SyncMetrics } from './metrics'
export type { OutsideData, OutsideEvent, Plugin, PluginHost } from './plugin'
export { addPlugins, applyOutside, checkOutside } from './plugin-host'
export { activityOf, age, holdOf, pump } from './pump'
export { asksSame } from './policy'
export { intervalOf, owe } from './due'
export type { Around } from './fetch-run'
export { httpResource } from './http-resource'
export type { HttpResourceDescription } from './http-resource'
export type { RunResult, SyncReport } from './report'
export { checkOptions, defineResource } from './resource'
export type { Resource, ResourceOptions } from './resource'
export { giveUp } from './run-life'
export { begin, rank, start } from './runs'
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
export { failed } from './answers'
export { noteRead } from './note-read'
export type { Needed, ReadBy, ReadHow, Trace, TracedMutation } from './trace'
export { versionOf } from './version-of'
export { compareVersions, isOlder } from './versions'
