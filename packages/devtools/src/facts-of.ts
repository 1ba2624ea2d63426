/** Gathers what is known of a key at a moment, from a manager's public face and the record of its events. */
import type { DataSyncManager, SyncStatus } from '@freshline/core'
import type { Facts } from './holds'

/** What is known of a canonical key. `row`: its row of `getStatus()`, where there is one. */
export function factsOf(
  manager: DataSyncManager,
  history: Facts['history'],
  key: string,
  row: SyncStatus | undefined,
): Facts {
  return {
    key,
    row,
    snapshot: manager.getSnapshot(key),
    isPaused: manager.isPaused,
    isOnline: manager.isOnline,
    isHidden: typeof document !== 'undefined' && document.visibilityState === 'hidden',
    history,
    now: Date.now(),
  }
}
