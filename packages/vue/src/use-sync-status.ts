/** The state of a whole manager, for status lines and monitoring pages. */
import { createOverview, EMPTY_OVERVIEW, type SyncOverview } from '@freshline/core/adapter'
import { computed, shallowRef, type ComputedRef } from 'vue'
import { isServed, whileOnScreen } from './on-screen'
import { useDataSync } from './scope'

/** What {@link useSyncStatus} returns: a ref for each member of the overview. */
export type SyncStatusRefs = { readonly [Name in keyof SyncOverview]: ComputedRef<SyncOverview[Name]> }

/**
 * The state of all keys, read at most once per turn; empty in a server render.
 *
 * @throws `no_manager` in a server render without a plugin
 */
export function useSyncStatus(): SyncStatusRefs {
  const [subscribe, getSnapshot] = createOverview(useDataSync())
  const overview = shallowRef(isServed() ? EMPTY_OVERVIEW : getSnapshot())
  const read = () => {
    overview.value = getSnapshot()
  }
  whileOnScreen(() => {
    const off = subscribe(read)
    read()
    return off
  })
  return {
    entries: computed(() => overview.value.entries),
    isSyncing: computed(() => overview.value.isSyncing),
    isOnline: computed(() => overview.value.isOnline),
    lastSync: computed(() => overview.value.lastSync),
    errors: computed(() => overview.value.errors),
  }
}
