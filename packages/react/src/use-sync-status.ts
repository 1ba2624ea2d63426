/** The state of a whole manager, for status lines and monitoring pages. */
import type { DataSyncManager, SyncStatus } from '@freshline/core'
import { useMemo, useSyncExternalStore } from 'react'
import { useDataSync } from './use-data-sync'

/** What {@link useSyncStatus} returns. */
export interface SyncOverview {
  /** One row per key, as `getStatus()` answers. */
  readonly entries: readonly SyncStatus[]
  /** Whether any request is under way. */
  readonly isSyncing: boolean
  /** Whether there is believed to be a network. */
  readonly isOnline: boolean
  /** When an answer for any key arrived last; null before. */
  readonly lastSync: Date | null
  /** The rows whose last request failed. */
  readonly errors: readonly SyncStatus[]
}

/** The state of all keys. Renders at most once per turn; empty in a server render. */
export function useSyncStatus(): SyncOverview {
  const manager = useDataSync()
  const [subscribe, getSnapshot] = useMemo(() => createStore(manager), [manager])
  return useSyncExternalStore(subscribe, getSnapshot, () => NOTHING)
}

const NOTHING: SyncOverview = { entries: [], isSyncing: false, isOnline: true, lastSync: null, errors: [] }

function createStore(manager: DataSyncManager) {
  let overview: SyncOverview | undefined
  let isQueued = false
  const subscribe = (onChange: () => void): (() => void) => {
    const onTurn = () => {
      isQueued = false
      overview = undefined
      onChange()
    }
    // What happened between render and now was not heard.
    overview = undefined
    return manager.on('*', () => {
      if (!isQueued) queueMicrotask(onTurn)
      isQueued = true
    })
  }
  return [subscribe, () => (overview ??= toOverview(manager))] as const
}

function toOverview(manager: DataSyncManager): SyncOverview {
  const entries = manager.getStatus()
  const times = entries.flatMap(({ lastSync }) => (lastSync ? [lastSync.getTime()] : []))
  return {
    entries,
    isSyncing: entries.some(({ key }) => manager.getSnapshot(key).isFetching),
    isOnline: manager.isOnline,
    lastSync: times.length > 0 ? new Date(times.reduce((a, b) => Math.max(a, b))) : null,
    errors: entries.filter(({ lastError }) => lastError !== null),
  }
}
