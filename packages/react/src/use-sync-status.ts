/** The state of a whole manager, for status lines and monitoring pages. */
import { createOverview, EMPTY_OVERVIEW, type SyncOverview } from '@freshline/core/adapter'
import { useMemo, useSyncExternalStore } from 'react'
import { useDataSync } from './use-data-sync'

/** The state of all keys. Renders at most once per turn; empty in a server render. */
export function useSyncStatus(): SyncOverview {
  const manager = useDataSync()
  const [subscribe, getSnapshot] = useMemo(() => createOverview(manager), [manager])
  return useSyncExternalStore(subscribe, getSnapshot, () => EMPTY_OVERVIEW)
}
