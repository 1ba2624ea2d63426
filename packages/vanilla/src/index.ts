/** Freshline without a framework: stores by the `subscribe` contract, and what binds them to the DOM. */
export type {
  ByVariables,
  FreshnessState,
  MutationFunction,
  MutationOptions,
  MutationState,
  SyncActions,
  SyncOverview,
} from '@freshline/core/adapter'
export { createAutoSyncStore, type AutoSyncStore } from './auto-sync-store'
export type { Readable, Subscription } from './dom/bind'
export { bindList, type ListOptions } from './dom/bind-list'
export { bindAttribute, bindText } from './dom/bind-text'
export type { StoreOptions } from './default-manager'
export { createFreshnessStore, type FreshnessStore } from './freshness-store'
export { createMutation, type MutationStore } from './mutation-store'
export { selectStore } from './select-store'
export { createStatusStore } from './status-store'
export type { Store } from './store'
export {
  createSyncStore,
  type SyncState,
  type SyncStore,
  type SyncStoreChanges,
  type SyncStoreOptions,
} from './sync-store'
