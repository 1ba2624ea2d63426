/** The one word that says how the page and the server get on. */
import type { SyncStatus } from '@freshline/core'

/** `degraded`: some data could not be had, and what was held before is shown. */
export type LiveState = 'live' | 'syncing' | 'paused' | 'degraded' | 'offline'

/** What the word is made from. */
export interface LiveFacts {
  isOnline: boolean
  isAutoSyncOn: boolean
  isSyncing: boolean
  isFailing: boolean
}

/** What hinders most comes first. */
export function liveStateOf({ isOnline, isAutoSyncOn, isSyncing, isFailing }: LiveFacts): LiveState {
  if (!isOnline) return 'offline'
  if (!isAutoSyncOn) return 'paused'
  if (isFailing) return 'degraded'
  return isSyncing ? 'syncing' : 'live'
}

/** Entries whose last request failed and that somebody still wants. */
export function failingEntries(entries: readonly SyncStatus[]): SyncStatus[] {
  return entries.filter((entry) => entry.enabled && entry.lastError !== null)
}
