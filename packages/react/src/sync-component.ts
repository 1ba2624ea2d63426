/** What stays for the life of a component that uses a key: its tracking, its actions, and its view on screen. */
import { hashKey, type Fetcher, type Key } from '@freshline/core'
import { createSyncActions, type AdapterScope, type SyncActions } from '@freshline/core/adapter'
import { SyncView, type SyncOptions } from './sync-view'
import { Tracker } from './tracked'

export class SyncComponent extends Tracker {
  /** The view on screen. */
  committed: SyncView | undefined
  #rendered: SyncView | undefined
  #actions: SyncActions<unknown> | undefined

  /** The view for a render: the one on screen, or one that waits to be, where key and manager are its. */
  view(
    scope: AdapterScope,
    key: Key | null,
    fetcher: Fetcher<unknown> | undefined,
    options: SyncOptions,
  ): SyncView {
    const hash = key === null ? null : hashKey(key)
    const { committed } = this
    const isCommitted = committed?.isOf(scope, hash)
    const view = isCommitted ? committed : this.#rendered
    if (view && (isCommitted || view.isOf(scope, hash))) {
      view.adopt(fetcher, options)
      return view
    }
    const isKept = options.keepPrevious && hash !== null && committed?.manager === scope.manager
    const previous = isKept ? committed.held?.shown : undefined
    return (this.#rendered = new SyncView(this, scope, hash, fetcher, options, previous))
  }

  /** Made when first asked for: most components only read. Nobody asks before a first render has made a view. */
  get actions(): SyncActions<unknown> {
    return (this.#actions ??= createSyncActions(() => (this.committed ?? this.#rendered) as SyncView))
  }
}
