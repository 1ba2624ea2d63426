/** Vue composables for Freshline: components render only for the fields they read. */
export type { ByVariables, MutationFunction, MutationOptions, MutationState } from '@freshline/core/adapter'
export type { FreshnessState, SyncActions, SyncOverview } from '@freshline/core/adapter'
export { dataSyncPlugin, provideDataSync, useDataSync, type DataSyncPluginOptions } from './scope'
export { useAutoSync, type AutoSync } from './use-auto-sync'
export { useFreshness, type FreshnessRefs } from './use-freshness'
export {
  useSync,
  type SuspenseResult,
  type SyncParts,
  type SyncRefs,
  type SyncResult,
  type SyncState,
  type UseSyncOptions,
  type WaitingResult,
} from './use-sync'
export { useSyncMutation, type SyncMutation } from './use-sync-mutation'
export { useSyncStatus, type SyncStatusRefs } from './use-sync-status'
