/**
 * The engine behind `TtlCache`: records, their order of use, labels, and the invalidation log. The sync
 * floor works on it directly, so that cache and manager are one system; people use the `TtlCache` face.
 */
import type { Clock } from '../base/clock'
import { isolate, type Report } from '../base/emitter'
import { timelineOf, type Timeline } from '../base/timeline'
import { PrefixIndex, type TargetSet } from '../keys'
import { Epochs } from './epochs'
import { Flights } from './flights'
import { Recency } from './recency'
import { CacheRecord, type Lifetime } from './record'
import { TagIndex } from './tag-index'

/** Why a value left. */
export type RemovalReason = 'expired' | 'evicted' | 'invalidated' | 'deleted' | 'replaced'

/** Told of every value that leaves, once, with the reason. */
export type OnRemove<V> = (key: string, value: V, reason: RemovalReason) => void

/** Who is told of what happens in the cache before anybody outside, and which keys it holds on to. */
export interface StoreObserver<V> {
  /** Whether the key is watched or wanted: such values are not evicted and do not expire away. */
  holds(key: string): boolean
  written(record: CacheRecord<V>, origin: unknown, previous: V | undefined, had: boolean): void
  invalidated(target: TargetSet, at: number, records: readonly CacheRecord<V>[], origin: unknown): void
  removed(record: CacheRecord<V>, reason: RemovalReason): void
}

/** What a write brings beside its value. */
export interface Write {
  /** The sequence at which it began. */
  readonly started: number
  readonly life: Lifetime
  /** Freshness from now, where it is less than the lifetime's `ttl`. */
  readonly freshFor?: number | undefined
  readonly meta?: unknown
  /** Sign of (this version - the held version), where both have one. */
  readonly order?: number | undefined
  /** An invalidation that is not in the log (a predicate), or 0. */
  readonly spoiled?: number
  readonly origin?: unknown
}

export interface StoreOptions<V> {
  readonly clock: Clock
  readonly maxEntries: number
  readonly maxBytes: number
  readonly sizeOf: ((value: V, key: string) => number) | undefined
  readonly onRemove: OnRemove<V> | undefined
  readonly report: Report
}

export class Store<V> {
  readonly records = new Map<string, CacheRecord<V>>()
  readonly flights = new Flights<V>()
  readonly epochs = new Epochs()
  readonly observers: StoreObserver<V>[] = []
  readonly clock: Clock
  readonly timeline: Timeline
  /** Grows with every start, write and invalidation: the one order of everything in this cache. */
  sequence = 0
  /** Grows with `reset`: what began in an earlier generation is not stored. */
  generation = 0
  bytes = 0
  evictions = 0
  readonly #options: StoreOptions<V>
  readonly #recency = new Recency<V>()
  readonly #tags = new TagIndex<V>()
  /** Built at the first use of a pattern, and kept from then on: who uses none pays nothing. */
  #prefixes: PrefixIndex<CacheRecord<V>> | undefined

  constructor(options: StoreOptions<V>) {
    this.#options = options
    this.clock = options.clock
    this.timeline = timelineOf(options.clock)
  }

  /** The record of a key, unless it is past its removal. */
  held(key: string): CacheRecord<V> | undefined {
    const record = this.records.get(key)
    if (record === undefined || !this.#leave(record, this.timeline.read())) return record
    return undefined
  }

  /** Marks a record as used. */
  touch(record: CacheRecord<V>): void {
    this.#recency.touch(record)
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

  /** Takes a write, unless the entry holds something newer; answers the record, or undefined where refused. */
  write(key: string, value: V, write: Write): CacheRecord<V> | undefined {
    const now = this.timeline.read()
    let record = this.records.get(key)
    if (record && (write.order || write.started - record.started) < 0) return undefined
    const { life } = write
    const epoch = write.spoiled || this.epochs.since(write.started, key, life.tags)
    const ttl = write.freshFor === undefined ? life.ttl : Math.min(life.ttl, write.freshFor)
    const expires = epoch ? now : now + ttl
    const bytes = this.#options.sizeOf ? this.#sizeOf(value, key) : 0
    const held = this.#isHeld(key)
    if (bytes > this.#options.maxBytes && !held) {
      if (record) this.remove(record, 'replaced')
      this.evictions++
      this.#tell(key, value, 'evicted')
      return undefined
    }
    const previous = record?.value
    const had = record !== undefined
    if (record) {
      this.#replace(record, value, life, write)
      record.at = now
      record.expires = expires
    } else {
      record = new CacheRecord(key, value, now, expires, write.started, life, write.meta)
      this.records.set(key, record)
      this.#prefixes?.add(record)
      if (life.tags.length > 0) this.#tags.add(record)
      if (!held) this.#recency.add(record)
    }
    record.epoch = epoch
    this.bytes += bytes - record.bytes
    record.bytes = bytes
    this.#shrink(now)
    for (const observer of this.observers) observer.written(record, write.origin, previous, had)
    return record
  }

  #replace(record: CacheRecord<V>, value: V, life: Lifetime, write: Write): void {
    const old = record.value
    record.value = value
    record.meta = write.meta
    if (write.started > record.started) record.started = write.started
    this.relabel(record, life)
    this.#recency.touch(record)
    if (this.#options.onRemove) this.#tell(record.key, old, 'replaced')
  }

  /** Gives a record another lifetime and other tags; its end of freshness stays. */
  relabel(record: CacheRecord<V>, life: Lifetime): void {
    if (record.life.tags !== life.tags) {
      this.#tags.delete(record)
      record.life = life
      this.#tags.add(record)
    } else record.life = life
  }

  /** Takes a record out and tells why; one that leaves after an invalidation says so. */
  remove(record: CacheRecord<V>, reason: RemovalReason): void {
    this.records.delete(record.key)
    this.#recency.delete(record)
    this.#prefixes?.delete(record)
    if (record.life.tags.length > 0) this.#tags.delete(record)
    this.bytes -= record.bytes
    if (record.epoch && (reason === 'expired' || reason === 'evicted')) reason = 'invalidated'
    if (this.#options.onRemove) this.#tell(record.key, record.value, reason)
    for (const observer of this.observers) observer.removed(record, reason)
  }

  /** Removes a key; a request that is on its way does not bring back as fresh what it asked for before. */
  delete(key: string): boolean {
    const record = this.records.get(key)
    if (this.flights.size > 0) this.epochs.bump({ keys: [key], tags: [], patterns: [] }, ++this.sequence)
    if (record) this.remove(record, 'deleted')
    return record !== undefined
  }

  clear(): void {
    this.epochs.bumpAll(++this.sequence)
    const records = [...this.records.values()]
    this.records.clear()
    this.#recency.clear()
    this.#tags.clear()
    this.#prefixes = undefined
    this.bytes = 0
    for (const record of records) {
      record.older = record.newer = undefined
      if (this.#options.onRemove) this.#tell(record.key, record.value, 'deleted')
    }
    for (const record of records) for (const observer of this.observers) observer.removed(record, 'deleted')
  }

  /** Removes what is past its removal time; answers how many. */
  prune(): number {
    const now = this.timeline.sync()
    let count = 0
    for (let record = this.#recency.oldest; record;) {
      const next: CacheRecord<V> | undefined = record.newer
      if (this.#leave(record, now)) count++
      record = next
    }
    return count
  }

  /** Makes everything that matches stale, now and for answers still on their way; answers how many are held. */
  invalidate(target: TargetSet, origin?: unknown): number {
    const at = ++this.sequence
    this.epochs.bump(target, at)
    const matched = this.matching(target)
    const now = this.timeline.read()
    for (const record of matched) {
      record.epoch = at
      if (record.expires > now) record.expires = now
    }
    const { predicate } = target
    if (predicate) {
      for (const flight of this.flights) if (predicate(flight.key, [])) flight.spoiled = at
    }
    for (const observer of this.observers) observer.invalidated(target, at, matched, origin)
    return matched.length
  }

  /** The held records that a target names, each once. The cost follows the matches for keys, tags and `prefix*`. */
  matching(target: TargetSet): CacheRecord<V>[] {
    const found = new Set<CacheRecord<V>>()
    for (const key of target.keys) {
      const record = this.records.get(key)
      if (record) found.add(record)
    }
    for (const tag of target.tags) for (const record of this.#tags.get(tag)) found.add(record)
    for (const pattern of target.patterns) {
      this.#index().forEach(pattern.prefix, (record) => {
        if (pattern.exactPrefix || pattern.matches(record.key)) found.add(record)
      })
    }
    if (target.predicate) {
      for (const record of this.records.values()) {
        if (target.predicate(record.key, record.life.tags)) found.add(record)
      }
    }
    return [...found]
  }

  /** A key is now watched or wanted: its value stays. */
  pin(key: string): void {
    const record = this.records.get(key)
    if (record) this.#recency.delete(record)
  }

  /** Nobody watches or wants the key any more. */
  unpin(key: string): void {
    const record = this.records.get(key)
    if (!record || this.#recency.has(record) || this.#isHeld(key)) return
    this.#recency.add(record)
    this.#shrink(this.timeline.read())
  }

  #index(): PrefixIndex<CacheRecord<V>> {
    if (!this.#prefixes) {
      this.#prefixes = new PrefixIndex()
      for (const record of this.records.values()) this.#prefixes.add(record)
    }
    return this.#prefixes
  }

  #isHeld(key: string): boolean {
    for (const observer of this.observers) if (observer.holds(key)) return true
    return false
  }

  #shrink(now: number): void {
    const { maxEntries, maxBytes } = this.#options
    const recency = this.#recency
    let oldest = recency.oldest
    if (oldest && now >= oldest.removeAt) this.remove(oldest, 'expired')
    while ((recency.size > maxEntries || this.bytes > maxBytes) && (oldest = recency.oldest)) {
      const over = now >= oldest.removeAt
      if (!over) this.evictions++
      this.remove(oldest, over ? 'expired' : 'evicted')
    }
  }

  #sizeOf(value: V, key: string): number {
    let bytes = 0
    isolate(this.#options.report, 'sizeOf', () => {
      bytes = this.#options.sizeOf?.(value, key) ?? 0
      if (!(bytes >= 0)) throw new RangeError(`sizeOf answered ${String(bytes)} for ${key}`)
    })
    return bytes >= 0 ? bytes : 0
  }

  #tell(key: string, value: V, reason: RemovalReason): void {
    const { onRemove, report } = this.#options
    if (onRemove) isolate(report, 'onRemove', () => onRemove(key, value, reason))
  }
}
