/** The state of a whole manager as one value, and who watches it. */
import type { DataSyncManager } from '../manager'
import type { SyncStatus } from '../sync'

/** What all keys of a manager have come to. */
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

/** Before anything is known, and in a server render. */
export const EMPTY_OVERVIEW: SyncOverview = {
  entries: [],
  isSyncing: false,
  isOnline: true,
  lastSync: null,
  errors: [],
}

/** How to watch a manager's overview, and how to read it. */
export type Overview = readonly [
  subscribe: (onChange: () => void) => () => void,
  getSnapshot: () => SyncOverview,
]

/** Made anew when next asked for after a turn in which something happened; watchers are told once for it. */
export function createOverview(manager: DataSyncManager): Overview {
  let overview: SyncOverview | undefined
  let isQueued = false
  const subscribe = (onChange: () => void): (() => void) => {
    // What happened between render and now was not heard.
    overview = undefined
    const onTurn = () => {
      isQueued = false
      overview = undefined
      onChange()
    }
    return manager.on('*', () => {
      if (!isQueued) queueMicrotask(onTurn)
      isQueued = true
    })
  }
  return [subscribe, () => (overview ??= toOverview(manager))]
}

function toOverview(manager: DataSyncManager): SyncOverview {
  const entries = manager.getStatus()
  const latest = entries.reduce((time, { lastSync }) => Math.max(time, lastSync?.getTime() ?? 0), 0)
  return {
    entries,
    isSyncing: entries.some(({ key }) => manager.getSnapshot(key).isFetching),
    isOnline: manager.isOnline,
    lastSync: latest > 0 ? new Date(latest) : null,
    errors: entries.filter(({ lastError }) => lastError !== null),
  }
}
