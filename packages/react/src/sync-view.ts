/** What a component shows of one key, as React wants it: a function to subscribe with, and results that last. */
import type { Fetcher, ResourceOptions, Snapshot } from '@freshline/core'
import { KeyView, toServed, type AdapterScope, type Select, type Shown } from '@freshline/core/adapter'
import { tellReact } from './provider'
import type { Held } from './tracked'

/** The options of a hook, whatever its data. */
export type SyncOptions = ResourceOptions<unknown> & { keepPrevious?: boolean; suspense?: boolean }

/** What a view needs of the component it is made for. */
interface ViewOwner {
  committed: SyncView | undefined
  hold(held: Held | undefined, shown: Shown): Held
}

/** One for each key and manager, so that a render that is never committed disturbs nothing on screen. */
export class SyncView extends KeyView {
  declare options: SyncOptions
  held: Held | undefined
  /** React calls it in an effect: never in a server render, never for a render that is thrown away. */
  subscribe: (onChange: () => void) => () => void
  /** The result without a selector. */
  readonly read: () => object
  #served: Snapshot | undefined

  constructor(
    private readonly component: ViewOwner,
    readonly scope: AdapterScope,
    hash: string | null,
    fetcher: Fetcher<unknown> | undefined,
    options: SyncOptions,
    previous: Shown | undefined,
  ) {
    super(scope.manager, hash, fetcher, options, previous)
    this.subscribe = this.#appear.bind(this)
    this.read = () => this.show()
  }

  isOf(scope: AdapterScope, hash: string | null): boolean {
    return this.hash === hash && this.manager === scope.manager
  }

  /** Takes what a render says, committed or not: for one key all renders bring the same functions. */
  override adopt(fetcher: Fetcher<unknown> | undefined, options: SyncOptions): boolean {
    const isSame = super.adopt(fetcher, options)
    // A new function for other options: React then leaves, and comes back with them.
    if (!isSame) this.subscribe = this.#appear.bind(this)
    return isSame
  }

  /** The result for the state as of now, or as served. It takes `select`, so that each render keeps to its own. */
  show(select?: Select, isServed?: boolean): object {
    const snapshot = isServed ? (this.#served ??= this.#serve()) : this.snapshot()
    const shown = this.toShown(snapshot, select)
    if (this.held?.shown !== shown) this.held = this.component.hold(this.held, shown)
    return this.held.result
  }

  serve(): object {
    return this.show(this.options.select, true)
  }

  #serve(): Snapshot {
    const snapshot = this.snapshot()
    const entry = this.hash === null ? undefined : this.scope.served?.get(this.hash)
    // A boundary that waited shows what came after the state was taken; on a server it must see failures.
    if (!entry && this.options.suspense) return snapshot
    return toServed(snapshot, entry, typeof document === 'undefined')
  }

  override heard(onChange: () => void): void {
    tellReact(onChange)
  }

  #appear(onChange: () => void): () => void {
    this.component.committed = this
    return this.enter(onChange)
  }
}
