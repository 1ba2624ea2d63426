/** The manager people hold: a facade that checks what enters, and hands it to the floors below. */
import { checkCount, checkFunction } from '../base/check'
import { systemClock, type Clock } from '../base/clock'
import { CodedError } from '../base/coded-error'
import { reportToConsole, type Report } from '../base/emitter'
import type { Fetcher } from '../base/fetch-context'
import { OptionError } from '../base/option-error'
import type { Outcome, Version } from '../base/outcome'
import { share } from '../base/structural-share'
import { TtlCache } from '../cache'
import { browserEnvironment, onForceRefresh, type Environment } from '../environment'
import { hashKey, parseTarget, toEntryKey, type Key, type Target } from '../keys'
import { Mutations, type MutateOptions, type Propagate } from '../mutation'
import {
  addPlugins,
  askFor,
  compareVersions,
  Engine,
  invalidate,
  lineOf,
  Listeners,
  intervalOf,
  refresh,
  Registration,
  resolveLog,
  start,
  statusOf,
  Subscription,
  toMetrics,
  type InvalidateOptions,
  type LogOption,
  type Meta,
  type Plugin,
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
import { createHandlers } from './handlers'
import { dropRegistration, resetEngine, switchTargets } from './switches'

/** Options of a {@link DataSyncManager}. All durations are milliseconds. */
export interface DataSyncManagerOptions {
  /** Where data is held. Default: a cache of its own, of at most 10,000 unwatched entries. */
  readonly cache?: TtlCache | undefined
  /** Where time comes from. Default: the cache's clock or the system's. */
  readonly clock?: Clock | undefined
  /** Whether anybody looks and there is a network. Default: the browser's, or always. */
  readonly environment?: Environment | undefined
  /** Options of every resource that does not say otherwise. */
  readonly defaults?: ResourceOptions | undefined
  /** How many requests are in flight at once. Default 6. */
  readonly maxConcurrent?: number | undefined
  readonly plugins?: readonly Plugin[] | undefined
  /** The readable log: a level, `true`, or a sink. Default off. */
  readonly log?: LogOption | undefined
  /** A prefix for what is stored or shared, so that two users of one browser never meet. Default none. */
  readonly scope?: string | undefined
  /** Tells the server's cache what mutations invalidate. Default none. */
  readonly propagate?: Propagate | undefined
  /** The off switch: `false` passes every request straight through, without polling, joining or keeping fresh. */
  readonly enabled?: boolean | undefined
  /** Told of what listeners, callbacks and plug-ins throw. Default: the console. */
  readonly report?: Report | undefined
}

/** The engine behind a manager: for the library's own entry points alone. */
export let engineOf: (manager: DataSyncManager) => Engine

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
  readonly #mutations: Mutations
  readonly #clock: Clock
  #scope: string
  #offPlugins: (() => void) | undefined
  #offDom: (() => void) | undefined
  #registered = 0

  static {
    engineOf = (manager) => manager.#engine
  }

  constructor(options: DataSyncManagerOptions = {}) {
    const { defaults = {}, maxConcurrent = 6, plugins = [], scope = '', enabled = true, propagate } = options
    if (typeof enabled !== 'boolean') throw new OptionError('enabled', enabled, 'true, false')
    if (typeof scope !== 'string') throw new OptionError('scope', scope, 'a string')
    this.#scope = scope
    this.#clock = options.clock ?? systemClock
    const environment = options.environment ?? browserEnvironment()
    this.#engine = new Engine(
      {
        cache: options.cache ?? new TtlCache({ maxEntries: 10_000, clock: this.#clock }),
        clock: this.#clock,
        environment,
        defaults,
        maxConcurrent: checkCount('maxConcurrent', maxConcurrent),
        enabled,
        report: options.report === undefined ? reportToConsole : checkFunction('report', options.report),
      },
      createHandlers,
    )
    this.#mutations = new Mutations(this.#engine, propagate && checkFunction('propagate', propagate))
    const log = resolveLog(options.log)
    if (log) {
      this.#engine.turns.emitter.on('*', (event) => {
        const line = lineOf(event, (key) => {
          const entry = this.#engine.entries.get(key)
          return entry ? intervalOf(this.#engine, entry) : Infinity
        })
        if (line) log(line[0], line[1], event)
      })
    }
    this.#engine.log = log
    if (plugins.length > 0) {
      this.#offPlugins = addPlugins(this.#engine, plugins, { clock: this.#clock, environment, scope })
    }
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
    this.#live()
    const { key, fetcher, options } = readResource(what, fetcherOrOptions, more)
    const engine = this.#engine
    const registration = new Registration<T>(this.#host, key, fetcher, options)
    engine.turn(() => {
      // Options are checked before anything is changed.
      engine.policyFor(registration.options)
      const entry = engine.ensure(key)
      entry.registrations.push(registration)
      if (entry.registrations.length === 1) {
        if (this.#registered++ === 0) this.#hearDom()
        entry.base ||= engine.now()
      }
      this.#adopt(key)
      if (entry.registrations.length === 1) engine.emit('registered', entry)
      const record = engine.store.records.get(key)
      const meta = record?.meta as Meta | undefined
      const isNew = meta?.prefetched === true && !record?.epoch && engine.now() - (record?.at ?? 0) < 5000
      if (record && isNew) record.meta = { ...meta, prefetched: false }
      const isAsked = engine.isEnabled ? entry.snapshot.freshness !== 'fresh' && !isNew : true
      if (isAsked && !entry.run && entry.isWanted) {
        entry.owed = 'registered'
        entry.owedAt = engine.now()
      } else if (entry.run) engine.counters.joined++
    })
    return registration
  }

  /** Drops one registration of a key, the newest. Unknown keys are ignored. */
  unregister(key: Key): void {
    const name = hashKey(key)
    const newest = this.#engine.entries.get(name)?.registrations.at(-1)
    if (newest) this.#host.leave(newest, name)
  }

  /**
   * Asks the server now, whatever is held: while paused, disabled or hidden, too. Offline it is owed. A request
   * in flight that began after the last invalidation is joined. Never rejects for a failed request.
   * @throws target errors
   */
  async refresh(target: Target, options: RefreshOptions = {}): Promise<SyncReport> {
    this.#warnUnknown(target)
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
    this.#warnUnknown(target)
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
    return this.#host.watch(toEntryKey(key), listener, select)
  }

  /**
   * Writes a value, or what an updater makes of the current one, as of now: older answers do not replace it, and
   * no poll is lost. `ttl` is in milliseconds; by default the resource's, or the cache's.
   * @throws OptionError and key errors
   */
  setData<T = unknown>(
    key: Key,
    valueOrUpdater: T | ((current: T | undefined) => T),
    options: { readonly ttl?: number | undefined; readonly version?: Version | undefined } = {},
  ): void {
    const name = toEntryKey(key)
    const { store } = this.#engine
    const entry = this.#engine.entries.get(name)
    const record = store.held(name)
    const current = (entry ? entry.snapshot.data : record?.value) as T | undefined
    const value =
      typeof valueOrUpdater === 'function'
        ? (valueOrUpdater as (current: T | undefined) => T)(current)
        : valueOrUpdater
    const life = entry?.registrations.length ? entry.policy.life : this.#engine.defaultLife
    const { ttl = life.ttl, version } = options
    if (!(ttl >= 0)) throw new OptionError('ttl', ttl, 'milliseconds, 0 or more, or Infinity')
    const meta = record?.meta as Meta | undefined
    this.#engine.turn(() =>
      store.write(name, record ? share(record.value, value) : value, {
        started: ++store.sequence,
        order: compareVersions(version, meta?.version),
        life: ttl === life.ttl ? life : { ...life, ttl },
        meta: { source: 'manual', version } satisfies Meta,
      }),
    )
  }

  /** Brings a resource into the cache where nothing fresh is held, without registering it. Never rejects. */
  async prefetch<T>(resource: Resource<T>): Promise<Snapshot<T>> {
    this.#live()
    const { key, fetcher, options } = readResource<T>(resource, undefined, undefined)
    const engine = this.#engine
    const policy = engine.policyFor(options as unknown as ResourceOptions)
    if (engine.isEnabled && engine.peek(key).freshness === 'fresh') return engine.peek(key) as Snapshot<T>
    return new Promise((resolve) => {
      engine.turn(() => {
        const entry = engine.ensure(key)
        if (entry.registrations.length === 0) entry.policy = policy
        const run = entry.run ?? start(engine, entry, 'prefetch', { fetcher })
        run.kept = true
        run.wait(() => resolve(entry.snapshot as Snapshot<T>))
      })
    })
  }

  /**
   * Runs a write, with optimistic updates, and invalidates what it touched; resolves with what `fn` answered.
   * @throws whatever `fn` throws
   */
  mutate<R>(fn: () => Promise<R | Outcome<R>> | R | Outcome<R>, options: MutateOptions<R> = {}): Promise<R> {
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
    const name = toEntryKey(key)
    this.#engine.turn(() => {
      const entry = this.#engine.entries.get(name)
      if (!entry) return
      entry.switched = on
      if (on && entry.snapshot.freshness === 'empty' && !entry.run) {
        entry.owed = 'registered'
        entry.owedAt = 0
      }
      this.#engine.emit(on ? 'resumed' : 'paused', entry, 'enabled')
      this.#engine.touch(entry)
    })
  }

  /** Whether automatic requests are switched off for everything. */
  get isPaused(): boolean {
    return this.#engine.isPaused
  }

  /** Whether there is a network. */
  get isOnline(): boolean {
    return this.#engine.presence.isOnline
  }

  /** What stored or shared data is prefixed with. */
  get scope(): string {
    return this.#scope
  }

  /** Listens to events of one type, or of all (`'*'`); answers how to stop. */
  on(event: SyncEventType | '*', listener: (event: SyncEvent) => void): () => void {
    return this.#engine.turns.emitter.on(event, checkFunction('listener', listener))
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
    if (options.scope !== undefined) this.#scope = options.scope
    resetEngine(this.#engine, options.scope !== undefined)
  }

  /** Ends everything: no timer, no listener, no request remains. Later calls that would ask are errors or skipped. */
  dispose(): void {
    const engine = this.#engine
    if (engine.isDisposed) return
    this.#offPlugins?.()
    this.#offDom?.()
    engine.isDisposed = true
    engine.turn(() => {
      for (const entry of [...engine.entries.values()]) {
        entry.listeners?.clear()
        entry.project = undefined
        for (const registration of [...entry.registrations])
          dropRegistration(engine, entry, registration, true)
        dropRegistration(engine, entry, undefined, true)
      }
    })
    engine.queue.clear()
    engine.deadlines.clear()
    engine.turns.emitter.clear()
  }

  readonly #host = {
    refreshOne: async (key: string, options: RefreshOptions): Promise<Snapshot> => {
      const entry = this.#engine.entries.get(key)
      if (entry) await askFor(this.#engine, entry, options)
      return this.#engine.peek(key)
    },
    watch: (key: string, listener: unknown, select: unknown): (() => void) => {
      checkFunction('listener', listener)
      if (select !== undefined) checkFunction('select', select)
      const engine = this.#engine
      if (engine.isDisposed) return () => {}
      const entry = engine.ensure(key)
      entry.listeners ??= new Listeners(() => dropRegistration(engine, entry, undefined))
      const subscription = new Subscription(
        entry.listeners,
        listener as never,
        select as never,
        entry.snapshot,
      )
      entry.listeners.add(subscription)
      if (entry.listeners.size === 1) {
        entry.told = entry.snapshot
        engine.turn(() => engine.touch(entry))
      }
      return subscription.off.bind(subscription)
    },
    getSnapshot: (key: string): Snapshot => this.#engine.peek(key),
    leave: (registration: object, key: string): void => {
      const entry = this.#engine.entries.get(key)
      const mine = entry?.registrations.find((each) => each === registration)
      if (!entry || !mine) return
      this.#engine.turn(() => {
        dropRegistration(this.#engine, entry, mine)
        if (entry.registrations.length > 0) this.#adopt(key)
        else if (--this.#registered === 0) {
          this.#offDom?.()
          this.#offDom = undefined
        }
      })
    },
    change: (_registration: object, key: string): void => {
      this.#engine.turn(() => this.#adopt(key))
    },
  }

  /** Takes over what the registrations of a key say. */
  #adopt(key: string): void {
    const engine = this.#engine
    const entry = engine.entries.get(key)
    if (!entry) return
    entry.fetcher = entry.registrations.at(-1)?.fetcher
    const policy = engine.policyOf(entry)
    if (policy !== entry.policy) {
      entry.policy = policy
      const record = engine.store.records.get(key)
      if (record && policy.life.tags.some((tag) => !record.life.tags.includes(tag))) {
        engine.store.relabel(record, {
          ...record.life,
          tags: [...new Set([...record.life.tags, ...policy.life.tags])],
        })
      }
    }
    engine.touch(entry)
  }

  #hearDom(): void {
    this.#offDom = onForceRefresh((target) => {
      const done =
        target === undefined
          ? this.refreshAll({ force: true })
          : this.refresh(target as Target, { force: true })
      done.catch((error: unknown) => this.#engine.report(error, 'forceDataRefresh'))
    })
  }

  #warnUnknown(target: Target): void {
    const { log, entries, store } = this.#engine
    if (!log) return
    for (const key of parseTarget(target).keys) {
      if (!entries.has(key) && !store.records.has(key)) log('info', `Unknown key ${key}: nothing to do`)
    }
  }

  #live(): void {
    if (this.#engine.isDisposed)
      throw new CodedError('disposed', 'This manager was disposed of; make a new one')
  }
}

/** What `register(resource, options)` and `register(key, fetcher, options)` have in common. */
function readResource<T>(
  what: Resource<T> | Key,
  second: Fetcher<T> | ResourceOptions<T> | undefined,
  third: ResourceOptions<T> | undefined,
): { key: string; fetcher: Fetcher<T>; options: ResourceOptions<T> } {
  if (typeof what === 'object' && what !== null && !Array.isArray(what)) {
    const { key, fetcher, ...options } = what as Resource<T>
    return {
      key: toEntryKey(key),
      fetcher: checkFunction('fetcher', fetcher),
      options: second ? { ...options, ...(second as ResourceOptions<T>) } : options,
    }
  }
  return {
    key: toEntryKey(what as Key),
    fetcher: checkFunction('fetcher', second as Fetcher<T>),
    options: third ?? {},
  }
}
