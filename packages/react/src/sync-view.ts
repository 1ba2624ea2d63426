/** What a component shows of one key, and its registration of that key while mounted. */
import { UNKNOWN, type Fetcher, type ResourceOptions, type Snapshot } from '@freshline/core'
import { isAlike } from '@freshline/core/adapter'
import { tellReact, type Scope } from './provider'
import type { Held, Shown } from './tracked'

/** The options of a hook, whatever its data. */
export type SyncOptions = ResourceOptions<unknown> & { keepPrevious?: boolean; suspense?: boolean }

export type Select = ((data: unknown) => unknown) | undefined

/** What a view needs of the component it is made for. */
interface ViewOwner {
  committed: SyncView | undefined
  hold(held: Held | undefined, shown: Shown): Held
}

/** One for each key and manager, so that a render that is never committed disturbs nothing on screen. */
export class SyncView {
  held: Held | undefined
  /** React calls it in an effect: never in a server render, never for a render that is thrown away. */
  subscribe: (onChange: () => void) => () => void
  #told: Snapshot | undefined
  #last: Snapshot | undefined
  #select: Select
  #selectedFrom: unknown = this
  #selected: unknown
  #served: Snapshot | undefined

  /** `hash` is the canonical key; null waits. `previous` is shown until there is data. */
  constructor(
    private readonly component: ViewOwner,
    readonly scope: Scope,
    readonly hash: string | null,
    public fetcher: Fetcher<unknown> | undefined,
    public options: SyncOptions,
    private previous: Shown | undefined,
  ) {
    this.subscribe = this.#createSubscribe()
  }

  isOf(scope: Scope, hash: string | null): boolean {
    return this.hash === hash && this.scope.manager === scope.manager
  }

  /**
   * Takes what a render says. Its functions count at once, committed or not: for one key they all bring the same.
   * Other values count when React subscribes anew, once the render is on screen.
   */
  adopt(fetcher: Fetcher<unknown> | undefined, options: SyncOptions): void {
    const isSame = !fetcher === !this.fetcher && isAlike(this.options, options)
    this.fetcher = fetcher
    this.options = options
    if (!isSame) this.subscribe = this.#createSubscribe()
  }

  /** The result for the state as of now, or as served. It takes `select`, so that each render keeps to its own. */
  readonly show = (select?: Select, isServed?: boolean): object => {
    const snapshot = isServed ? (this.#served ??= this.#toServed()) : this.snapshot()
    if (!this.held || snapshot !== this.#last || select !== this.#select) {
      this.held = this.component.hold(this.held, this.#toShown(snapshot, select))
      this.#last = snapshot
      this.#select = select
    }
    return this.held.result
  }

  readonly serve = (): object => this.show(this.options.select, true)

  /** While subscribed, what was told last is how things are. */
  snapshot(): Snapshot {
    return this.#told ?? (this.hash === null ? UNKNOWN : this.scope.manager.getSnapshot(this.hash))
  }

  /**
   * What the server and the browser's first render show: data alone, for only data travels, and without times,
   * for the page's clock and zone are not the server's.
   */
  #toServed(): Snapshot {
    const snapshot = this.snapshot()
    const entry = this.hash === null ? undefined : this.scope.served?.get(this.hash)
    // A boundary that waited shows what came after the state was taken; on a server it must see failures.
    if (!entry && this.options.suspense) return snapshot
    const isServed = snapshot.source === 'hydrated' || typeof document === 'undefined'
    if (!entry && (snapshot.status !== 'success' || !isServed)) return UNKNOWN
    const { key, data } = entry ?? snapshot
    const isStale = entry ? entry.freshFor !== null && entry.freshFor <= 0 : snapshot.isStale
    const facts = { key, data, freshness: isStale ? 'stale' : 'fresh', isStale, cached: true } as const
    return { ...UNKNOWN, ...facts, status: 'success', source: 'hydrated' }
  }

  #toShown(snapshot: Snapshot, select: Select): Shown {
    if (snapshot.status === 'pending' && this.previous) {
      return { ...snapshot, status: 'success', data: this.previous.data, isPrevious: true }
    }
    this.previous = undefined
    if (!select || snapshot.status !== 'success') return snapshot
    if (select !== this.#select || !Object.is(this.#selectedFrom, snapshot.data)) {
      this.#selected = select(snapshot.data)
    }
    this.#selectedFrom = snapshot.data
    return { ...snapshot, data: this.#selected }
  }

  /** A new function for other options: React then leaves, and comes back with them. */
  #createSubscribe(): SyncView['subscribe'] {
    return (onChange) => {
      const { hash, fetcher, scope } = this
      this.component.committed = this
      if (hash === null) return () => {}
      const registration = fetcher && scope.manager.register(hash, this.#fetch, this.#lasting())
      const off = scope.manager.subscribe(hash, (snapshot) => {
        this.#told = snapshot
        tellReact(onChange)
      })
      this.#told = scope.manager.getSnapshot(hash)
      return () => {
        this.#told = undefined
        off()
        registration?.unregister()
      }
    }
  }

  readonly #fetch: Fetcher<unknown> = (context) => this.fetcher?.(context)

  /** The options, with callbacks that call the newest of their name. */
  #lasting(): ResourceOptions<unknown> {
    const { options } = this
    if (!options.onSuccess && !options.onError) return options
    return {
      ...options,
      onSuccess: (...told) => this.options.onSuccess?.(...told),
      onError: (...told) => this.options.onError?.(...told),
    }
  }
}
