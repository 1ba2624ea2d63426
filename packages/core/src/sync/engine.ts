/**
 * What the parts of the manager share: the entries, the cache's store, the one timer, the budget of requests
 * and the turn. What happens to an entry is decided in the files beside this one; here is what holds it.
 */
import { isolate, reportToConsole } from '../base/emitter'
import { share } from '../base/structural-share'
import type { CacheRecord, Store, Write } from '../cache'
import type { FreshnessTable } from '../freshness-table'
import { matchesTarget, type TargetSet } from '../keys'
import { Deadlines } from '../schedule/deadlines'
import { PRIORITY, RequestQueue } from '../schedule/request-queue'
import { metaOf, type EngineHandlers, type EngineOptions, type Meta } from './engine-parts'
import { Entry } from './entry'
import type { Propagation, Reason, SyncEventType } from './events'
import { Attempt, FetchRun, type Around } from './fetch-run'
import type { Log } from './log'
import { Counters } from './metrics'
import { asksSame, isAlike, resolvePolicy, type Policy } from './policy'
import { Presence } from './presence'
import { reduce, type EntryEvent } from './reduce'
import type { ResourceOptions } from './resource'
import { shownOf, unheldSnapshot } from './shown'
import { pendingSnapshot, UNKNOWN, type Activity, type Snapshot, type Source } from './snapshot'
import type { Trace } from './trace'
import { Turns } from './turns'
import { compareVersions, isOlder } from './versions'

export class Engine extends Turns {
  readonly entries = new Map<string, Entry>()
  /** Entries of which nothing is held: the cache's indexes do not know them. */
  readonly vacant = new Set<Entry>()
  readonly store: Store<unknown>
  readonly deadlines: Deadlines<Entry>
  readonly queue: RequestQueue<FetchRun<Entry>>
  readonly presence: Presence
  readonly counters = new Counters()
  /** By which the cache knows what is this manager's, without holding on to it. */
  readonly token = {}
  readonly isEnabled: boolean
  /** Plug-ins that may hold a key's automatic requests, and that stretch intervals. */
  readonly gates = new Set<(key: string) => boolean>()
  readonly scales = new Set<(key: string) => number>()
  /** The switch of `pause()` and `resume()` for everything. */
  isPaused = false
  /** Where there are any: what a tool puts between manager and fetchers, the readable log, who measures. */
  around: Around | undefined
  log: Log | undefined
  trace: Trace | undefined
  isDisposed = false
  /** Told when there are registrations, and when there are none any more. */
  hear: ((isOn: boolean) => void) | undefined
  /** How many keys are registered. */
  registered = 0
  /** Whose answer is being written, where it is idle after that: what is held and what is done are shown as one. */
  writing: Entry | undefined
  /** Engines forget what they compiled for objects of which none is alive when they collect garbage: one always is. */
  readonly specimen: FetchRun<Entry>
  readonly #handlers: EngineHandlers
  readonly #defaults: ResourceOptions<unknown>
  readonly #unregistered: Policy
  readonly #table: FreshnessTable | undefined
  #recent: { options: ResourceOptions<unknown>; policy: Policy } | undefined

  constructor(options: EngineOptions, handlers: (engine: Engine) => EngineHandlers) {
    const { store, report } = options
    super((error, where) => isolate(reportToConsole, 'report', () => report(error, where)), store.timeline)
    this.store = store
    this.queue = new RequestQueue(options.maxConcurrent)
    this.isEnabled = options.enabled
    if (options.freshness) this.store.bounds.set(this.token, options.freshness)
    this.#table = options.freshness
    this.#defaults = options.defaults
    this.#unregistered = resolvePolicy([], this.#defaults)
    this.specimen = new FetchRun(new Entry('', UNKNOWN, this.#unregistered), '', PRIORITY.user, false, false)
    this.specimen.current = new Attempt(this.specimen, undefined, options.clock)
    this.#handlers = handlers(this)
    this.presence = new Presence(options.environment, this.#handlers.presence)
    this.deadlines = new Deadlines<Entry>(options.clock, this.timeline, (due, now, slept) =>
      this.turn(() => this.#handlers.due(due, now, slept)),
    )
  }

  /** Elapsed time. */
  now(): number {
    return this.timeline.read()
  }

  /** What foreign code answers; where it throws, that is reported, and the answer is `otherwise`. */
  guard<R>(where: string, otherwise: R, run: () => R): R {
    try {
      return run()
    } catch (error) {
      this.report(error, where)
      return otherwise
    }
  }

  settle(entry: Entry): void {
    if (this.tidy(entry)) return
    this.#handlers.pump(entry)
    this.tidy(entry)
  }

  drain(): void {
    for (const { entry } of this.queue.drain(this.#handlers.begin)) this.touch(entry)
  }

  arm(): void {
    this.deadlines.arm()
  }

  /** The entry of a key, made where there is none. */
  ensure(key: string): Entry {
    let entry = this.entries.get(key)
    if (entry) return entry
    if (this.entries.size === 0) this.#attach()
    const record = this.store.held(key)
    entry = new Entry(
      key,
      record ? unheldSnapshot(this.timeline, record) : pendingSnapshot(key),
      this.#unregistered,
    )
    this.entries.set(key, entry)
    entry.record = record
    entry.base = record?.at ?? this.now()
    if (record) this.store.pin(record)
    else this.vacant.add(entry)
    return entry
  }

  /** Forgets an entry that nobody needs any more. Answers whether it is gone. */
  tidy(entry: Entry): boolean {
    if (entry.isHeld || entry.runs.length > 0 || entry.project) return false
    this.deadlines.set(entry, Infinity)
    if (this.entries.get(entry.key) !== entry) return true
    this.entries.delete(entry.key)
    this.vacant.delete(entry)
    entry.skipWaiters()
    this.store.unpin(entry.key)
    if (this.entries.size === 0) this.#detach()
    return true
  }

  /** The snapshot of a key. */
  peek(key: string): Snapshot {
    const entry = this.entries.get(key)
    if (entry) return entry.snapshot
    const record = this.store.held(key)
    return record ? unheldSnapshot(this.timeline, record) : UNKNOWN
  }

  /** Puts on screen what is held, under what optimistic layers make of it. */
  show(entry: Entry, heals: boolean, source?: Source, reason?: Reason): void {
    const { record } = entry
    const data = entry.project?.(record?.value)
    if (!record && data === undefined)
      return this.apply(entry, { type: 'removed', fallback: entry.policy.rules.fallback })
    let shown = shownOf(this.timeline, record, entry.policy.rules.overdueAfter, source)
    if (data !== undefined) shown = { ...shown, data, source: 'optimistic', cached: false }
    this.apply(entry, { type: 'shown', shown, heals, activity: this.writing && 'idle' }, reason)
  }

  /** The one door: applies an event to an entry and tells of what it changed. */
  apply(entry: Entry, event: EntryEvent, reason?: Reason): void {
    const before = entry.snapshot
    const after = reduce(before, event)
    if (after === before) return
    entry.snapshot = after
    this.changed(entry)
    if (after.freshness !== before.freshness) {
      if (after.freshness === 'fresh') this.emit('fresh', entry, reason)
      else if (after.freshness === 'stale' && before.freshness === 'fresh')
        this.emit('stale', entry, reason ?? 'expired')
    }
    if (after.isOverdue && !before.isOverdue) this.emit('overdue', entry, reason)
  }

  /** Says what is being done about an entry. */
  act(entry: Entry, activity: Activity): void {
    if (entry.snapshot.activity !== activity) this.apply(entry, { type: 'activity', activity })
  }

  /** Raises an event; it is told at the end of the turn. */
  emit(type: SyncEventType, entry?: Entry, reason?: Reason, propagation?: Propagation): void {
    if (!this.emitter.has(type)) return
    const at = this.store.clock.now()
    const more = propagation && { propagation }
    const event = { type, key: entry?.key, at, reason, snapshot: entry?.snapshot, ...more }
    this.later(() => this.emitter.emit(event))
  }

  /**
   * Writes to the cache, ordered by the versions in `meta`, where there are any: one below the least that is good is
   * not fresh. What did not change keeps its identity, whether anybody watches or not.
   */
  write(key: string, value: unknown, write: Write & { readonly meta: Meta }): CacheRecord | undefined {
    const { store } = this
    const entry = this.writing?.key === key ? this.writing : undefined
    const record = entry ? entry.record : store.records.get(key)
    write.order = compareVersions(write.meta.version, metaOf(record).version)
    if (isOlder(write.meta.version, store.epochs.floors.get(key))) write.spoiled = store.sequence
    if (record && !entry && !this.entries.has(key)) value = share(record.value, value)
    return store.write(key, value, write, record)
  }

  /** What registrations of a key ask for, taken together. */
  policyOf(key: string, said: readonly ResourceOptions<unknown>[]): Policy {
    const asked = this.#table?.bound(key, said, (error) => this.report(error, 'freshness')) ?? said
    const [first, second] = asked
    if (!first) return this.#unregistered
    if (second) return resolvePolicy(asked, this.#defaults)
    // Many keys say the same, or the same but for the interval: they share what is alike.
    const recent = this.#recent
    if (recent && asksSame(recent.options, first)) return recent.policy
    const rules = recent && isAlike(recent.options, first) ? recent.policy.rules : undefined
    const policy = resolvePolicy(asked, this.#defaults, rules)
    this.#recent = { options: first, policy }
    return policy
  }

  /** Whether a mutation under way names the entry. */
  isMutating(entry: Entry): boolean {
    if (this.store.mutating.size === 0) return false
    const { tags } = entry.record?.life ?? entry.policy
    return this.store.isMutating(entry.key, tags)
  }

  /** The entries that a target names, held or not. */
  matching(target: TargetSet): Set<Entry> {
    const found = new Set<Entry>()
    for (const record of this.store.labels.matching(target)) {
      const entry = this.entries.get(record.key)
      if (entry) found.add(entry)
    }
    for (const entry of this.vacant) {
      if (matchesTarget(target, entry.key, entry.policy.tags)) found.add(entry)
    }
    return found
  }

  #attach(): void {
    this.store.observers = [...this.store.observers, this.#handlers]
    this.presence.attach()
  }

  #detach(): void {
    this.store.observers = this.store.observers.filter((each) => each !== this.#handlers)
    this.presence.detach()
  }
}
