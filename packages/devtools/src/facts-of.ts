/** Gathers what is known of a key at a moment, from a manager's public face, its probe and the record of its events. */
import type { DataSyncManager, ManagerProbe, SyncStatus } from '@freshline/core'
import type { Facts } from './holds'

/** What is known of a canonical key. `row`: its row of `getStatus()`, where there is one. */
export function factsOf(
  manager: DataSyncManager,
  probe: ManagerProbe,
  history: Facts['history'],
  key: string,
  row: SyncStatus | undefined,
  namedAt?: number,
): Facts {
  return {
    key,
    row,
    snapshot: manager.getSnapshot(key),
    probed: probe.describe(key),
    namedAt,
    isPaused: manager.isPaused,
    isOnline: manager.isOnline,
    isHidden: typeof document !== 'undefined' && document.visibilityState === 'hidden',
    history,
    now: Date.now(),
  }
}
