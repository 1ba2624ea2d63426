/** What can be done with the key that is on screen. */
import type { DataSyncManager } from '../manager'
import type { Snapshot, SyncReport } from '../sync'
import type { KeyView } from './key-view'

/** What can be done with a key. The functions keep their identity, and act on the key that is on screen. */
export interface SyncActions<T> {
  /** Asks the server, and resolves with the snapshot; a failure is in it. */
  readonly refresh: (options?: Parameters<DataSyncManager['refresh']>[1]) => Promise<Snapshot<T>>
  /** Marks the data stale, and asks again where it is wanted. */
  readonly invalidate: (options?: Parameters<DataSyncManager['invalidate']>[1]) => Promise<SyncReport>
  /** Writes data by hand, or what a function makes of the current data. */
  readonly setData: (
    data: T | ((current: T | undefined) => T),
    options?: Parameters<DataSyncManager['setData']>[2],
  ) => void
}

/** The actions of one place on a page; `current` answers its view. */
export function createSyncActions(current: () => KeyView): SyncActions<unknown> {
  const keysOf = ({ hash }: KeyView) => (hash === null ? [] : [hash])
  return {
    refresh: async (options) => {
      const view = current()
      await view.manager.refresh({ keys: keysOf(view) }, options)
      return view.snapshot()
    },
    invalidate: async (options) => current().manager.invalidate({ keys: keysOf(current()) }, options),
    setData: (data, options) =>
      keysOf(current()).forEach((key) => current().manager.setData(key, data, options)),
  }
}
