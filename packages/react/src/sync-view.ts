/** What a component shows of one key, and its registration of that key while mounted. */
import {
  UNKNOWN,
  type Fetcher,
  type Registration,
  type ResourceOptions,
  type Snapshot,
  type Target,
} from '@freshline/core'
import { isAlike } from './is-alike'
import { tellReact, type Scope } from './provider'
import type { SyncComponent } from './sync-component'
import type { Held, Shown } from './tracked'

/** The options of a hook, whatever its data. */
export type SyncOptions = ResourceOptions<unknown> & {
  readonly keepPrevious?: boolean
  readonly suspense?: boolean
}

export type Select = ((data: unknown) => unknown) | undefined

/** One for each key and manager, so that a render that is never committed disturbs nothing on screen. */
export class SyncView {
  held: Held | undefined
  /** React calls it in an effect: never in a server render, never for a render that is thrown away. */
  subscribe: (onChange: () => void) => () => void
  #last: Snapshot | undefined
  #select: Select
  #selectedFrom: unknown = this
  #selected: unknown
  #served: Snapshot | undefined
  #registration: Registration<unknown> | undefined
  #told: Snapshot | undefined

  /** `hash` is the canonical key; null waits. `previous` is shown until there is data. */
  constructor(
    private readonly component: SyncComponent,
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

  /** The result for the state as of now, or as it was served. It takes `select` so that each render keeps to its own. */
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

  get target(): Target {
    return { keys: this.hash === null ? [] : [this.hash] }
  }

  /** While subscribed, what was told last is how things are. */
  snapshot(): Snapshot {
    return this.#told ?? (this.hash === null ? UNKNOWN : this.scope.manager.getSnapshot(this.hash))
  }

  /**
   * What the server and the browser's first render show: data alone, for only data travels, and without times,
   * for the page's clock and zone are not the server's.
   */
  #toServed(): Snapshot {
    const entry = this.hash === null ? undefined : this.scope.served?.get(this.hash)
    const snapshot = this.snapshot()
    // A boundary that waited shows what came after the state was taken; on a server it must see failures.
    if (!entry && this.options.suspense) return snapshot
    const isServed = snapshot.source === 'hydrated' || typeof document === 'undefined'
    if (!entry && (snapshot.status !== 'success' || !isServed)) return UNKNOWN
    const { key, data } = entry ?? snapshot
    const freshness = entry ? (entry.freshFor === 0 ? 'stale' : 'fresh') : snapshot.freshness
    return {
      ...UNKNOWN,
      ...{ key, data, freshness, isStale: freshness === 'stale' },
      ...{ status: 'success', source: 'hydrated', cached: true },
    }
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

  #createSubscribe(): SyncView['subscribe'] {
    const subscribe = (onChange: () => void): (() => void) => {
      const { hash, scope } = this
      this.component.committed = this
      if (hash === null) return () => {}
      this.#register(hash)
      const off = scope.manager.subscribe(hash, (snapshot) => {
        this.#told = snapshot
        tellReact(onChange)
      })
      this.#told = scope.manager.getSnapshot(hash)
      return () => {
        this.#told = undefined
        off()
        // Subscribed anew for other options, the registration goes on with them.
        if (this.subscribe === subscribe) this.#leave()
        else queueMicrotask(() => this.#leave())
      }
    }
    return subscribe
  }

  #register(hash: string): void {
    if (!this.fetcher) this.#registration = void this.#registration?.unregister()
    else if (this.#registration) this.#registration.update(this.#fetch, this.#lasting())
    else this.#registration = this.scope.manager.register(hash, this.#fetch, this.#lasting())
  }

  #leave(): void {
    if (!this.#told) this.#registration = void this.#registration?.unregister()
  }

  readonly #fetch: Fetcher<unknown> = (context) => this.fetcher?.(context)

  /** The options, with functions that call the newest of their name. */
  #lasting(): ResourceOptions<unknown> {
    const { options } = this
    let lasting: Record<string, unknown> | undefined
    for (const name in options) {
      if (typeof options[name as keyof ResourceOptions] !== 'function' || name === 'fetcher') continue
      lasting ??= { ...options }
      lasting[name] = (...args: never[]) => (this.options[name as never] as Callback | undefined)?.(...args)
    }
    return lasting ?? options
  }
}

type Callback = (...args: never[]) => unknown
