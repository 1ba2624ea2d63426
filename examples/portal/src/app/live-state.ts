/** The one word that says how the page and its server get on. */

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
