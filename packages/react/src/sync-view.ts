/** What a component shows of one key, and its registration of that key while mounted. */
import {
  UNKNOWN,
  type Fetcher,
  type Registration,
  type ResourceOptions,
  type Snapshot,
  type Target,
} from '@freshline/core'
import { tellReact, type Scope } from './provider'
import type { Held, Shown, Tracker } from './tracked'

/** What a hook was called with, taken apart. */
export interface SyncRequest {
  readonly fetcher?: Fetcher<unknown> | undefined
  readonly options: ResourceOptions<unknown> & {
    readonly keepPrevious?: boolean
    readonly suspense?: boolean
  }
}

export type Select = ((data: unknown) => unknown) | undefined

/** One for each key and manager, so that a render that is never committed disturbs nothing on screen. */
export class SyncView {
  held: Held | undefined
  #last: Snapshot | undefined
  #select: Select
  #selectedFrom: unknown = this
  #selected: unknown
  #served: Snapshot | undefined
  #isLive = false
  #registration: Registration<unknown> | undefined

  /** `hash` is the canonical key; null waits. */
  constructor(
    readonly scope: Scope,
    readonly hash: string | null,
    private request: SyncRequest,
    private readonly tracker: Tracker,
    private previous?: Shown,
  ) {}

  /** React calls it in an effect: never in a server render, never for a render that is thrown away. */
  readonly subscribe = (onChange: () => void): (() => void) => {
    if (this.hash === null) return () => {}
    this.#isLive = true
    this.#register(this.hash)
    const off = this.scope.manager.subscribe(this.hash, () => tellReact(onChange))
    return () => {
      this.#isLive = false
      off()
      this.#registration?.unregister()
    }
  }

  /** Takes what a committed render says; the manager is told only of what makes a difference to it. */
  update(request: SyncRequest): void {
    const before = this.request
    this.request = request
    if (!this.#isLive || this.hash === null) return
    if (!before.fetcher !== !request.fetcher) this.#register(this.hash)
    else if (!isAlike(before.options, request.options))
      this.#registration?.update(this.#fetch, this.#lasting())
  }

  /** The result for the state as of now, or as it was served. It takes `select` so that each render keeps to its own. */
  readonly show = (select?: Select, isServed?: boolean): object => {
    const snapshot = isServed ? (this.#served ??= this.toServed()) : this.snapshot()
    if (!this.held || snapshot !== this.#last || select !== this.#select) {
      this.held = this.tracker.hold(this.held, this.#toShown(snapshot, select))
      this.#last = snapshot
      this.#select = select
    }
    return this.held.result
  }

  get target(): Target {
    return { keys: this.hash === null ? [] : [this.hash] }
  }

  snapshot(): Snapshot {
    return this.hash === null ? UNKNOWN : this.scope.manager.getSnapshot(this.hash)
  }

  /**
   * What the server and the browser's first render show: data alone, for only data travels, and without times,
   * for the page's clock and zone are not the server's.
   */
  toServed(): Snapshot {
    const entry = this.hash === null ? undefined : this.scope.served?.get(this.hash)
    let snapshot = this.snapshot()
    // A boundary that waited shows what came after the state was taken; on a server it must see failures.
    if (!entry && this.request.options.suspense) return snapshot
    const isServed = snapshot.source === 'hydrated' || typeof document === 'undefined'
    if (!entry && (snapshot.status !== 'success' || !isServed)) return UNKNOWN
    const { key, data, version } = entry ?? snapshot
    const freshness = entry ? (entry.freshFor === 0 ? 'stale' : 'fresh') : snapshot.freshness
    const isStale = freshness === 'stale'
    return {
      ...UNKNOWN,
      key,
      data,
      version,
      freshness,
      isStale,
      status: 'success',
      source: 'hydrated',
      cached: true,
    }
  }

  #toShown(snapshot: Snapshot, select: Select): Shown {
    if (snapshot.status === 'pending' && this.previous) {
      return { ...snapshot, status: 'success', data: this.previous.data, isPrevious: true }
    }
    this.previous = undefined
    if (!select || snapshot.status !== 'success') return snapshot
    if (select !== this.#select || !Object.is(this.#selectedFrom, snapshot.data))
      this.#selected = select(snapshot.data)
    this.#selectedFrom = snapshot.data
    return { ...snapshot, data: this.#selected }
  }

  #register(hash: string): void {
    this.#registration?.unregister()
    const { fetcher } = this.request
    this.#registration = fetcher && this.scope.manager.register(hash, this.#fetch, this.#lasting())
  }

  readonly #fetch: Fetcher<unknown> = (context) => this.request.fetcher?.(context)

  /** The options, with functions that call the newest of their name. */
  #lasting(): ResourceOptions<unknown> {
    const { options } = this.request
    const functions = Object.entries(options).filter(([, value]) => typeof value === 'function')
    if (functions.length === 0) return options
    const toNewest = ([name]: [string, unknown]): [string, unknown] => [
      name,
      (...args: never[]) => (this.request.options[name as never] as Callback | undefined)?.(...args),
    ]
    return { ...options, ...Object.fromEntries(functions.map(toNewest)) }
  }
}

type Callback = (...args: never[]) => unknown

/** Compares by content; functions are alike, since the newest is called, and what is used late may be inline. */
const isAlike = (before: object, after: object): boolean =>
  before === after || JSON.stringify(before, toComparable) === JSON.stringify(after, toComparable)

const toComparable = (name: string, value: unknown): unknown => {
  if (name === 'key' || name === 'schema' || name === 'fallback') return undefined
  return typeof value === 'function' || value === Infinity ? typeof value : value
}
