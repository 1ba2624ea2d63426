/** The way to the manager itself. */
import type { DataSyncManager } from '@freshline/core'
import { useScope } from './provider'

/**
 * The manager of the nearest `DataSyncProvider`; without one the default manager, in browsers only.
 *
 * @throws CodedError `no_manager` in a server render without a provider
 */
export function useDataSync(): DataSyncManager {
  return useScope().manager
}
