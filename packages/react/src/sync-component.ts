/** What stays for the life of a component that uses a key: its tracking, its actions, and its view on screen. */
import {
  hashKey,
  type DataSyncManager,
  type Key,
  type Resource,
  type Snapshot,
  type SyncReport,
} from '@freshline/core'
import type { Scope } from './provider'
import { SyncView, type SyncRequest } from './sync-view'
import { Tracker } from './tracked'

/** What can be done with a key. The functions keep their identity, and act on the key that is on screen. */
export interface SyncActions<T> {
  /** Asks the server, and resolves with the snapshot; a failure is in it. */
  readonly refresh: (options?: Parameters<DataSyncManager['refresh']>[1]) => Promise<Snapshot<T>>
  /** Marks the data stale, and asks again where it is wanted. */
  readonly invalidate: (options?: Parameters<DataSyncManager['invalidate']>[1]) => Promise<SyncReport>
  /** Writes data by hand, or what a function makes of the current data. */
  readonly setData: (
    valueOrUpdater: T | ((current: T | undefined) => T),
    options?: Parameters<DataSyncManager['setData']>[2],
  ) => void
}

export class SyncComponent extends Tracker {
  #inputs: readonly unknown[] = []
  #request: SyncRequest | undefined
  #rendered: SyncView | undefined
  #committed: SyncView | undefined
  #actions: SyncActions<unknown> | undefined

  /** What the hook was called with, taken apart; the same while called with the same. */
  request(resource: Resource | undefined, second: unknown, third: unknown): SyncRequest {
    const [first, next, last] = this.#inputs
    if (!this.#request || first !== resource || next !== second || last !== third) {
      this.#inputs = [resource, second, third]
      this.#request = toRequest(resource, second, third)
    }
    return this.#request
  }

  /** The view for a render: the one on screen where key and manager are its. */
  view(scope: Scope, key: Key | null, request: SyncRequest): SyncView {
    const hash = key === null ? null : hashKey(key)
    const before = this.#committed
    const isSameManager = before?.scope.manager === scope.manager
    if (before && isSameManager && before.hash === hash) return before
    const shown =
      request.options.keepPrevious && isSameManager && hash !== null ? before?.held?.shown : undefined
    const previous = shown?.status === 'success' ? shown : undefined
    return (this.#rendered = new SyncView(scope, hash, request, this, previous))
  }

  /** From an effect: this view is on screen. */
  commit(view: SyncView, request: SyncRequest): void {
    this.#committed = view
    view.update(request)
  }

  /** Made when first asked for: most components only read. */
  get actions(): SyncActions<unknown> {
    return (this.#actions ??= {
      refresh: async (options) => {
        const view = this.#view
        await view.scope.manager.refresh(view.target, options)
        return view.snapshot()
      },
      invalidate: async (options) => this.#view.scope.manager.invalidate(this.#view.target, options),
      setData: (valueOrUpdater, options) => {
        const { scope, hash } = this.#view
        if (hash !== null) scope.manager.setData(hash, valueOrUpdater, options)
      },
    })
  }

  /** Nobody holds an action before a first render has made a view. */
  get #view(): SyncView {
    return (this.#committed ?? this.#rendered) as SyncView
  }
}

const NO_OPTIONS = {}

function toRequest(resource: Resource | undefined, second: unknown, third: unknown): SyncRequest {
  const fetcher = resource?.fetcher ?? (typeof second === 'function' ? second : undefined)
  const own = (third ?? (typeof second === 'object' ? second : undefined)) as object | undefined
  return {
    fetcher,
    options: resource && own ? { ...resource, ...own } : (resource ?? own ?? NO_OPTIONS),
  } as SyncRequest
}
