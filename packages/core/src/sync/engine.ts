/**
 * What the parts of the manager share: the entries, the cache's store, the one timer, the budget of requests
 * and the turn. What happens to an entry is decided in the files beside this one; here is what holds it.
 */
import type { Clock } from '../base/clock'
import { isolate, type Report } from '../base/emitter'
import type { Version } from '../base/outcome'
import type { Timeline } from '../base/timeline'
import {
  lifeOf,
  storeOf,
  type CacheRecord,
  type Lifetime,
  type RemovalReason,
  type Store,
  type StoreObserver,
  type TtlCache,
} from '../cache'
import type { Environment } from '../environment'
import { matchesTarget, type TargetSet } from '../keys'
import { Deadlines } from '../schedule/deadlines'
import { RequestQueue } from '../schedule/request-queue'
import { Entry } from './entry'
import type { Reason, SyncEventType } from './events'
import type { Log } from './log'
import { Counters } from './metrics'
import { OVERDUE_AFTER, resolvePolicy, type Policy } from './policy'
import { Presence, type PresenceListener } from './presence'
import { reduce, type EntryEvent, type Shown } from './reduce'
import type { ResourceOptions } from './resource'
import { pendingSnapshot, UNKNOWN, type Snapshot, type Source } from './snapshot'
import { Turns } from './turns'
import type { Validators } from '../base/outcome'

/** What is remembered beside a value. */
export interface Meta {
  readonly source: Source
  readonly version?: Version | undefined
  readonly validators?: Validators | undefined
  readonly body?: unknown
  /** Brought by a prefetch and not yet looked at by a registration. */
  readonly prefetched?: boolean
}

/** What the engine is made with; all defaults applied. */
export interface EngineOptions {
  readonly cache: TtlCache
  readonly clock: Clock
  readonly environment: Environment
  readonly defaults: ResourceOptions
  readonly maxConcurrent: number
  readonly enabled: boolean
  readonly report: Report
}

/** What happens to entries, decided elsewhere. */
export interface EngineHandlers extends PresenceListener {
  pump(entry: Entry): void
  due(entries: readonly Entry[], now: number, slept: boolean): void
  invalidated(target: TargetSet, entries: ReadonlySet<Entry>, origin: unknown): void
  emptied(entry: Entry): void
}

export class Engine implements StoreObserver<unknown> {
  readonly entries = new Map<string, Entry>()
  /** Entries of which nothing is held: the cache's indexes do not know them. */
  readonly vacant = new Set<Entry>()
  readonly store: Store<unknown>
  readonly timeline: Timeline
  readonly deadlines: Deadlines<Entry>
  readonly queue: RequestQueue
  readonly turns: Turns
  readonly presence: Presence
  readonly counters = new Counters()
  /** What the mutations under way touch. */
  readonly mutating = new Set<TargetSet>()
  readonly report: Report
  readonly isEnabled: boolean
  /** The lifetime of what is written to a key that nobody registered. */
  readonly defaultLife: Lifetime
  /** Plug-ins that may hold a key's automatic requests, and that stretch intervals. */
  readonly gates = new Set<(key: string) => boolean>()
  readonly scales = new Set<(key: string) => number>()
  /** The switch of `pause()` and `resume()` for everything. */
  isPaused = false
  /** The readable log, where it is on. */
  log: Log | undefined
  isDisposed = false
  #depth = 0
  readonly #touched = new Set<Entry>()
  readonly #handlers: EngineHandlers
  readonly #defaults: ResourceOptions<unknown>
  readonly #unregistered: Policy
  readonly #derived = new WeakMap<CacheRecord, Snapshot>()
  #recent: { options: ResourceOptions<unknown>; policy: Policy } | undefined

  constructor(options: EngineOptions, handlers: (engine: Engine) => EngineHandlers) {
    this.store = storeOf(options.cache)
    this.timeline = this.store.timeline
    this.report = (error, where) =>
      isolate(
        () => {},
        '',
        () => options.report(error, where),
      )
    this.turns = new Turns(this.report)
    this.queue = new RequestQueue(options.maxConcurrent)
    this.isEnabled = options.enabled
    this.defaultLife = lifeOf(options.cache)
    this.#defaults = options.defaults
    this.#unregistered = resolvePolicy([], this.#defaults)
    this.#handlers = handlers(this)
    this.presence = new Presence(options.environment, this.#handlers)
    this.deadlines = new Deadlines<Entry>(options.clock, this.timeline, (due, now, slept) =>
      this.turn(() => this.#handlers.due(due, now, slept)),
    )
  }

  /** Elapsed time. */
  now(): number {
    return this.timeline.read()
  }

  /**
   * Runs a change. At the end of the outermost one, what each touched entry does next is worked out, the timer
   * is set, and watchers are told, once each.
   */
  turn<T>(change: () => T): T {
    return this.turns.run(() => {
      this.#depth++
      try {
        return this.deadlines.batch(() => {
          try {
            return change()
          } finally {
            if (this.#depth === 1) this.#settle()
          }
        })
      } finally {
        this.#depth--
      }
    })
  }

  /** Something happened to an entry: what it does next is worked out at the end of the turn. */
  touch(entry: Entry): void {
    this.#touched.add(entry)
  }

  #settle(): void {
    for (const entry of this.#touched) {
      this.#touched.delete(entry)
      if (this.entries.get(entry.key) !== entry) continue
      this.#handlers.pump(entry)
      this.tidy(entry)
    }
  }

  /** The entry of a key, made where there is none. */
  ensure(key: string): Entry {
    let entry = this.entries.get(key)
    if (entry) return entry
    if (this.entries.size === 0) this.#attach()
    entry = new Entry(key, this.peek(key, true), this.#unregistered)
    this.entries.set(key, entry)
    const record = this.store.records.get(key)
    if (record) entry.base = record.at
    else this.vacant.add(entry)
    this.store.pin(key)
    return entry
  }

  /** Forgets an entry that nobody needs any more. */
  tidy(entry: Entry): void {
    if (entry.isNeeded || this.entries.get(entry.key) !== entry) return
    this.entries.delete(entry.key)
    this.vacant.delete(entry)
    this.deadlines.set(entry, Infinity)
    this.store.unpin(entry.key)
    if (this.entries.size === 0) this.#detach()
  }

  /** The snapshot of a key. `own`: with a pending one of its own where nothing is known. */
  peek(key: string, own = false): Snapshot {
    const entry = this.entries.get(key)
    if (entry) return entry.snapshot
    const record = this.store.held(key)
    if (!record) return own ? pendingSnapshot(key) : UNKNOWN
    const shown = { ...this.shownOf(record, OVERDUE_AFTER), source: 'cache' as const, cached: true }
    const snapshot = reduce(this.#derived.get(record) ?? pendingSnapshot(key), {
      type: 'shown',
      shown,
      heals: true,
    })
    this.#derived.set(record, snapshot)
    return snapshot
  }

  /** What a record shows, as of now. */
  shownOf(record: CacheRecord, overdueAfter: number): Shown {
    const meta = record.meta as Meta | undefined
    const now = this.now()
    return {
      data: record.value,
      source: meta?.source ?? 'manual',
      cached: meta?.source === 'hydrated' || meta?.source === 'storage' || meta?.source === 'tab',
      isFresh: now < record.expires,
      isOverdue: now >= record.expires + overdueAfter,
      updatedAt: this.timeline.toWall(record.at),
      expiresAt: this.timeline.toWall(record.expires),
      version: meta?.version,
    }
  }

  /** Puts on screen what is held, under what optimistic layers make of it. */
  show(entry: Entry, heals: boolean, source?: Source): void {
    const record = this.store.records.get(entry.key)
    if (!record && !entry.project) return this.apply(entry, { type: 'removed' })
    const now = this.timeline.toWall(this.now())
    let shown: Shown = record
      ? this.shownOf(record, entry.policy.overdueAfter)
      : {
          data: undefined,
          source: 'optimistic',
          cached: false,
          isFresh: false,
          isOverdue: false,
          updatedAt: now,
          expiresAt: now,
          version: undefined,
        }
    if (source) shown = { ...shown, source }
    if (entry.project) shown = { ...shown, data: entry.project(shown.data), source: 'optimistic' }
    this.apply(entry, { type: 'shown', shown, heals })
  }

  /** The one door: applies an event to an entry and tells of what it changed. */
  apply(entry: Entry, event: EntryEvent, reason?: Reason): void {
    const before = entry.snapshot
    const after = reduce(before, event)
    if (after === before) return
    entry.snapshot = after
    this.turns.changed(entry)
    if (after.freshness !== before.freshness) {
      if (after.freshness === 'fresh') this.emit('fresh', entry, reason)
      else if (after.freshness === 'stale' && before.freshness === 'fresh')
        this.emit('stale', entry, reason ?? 'expired')
    }
    if (after.isOverdue && !before.isOverdue) this.emit('overdue', entry, reason)
  }

  /** Raises an event; it is told at the end of the turn. */
  emit(type: SyncEventType, entry?: Entry, reason?: Reason): void {
    if (!this.turns.emitter.has(type)) return
    const at = this.store.clock.now()
    this.turns.event({ type, key: entry?.key, at, reason, snapshot: entry?.snapshot })
  }

  /** What the registrations of an entry ask for, taken together. */
  policyOf(entry: Entry): Policy {
    const [first, second] = entry.registrations
    if (!first) return this.#unregistered
    if (second)
      return resolvePolicy(
        entry.registrations.map((each) => each.options),
        this.#defaults,
      )
    // Many keys say the same: they share one policy.
    if (this.#recent && isSame(this.#recent.options, first.options)) return this.#recent.policy
    const policy = resolvePolicy([first.options], this.#defaults)
    this.#recent = { options: first.options, policy }
    return policy
  }

  /** A policy for a resource that is fetched without being registered. */
  policyFor(options: ResourceOptions<unknown>): Policy {
    return resolvePolicy([options], this.#defaults)
  }

  /** Whether a mutation under way names the entry. */
  isMutating(entry: Entry): boolean {
    if (this.mutating.size === 0) return false
    const { tags } = this.store.records.get(entry.key)?.life ?? entry.policy.life
    for (const target of this.mutating) if (matchesTarget(target, entry.key, tags)) return true
    return false
  }

  /** The entries that a target names, held or not. */
  matching(target: TargetSet): Set<Entry> {
    const found = new Set<Entry>()
    for (const record of this.store.matching(target)) {
      const entry = this.entries.get(record.key)
      if (entry) found.add(entry)
    }
    for (const entry of this.vacant) {
      if (matchesTarget(target, entry.key, entry.policy.life.tags)) found.add(entry)
    }
    return found
  }

  holds(key: string): boolean {
    return this.entries.has(key)
  }

  written(record: CacheRecord, origin: unknown): void {
    const entry = this.entries.get(record.key)
    if (!entry) return
    this.turn(() => {
      this.vacant.delete(entry)
      const { tags } = entry.policy.life
      if (tags.length > 0 && record.life.tags !== tags) {
        this.store.relabel(record, { ...record.life, tags: [...new Set([...record.life.tags, ...tags])] })
      }
      const source = record.meta ? undefined : origin === 'load' ? 'network' : 'manual'
      const healing = source ?? (record.meta as Meta).source
      this.show(entry, healing !== 'manual' && healing !== 'optimistic', source)
      this.touch(entry)
    })
  }

  invalidated(target: TargetSet, _at: number, records: readonly CacheRecord[], origin: unknown): void {
    this.turn(() => {
      const entries = new Set<Entry>()
      for (const record of records) {
        const entry = this.entries.get(record.key)
        if (!entry) continue
        entries.add(entry)
        this.apply(entry, { type: 'stale', expiresAt: this.timeline.toWall(record.expires) }, 'invalidated')
      }
      this.#handlers.invalidated(target, entries, origin)
    })
  }

  removed(record: CacheRecord, reason: RemovalReason): void {
    const entry = this.entries.get(record.key)
    if (!entry || reason === 'replaced') return
    this.turn(() => {
      this.vacant.add(entry)
      this.show(entry, false)
      this.emit('removed', entry, reason)
      this.#handlers.emptied(entry)
    })
  }

  #attach(): void {
    this.store.observers.push(this)
    this.presence.attach()
  }

  #detach(): void {
    const { observers } = this.store
    observers.splice(observers.indexOf(this), 1)
    this.presence.detach()
  }
}

function isSame(a: ResourceOptions<unknown>, b: ResourceOptions<unknown>): boolean {
  if (a === b) return true
  const names = Object.keys(a)
  return (
    names.length === Object.keys(b).length &&
    names.every((name) => a[name as keyof typeof a] === b[name as keyof typeof b])
  )
}
