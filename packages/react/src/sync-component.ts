/** What stays for the life of a component that uses a key: its tracking, its actions, and its view on screen. */
import {
  hashKey,
  type DataSyncManager,
  type Fetcher,
  type Key,
  type Snapshot,
  type SyncReport,
} from '@freshline/core'
import type { Scope } from './provider'
import { SyncView, type SyncOptions } from './sync-view'
import { Tracker } from './tracked'

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

export class SyncComponent extends Tracker {
  /** The view on screen. */
  committed: SyncView | undefined
  #rendered: SyncView | undefined
  #actions: SyncActions<unknown> | undefined

  /** The view for a render: the one on screen, or one that waits to be, where key and manager are its. */
  view(scope: Scope, key: Key | null, fetcher: Fetcher<unknown> | undefined, options: SyncOptions): SyncView {
    const hash = key === null ? null : hashKey(key)
    const { committed } = this
    const view = committed?.isOf(scope, hash) ? committed : this.#rendered
    if (view?.isOf(scope, hash)) {
      view.adopt(fetcher, options)
      return view
    }
    const isKept = options.keepPrevious && hash !== null && committed?.scope.manager === scope.manager
    const shown = isKept ? committed.held?.shown : undefined
    const previous = shown?.status === 'success' ? shown : undefined
    return (this.#rendered = new SyncView(this, scope, hash, fetcher, options, previous))
  }

  /** Made when first asked for: most components only read. Nobody asks before a first render has made a view. */
  get actions(): SyncActions<unknown> {
    const now = () => {
      const view = (this.committed ?? this.#rendered) as SyncView
      return { view, manager: view.scope.manager, keys: view.hash === null ? [] : [view.hash] }
    }
    return (this.#actions ??= {
      refresh: async (options) => {
        const { view, manager, keys } = now()
        await manager.refresh({ keys }, options)
        return view.snapshot()
      },
      invalidate: async (options) => now().manager.invalidate({ keys: now().keys }, options),
      setData: (data, options) => now().keys.forEach((key) => now().manager.setData(key, data, options)),
    })
  }
}
