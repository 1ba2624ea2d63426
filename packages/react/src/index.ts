/** React hooks for Freshline: components render only for the fields they read. */
export type {
  ByVariables,
  FreshnessState,
  MutationFunction,
  MutationOptions,
  MutationState,
  SyncActions,
  SyncOverview,
} from '@freshline/core/adapter'
export { DataSyncProvider, type DataSyncProviderProps } from './provider'
export { useAutoSync, type AutoSync } from './use-auto-sync'
export { useDataSync } from './use-data-sync'
export { useFreshness } from './use-freshness'
export {
  useSync,
  type SuspenseOptions,
  type SuspenseResult,
  type SyncResult,
  type UseSyncOptions,
} from './use-sync'
export { useSyncMutation, type SyncMutation } from './use-sync-mutation'
export { useSyncStatus } from './use-sync-status'
