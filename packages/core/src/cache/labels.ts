/** Finds records by key, tag and pattern; the cost follows what matches for keys, tags and `prefix*` patterns. */
import { PrefixIndex, type TargetSet } from '../keys'
import type { CacheRecord, Lifetime } from './record'

export class Labels<V> {
  readonly #records: ReadonlyMap<string, CacheRecord<V>>
  readonly #tags = new Map<string, Set<CacheRecord<V>>>()
  /** Built at the first use of a pattern, and kept from then on: who uses none pays nothing. */
  #prefixes: PrefixIndex<CacheRecord<V>> | undefined

  constructor(records: ReadonlyMap<string, CacheRecord<V>>) {
    this.#records = records
  }

  add(record: CacheRecord<V>): void {
    this.#prefixes?.add(record)
    this.#tag(record)
  }

  delete(record: CacheRecord<V>): void {
    this.#prefixes?.delete(record)
    this.#untag(record)
  }

  /** Gives a record another lifetime and other tags; its end of freshness stays. */
  change(record: CacheRecord<V>, life: Lifetime): void {
    const isTagged = record.life.tags !== life.tags
    if (isTagged) this.#untag(record)
    record.life = life
    if (isTagged) this.#tag(record)
  }

  clear(): void {
    this.#tags.clear()
    this.#prefixes = undefined
  }

  /** The records that a target names, each once. */
  matching({ keys, tags, patterns, predicate }: TargetSet): Set<CacheRecord<V>> {
    const found = new Set<CacheRecord<V>>()
    for (const key of keys) {
      const record = this.#records.get(key)
      if (record) found.add(record)
    }
    for (const tag of tags) for (const record of this.#tags.get(tag) ?? []) found.add(record)
    if (patterns.length > 0 && !this.#prefixes) {
      this.#prefixes = new PrefixIndex()
      for (const record of this.#records.values()) this.#prefixes.add(record)
    }
    for (const pattern of patterns) {
      this.#prefixes?.forEach(pattern.prefix, (record) => {
        if (pattern.exactPrefix || pattern.matches(record.key)) found.add(record)
      })
    }
    if (predicate)
      for (const record of this.#records.values())
        if (predicate(record.key, record.life.tags)) found.add(record)
    return found
  }

  #tag(record: CacheRecord<V>): void {
    for (const tag of record.life.tags) {
      const records = this.#tags.get(tag)
      if (records) records.add(record)
      else this.#tags.set(tag, new Set([record]))
    }
  }

  #untag(record: CacheRecord<V>): void {
    for (const tag of record.life.tags) {
      const records = this.#tags.get(tag)
      if (records?.delete(record) && records.size === 0) this.#tags.delete(tag)
    }
  }
}
