/** The manager people hold: a facade that checks what enters, and hands it to the floors below. */
import { check, checkFunction, TEXT } from '../base/check'
import { systemClock, type Clock } from '../base/clock'
import type { Report } from '../base/emitter'
import type { Fetcher } from '../base/fetch-context'
import { OptionError } from '../base/option-error'
import { storeOf } from '../cache'
import { browserEnvironment, type Environment } from '../environment'
import { hashKey, parseTarget, toEntryKey, type Key, type Target } from '../keys'
import { Mutations, type MutateOptions, type Mutation } from '../mutation'
import {
  addPlugins,
  invalidate,
  refresh,
  statusOf,
  toMetrics,
  type Engine,
  type InvalidateOptions,
  type RefreshOptions,
  type Resource,
  type ResourceOptions,
  type Snapshot,
  type SyncEvent,
  type SyncEventType,
  type SyncMetrics,
  type SyncReport,
  type SyncStatus,
} from '../sync'
import { createEngine } from './create-engine'
import { hearForceRefresh } from './hear-force-refresh'
import { propagationOf, type DataSyncManagerOptions } from './manager-options'
import { Registration } from './registration'
import { describe, enter, leave, live, watch } from './registrations'
import { disposeEngine, resetEngine, setEnabled, switchTargets } from './switches'
import { prefetch, setData, type SetDataOptions } from './writes'

const engines = /* @__PURE__ */ new WeakMap<DataSyncManager, Engine>()

/** The engine behind a manager: for the library's own entry points alone. */
export const engineOf = (manager: DataSyncManager): Engine => engines.get(manager) as Engine

/**
 * Keeps resources fresh: polls what is wanted, asks again for what was invalidated, and tells who watches.
 * Constructing starts nothing.
 *
 * @example
 * const manager = new DataSyncManager()
 * const stats = manager.register('stats', () => fetchFresh('/api/stats'), { interval: 30_000 })
 * stats.subscribe((snapshot) => render(snapshot.data))
 *
 * @throws OptionError for options that have no meaning
 */
export class DataSyncManager {
  readonly #engine: Engine
  /** Where time comes from. */
  readonly clock: Clock
  /** Whether anybody looks and there is a network. */
  readonly environment: Environment
  /** Tells, where everything is told that foreign code throws. */
  readonly report: Report
  readonly #mutations: Mutations
  /** What stored or shared data is prefixed with; `reset({ scope })` changes it. */
  scope: string
  #offPlugins: (() => void) | undefined
  #offDom: (() => void) | undefined

  constructor(options: DataSyncManagerOptions = {}) {
    const { scope = '', plugins = [] } = options
    this.scope = check('scope', scope, TEXT)
    this.clock = options.clock ?? (options.cache && storeOf(options.cache)?.clock) ?? systemClock
    this.environment = options.environment ?? browserEnvironment()
    const engine = (this.#engine = createEngine(options, this.clock, this.environment))
    engines.set(this, engine)
    this.report = engine.report
    this.#mutations = new Mutations(engine, propagationOf(options, this.clock))
    engine.hear = (isOn) => {
      this.#offDom = isOn ? hearForceRefresh(this) : void this.#offDom?.()
    }
    if (plugins.length > 0) this.#offPlugins = addPlugins(engine, plugins, this)
  }

  /**
   * Registers a key: it is asked for at once where nothing fresh is held, then at its interval, until the last
   * registration leaves. The same key twice shares one entry and one poll.
   * @throws OptionError, key errors, and `disposed`
   */
  register<T>(resource: Resource<T>, options?: ResourceOptions<T>): Registration<T>
  register<T>(key: Key, fetcher: Fetcher<T>, options?: ResourceOptions<T>): Registration<T>
  register<T>(
    what: Resource<T> | Key,
    fetcherOrOptions?: Fetcher<T> | ResourceOptions<T>,
    more?: ResourceOptions<T>,
  ): Registration<T> {
    const { key, fetcher, options } = describe(what, fetcherOrOptions, more)
    const registration = new Registration<T>(this.#engine, key, fetcher, options)
    enter(live(this.#engine), key, registration)
    return registration
  }

  /** Drops one registration of a key, the newest. Unknown keys are ignored. */
  unregister(key: Key): void {
    const hash = hashKey(key)
    const newest = this.#engine.entries.get(hash)?.owners.at(-1)
    if (newest) leave(this.#engine, hash, newest)
  }

  /**
   * Asks the server now, whatever is held: while paused, disabled or hidden, too. Offline it is owed. A request
   * in flight that began after the last invalidation is joined. Never rejects for a failed request.
   * @throws target errors
   */
  async refresh(target: Target, options: RefreshOptions = {}): Promise<SyncReport> {
    return refresh(this.#engine, target, options)
  }

  /** Like {@link DataSyncManager.refresh}, for all registered keys. */
  async refreshAll(options: RefreshOptions = {}): Promise<SyncReport> {
    return refresh(this.#engine, undefined, options)
  }

  /**
   * Makes what a target names stale: what is held, in flight, or not yet loaded. Wanted keys are asked for again
   * at once; the report says how that ended.
   * @throws target errors
   */
  async invalidate(target: Target, options: InvalidateOptions = {}): Promise<SyncReport> {
    if (options.refetch !== undefined && options.refetch !== 'wanted' && options.refetch !== 'none') {
      throw new OptionError('refetch', options.refetch, "'wanted', 'none'")
    }
    return invalidate(this.#engine, parseTarget(target), options)
  }

  /** The state of a key: the same object until something changes. An unknown key makes no entry. */
  getSnapshot<T = unknown>(key: Key): Snapshot<T> {
    return this.#engine.peek(hashKey(key)) as Snapshot<T>
  }

  /**
   * Watches a key; answers how to stop. With a selector the listener gets `(selected, snapshot)`, and is told
   * only when what it selected changed.
   * @throws key errors
   */
  subscribe<T = unknown>(key: Key, listener: (snapshot: Snapshot<T>) => void): () => void
  subscribe<T, S>(
    key: Key,
    listener: (selected: S, snapshot: Snapshot<T>) => void,
    select: (snapshot: Snapshot<T>) => S,
  ): () => void
  subscribe(key: Key, listener: unknown, select?: unknown): () => void {
    return watch(this.#engine, toEntryKey(key), listener, select)
  }

  /**
   * Writes a value, or what an updater makes of the current one, as of now: older answers do not replace it, and
   * no poll is lost. `ttl` is in milliseconds; by default the resource's, or the cache's.
   * @throws OptionError and key errors
   */
  setData<T = unknown>(
    key: Key,
    valueOrUpdater: T | ((current: T | undefined) => T),
    options: SetDataOptions = {},
  ): void {
    setData(this.#engine, toEntryKey(key), valueOrUpdater, options)
  }

  /** Brings a resource into the cache where nothing fresh is held, without registering it. Never rejects. */
  async prefetch<T>(resource: Resource<T>): Promise<Snapshot<T>> {
    return prefetch(live(this.#engine), describe(resource)) as Promise<Snapshot<T>>
  }

  /**
   * Runs a write, with optimistic updates, and invalidates what it touched; resolves with what `fn` answered.
   * @throws whatever `fn` throws
   */
  async mutate<R>(fn: Mutation<R>, options: MutateOptions<R> = {}): Promise<R> {
    live(this.#engine)
    return this.#mutations.mutate(fn, options)
  }

  /** Switches automatic requests off: all of them, or those of a target. */
  pause(target?: Target): void {
    switchTargets(this.#engine, target, true)
  }

  /** Switches automatic requests on again; what is due is asked for at once. */
  resume(target?: Target): void {
    switchTargets(this.#engine, target, false)
  }

  /** Switches the automatic requests of one key on or off, whatever its registrations say. */
  setEnabled(key: Key, on: boolean): void {
    setEnabled(this.#engine, toEntryKey(key), on)
  }

  /** Whether automatic requests are switched off for everything. */
  get isPaused(): boolean {
    return this.#engine.isPaused
  }

  /** Whether there is a network. */
  get isOnline(): boolean {
    return this.#engine.presence.isOnline
  }

  /** Listens to events of one type, or of all (`'*'`); answers how to stop. */
  on(event: SyncEventType | '*', listener: (event: SyncEvent) => void): () => void {
    return this.#engine.emitter.on(event, checkFunction('listener', listener))
  }

  /** One row a key, for `console.table`. */
  getStatus(): SyncStatus[] {
    return statusOf(this.#engine)
  }

  /** Totals since the manager was made. */
  metrics(): SyncMetrics {
    return toMetrics(this.#engine.counters, this.#engine.entries.size, this.#engine.queue.running)
  }

  /**
   * For sign-out: aborts what is in flight and refuses its answers, clears data, optimistic updates and queues.
   * Registered keys go on polling; with a new `scope` they are asked for at once, for the new user.
   */
  reset(options: { readonly scope?: string | undefined } = {}): void {
    if (options.scope !== undefined) this.scope = check('scope', options.scope, TEXT)
    resetEngine(this.#engine, options.scope !== undefined)
  }

  /** Ends everything: no timer, no listener, no request remains. Later calls that would ask are errors or skipped. */
  dispose(): void {
    if (this.#engine.isDisposed) return
    this.#offPlugins?.()
    this.#engine.hear?.(false)
    disposeEngine(this.#engine)
    this.#mutations.dispose()
  }
}
