/** Which manager a store works with. */
import { CodedError, dataSyncManager, type DataSyncManager } from '@freshline/core'

/** What all stores may be told. */
export interface StoreOptions {
  /** The manager of the data. Default: the page's, `dataSyncManager`; outside browsers there is no default. */
  readonly manager?: DataSyncManager | undefined
}

/** The manager that was given, else the page's. @throws CodedError `no_manager` outside browsers */
export function managerOf({ manager }: StoreOptions): DataSyncManager {
  if (manager) return manager
  if (typeof document === 'undefined') {
    throw new CodedError(
      'no_manager',
      'Give the option `manager`: outside a browser there is no default one.',
    )
  }
  return dataSyncManager
}
