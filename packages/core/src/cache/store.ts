/**
 * The engine behind `TtlCache`: records, their order of use, labels, and the invalidation log. The sync
 * floor works on it directly, so that cache and manager are one system; people use the `TtlCache` face.
 */
import type { Clock } from '../base/clock'
import { isolate, reportToConsole } from '../base/emitter'
import { timelineOf, type Timeline } from '../base/timeline'
import { matchesTarget, type TargetSet } from '../keys'
import { Epochs } from './epochs'
import type { Flight } from './flights'
import { Labels } from './labels'
import { measure } from './measure'
import { Recency } from './recency'
import { CacheRecord, type Lifetime } from './record'
import type { RemovalReason, StoreObserver, StoreOptions, Write } from './store-parts'

/** The lifetime where none is said. */
export const LIFE: Lifetime = { ttl: 300_000, gcTime: 600_000, tags: [] }

export class Store<V> {
  readonly records = new Map<string, CacheRecord<V>>()
  /** The loads on their way, and the newest of each key: one that a newer one overtook still answers. */
  readonly flights = new Set<Flight<V>>()
  readonly loads = new Map<string, Flight<V>>()
  readonly epochs = new Epochs()
  readonly labels = new Labels(this.records)
  /** Never changed in place: a telling that is under way goes on with those it began with. */
  observers: readonly StoreObserver<V>[] = []
  readonly clock: Clock
  readonly timeline: Timeline
  /** The lifetime where none is said. */
  readonly life: Lifetime
  /** Grows with every start, write and invalidation: the one order of everything in this cache. */
  sequence = 0
  /** Grows with `reset`: what began in an earlier generation is not stored. */
  generation = 0
  /** What the mutations under way touch, whoever runs them. */
  readonly mutating = new Set<TargetSet>()
  /** Tables by which lifetimes are shortened, by who brought them: what a server says binds whoever writes. */
  readonly bounds = new Map<object, { lookup(key: string): { readonly ttl: number } | undefined }>()
  bytes = 0
  hits = 0
  misses = 0
  staleHits = 0
  evictions = 0
  readonly #options: StoreOptions<V>
  readonly #maxEntries: number
  readonly #maxBytes: number
  readonly #recency = new Recency<V>()

  constructor(options: StoreOptions<V>) {
    this.#options = options
    this.#maxEntries = options.maxEntries ?? Infinity
    this.#maxBytes = options.maxBytes ?? Infinity
    this.clock = options.clock
    this.life = options.life ?? LIFE
    this.timeline = timelineOf(options.clock)
  }

  /** The record of a key, unless it is past its removal. */
  held(key: string): CacheRecord<V> | undefined {
    const record = this.records.get(key)
    return record && this.#leave(record, this.timeline.read()) ? undefined : record
  }

  /** Removes a record whose time is over. Answers whether it did. */
  #leave(record: CacheRecord<V>, now: number): boolean {
    if (now < record.removeAt || !this.#recency.has(record)) return false
    this.remove(record, 'expired')
    return true
  }

  /** A fresh value's record, or undefined. The path of every hit: one clock, read once. */
  fresh(key: string): CacheRecord<V> | undefined {
    const record = this.records.get(key)
    if (record === undefined) return undefined
    const now = this.timeline.read()
    if (now < record.expires) {
      this.#recency.touch(record)
      return record
    }
    this.#leave(record, now)
    return undefined
  }

  /** The last invalidation after `started` that matches a key, by its tags or by those of what is held; 0: none. */
  outdated(started: number, key: string, tags: readonly string[], record = this.records.get(key)): number {
    const epoch = record?.epoch ?? 0
    return epoch > started ? epoch : this.epochs.since(started, key, tags)
  }

  /** Takes a write, unless what is held, `record`, is newer. Undefined where refused, or deleted by an `onRemove`. */
  write(key: string, value: V, write: Write, record = this.records.get(key)): CacheRecord<V> | undefined {
    const { started, life } = write
    const { sizeOf, onRemove } = this.#options
    if (record && (write.order || started - record.started) < 0) return undefined
    const now = this.timeline.read()
    const epoch = write.spoiled || this.outdated(started, key, life.tags, record)
    let ttl = Math.min(life.ttl, write.freshFor ?? Infinity)
    if (this.bounds.size > 0)
      for (const table of this.bounds.values()) ttl = Math.min(ttl, table.lookup(key)?.ttl ?? ttl)
    const bytes = sizeOf ? measure(sizeOf, value, key) : 0
    const isHeld = record ? !this.#recency.has(record) : this.#isHeld(key)
    if (record && isHeld) value = this.observers[0]?.merge(record.value, value) ?? value
    if (bytes > this.#maxBytes && !isHeld) {
      if (record) this.remove(record, 'replaced')
      this.evictions++
      this.#tell(key, value, 'evicted')
      return undefined
    }
    const had = record !== undefined
    const previous = record?.value
    if (record) {
      record.value = value
      record.meta = write.meta
      record.shown = undefined
      if (started > record.started) record.started = started
      this.labels.change(record, life)
      this.#recency.touch(record)
    } else {
      record = new CacheRecord(key, value, started, life, write.meta)
      this.records.set(key, record)
      this.labels.add(record)
      if (!isHeld) this.#recency.add(record)
    }
    record.at = now
    record.expires = epoch ? now : now + ttl
    record.epoch = epoch
    this.bytes += bytes - record.bytes
    record.bytes = bytes
    this.#shrink(now)
    if (onRemove && had) this.#tell(key, previous as V, 'replaced')
    if (onRemove && this.records.get(key) !== record) return undefined
    for (const observer of this.observers) observer.written(record, write.origin)
    return record
  }

  /** Takes a record out and tells why; one that leaves after an invalidation says so. */
  remove(record: CacheRecord<V>, reason: RemovalReason): void {
    this.records.delete(record.key)
    this.#recency.delete(record)
    this.labels.delete(record)
    this.bytes -= record.bytes
    if (record.epoch && (reason === 'expired' || reason === 'evicted')) reason = 'invalidated'
    this.#tell(record.key, record.value, reason)
    for (const observer of this.observers) observer.removed(record, reason)
  }

  /** Removes a key; a request that is on its way does not bring back as fresh what it asked for before. */
  delete(key: string): boolean {
    const record = this.records.get(key)
    if (this.flights.size > 0 || this.observers.length > 0)
      this.epochs.bump({ keys: [key], tags: [], patterns: [] }, ++this.sequence)
    if (record) this.remove(record, 'deleted')
    return record !== undefined
  }

  clear(): void {
    this.epochs.bumpAll(++this.sequence)
    const records = [...this.records.values()]
    this.records.clear()
    this.#recency.clear()
    this.labels.clear()
    this.bytes = 0
    for (const record of records) {
      record.older = record.newer = undefined
      this.#tell(record.key, record.value, 'deleted')
    }
    for (const record of records) for (const observer of this.observers) observer.removed(record, 'deleted')
  }

  /** Removes what is past its removal time; answers how many. */
  prune(): number {
    const now = this.timeline.sync()
    return [...this.records.values()].filter((record) => this.#leave(record, now)).length
  }

  /** Makes everything that matches stale, now and for answers still on their way; answers how many are held. */
  invalidate(target: TargetSet, origin?: unknown): number {
    const at = ++this.sequence
    this.epochs.bump(target, at)
    const matched = this.labels.matching(target)
    const now = this.timeline.read()
    for (const record of matched) {
      record.epoch = at
      if (record.expires > now) record.expires = now
    }
    for (const load of this.flights) {
      const held = this.records.get(load.key)
      if ((held && matched.has(held)) || target.predicate?.(load.key, load.tags)) load.spoiled = at
    }
    for (const observer of this.observers) observer.invalidated(target, at, matched, origin)
    return matched.size
  }

  /** From now on, answers to requests for what a mutation touches are doubtful. */
  beginMutation(target: TargetSet): void {
    this.mutating.add(target)
    for (const load of this.flights) load.overlapped ||= matchesTarget(target, load.key, load.tags)
    for (const observer of this.observers) observer.mutating(target)
  }

  /** Whether a mutation under way names a key with these tags. */
  isMutating(key: string, tags: readonly string[]): boolean {
    return [...this.mutating].some((target) => matchesTarget(target, key, tags))
  }

  /**
   * The request on its way for a key, whoever made it, if its answer will be good. `hasBegun`: not one that waits for
   * its turn, which may be taken back, nor one that waits for another's itself.
   */
  flightOf(key: string, tags: readonly string[], hasBegun?: boolean): Flight<V> | undefined {
    const flights = [
      this.loads.get(key),
      ...this.observers.map((observer) => observer.flightOf(key, hasBegun)),
    ]
    return flights.find((flight) => flight && !flight.spoiled && !this.outdated(flight.started, key, tags))
  }

  /** A record's key is now watched or wanted: its value stays. */
  pin(record: CacheRecord<V>): void {
    this.#recency.delete(record)
  }

  /** Nobody watches or wants the key any more. */
  unpin(key: string): void {
    const record = this.records.get(key)
    if (!record || this.#recency.has(record) || this.#isHeld(key)) return
    this.#recency.add(record)
    this.#shrink(this.timeline.read())
  }

  #isHeld(key: string): boolean {
    return this.observers.some((observer) => observer.holds(key))
  }

  #shrink(now: number): void {
    for (let oldest; (oldest = this.#recency.oldest);) {
      const isOver = now >= oldest.removeAt
      if (!isOver && this.#recency.size <= this.#maxEntries && this.bytes <= this.#maxBytes) return
      if (!isOver) this.evictions++
      this.remove(oldest, isOver ? 'expired' : 'evicted')
    }
  }

  #tell(key: string, value: V, reason: RemovalReason): void {
    const { onRemove } = this.#options
    if (onRemove) isolate(reportToConsole, 'onRemove', () => onRemove(key, value, reason))
  }
}
