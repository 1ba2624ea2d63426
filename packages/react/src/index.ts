/** React hooks for Freshline: components render only for the fields they read. */
export { DataSyncProvider, type DataSyncProviderProps } from './provider'
export { useAutoSync, type AutoSync } from './use-auto-sync'
export { useDataSync } from './use-data-sync'
export { useFreshness, type FreshnessState } from './use-freshness'
export {
  useSync,
  type SuspenseOptions,
  type SuspenseResult,
  type SyncResult,
  type UseSyncOptions,
} from './use-sync'
export {
  useSyncMutation,
  type ByVariables,
  type MutationFunction,
  type SyncMutation,
  type UseSyncMutationOptions,
} from './use-sync-mutation'
export { useSyncStatus, type SyncOverview } from './use-sync-status'
export type { SyncActions } from './sync-component'
