/** What adapters to frameworks share, as an entry point of its own: for authors of hooks, composables and elements. */
export { AgeTicker, tickerOf } from './age-ticker'
export type { FreshnessState } from './freshness-state'
export { isAlike } from './is-alike'
export { KeyView } from './key-view'
export type { Select, ViewOptions } from './key-view'
export { createMutationCaller, IDLE } from './mutation-caller'
export type {
  ByVariables,
  MutationCaller,
  MutationFunction,
  MutationOptions,
  MutationState,
  PreparedMutation,
} from './mutation-caller'
export { createOverview, EMPTY_OVERVIEW } from './overview'
export type { Overview, SyncOverview } from './overview'
export { isFirstMeeting, SHOWN_FIELDS, toServed } from './shown'
export type { ServedEntry, Shown } from './shown'
export { toSubject } from './subject'
export type { Subject } from './subject'
export { createSyncActions } from './sync-actions'
export type { SyncActions } from './sync-actions'
export { SyncPlace } from './sync-place'
export type { AdapterScope, PlaceOptions, SelectFailure } from './sync-place'
