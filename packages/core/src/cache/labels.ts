/** Finds records by key, tag and pattern; the cost follows what matches for keys, tags and `prefix*` patterns. */
import { PrefixIndex, type TargetSet } from '../keys'
import type { CacheRecord, Lifetime } from './record'
import { TagIndex } from './tag-index'

export class Labels<V> {
  readonly #records: ReadonlyMap<string, CacheRecord<V>>
  readonly #tags = new TagIndex<V>()
  /** Built at the first use of a pattern, and kept from then on: who uses none pays nothing. */
  #prefixes: PrefixIndex<CacheRecord<V>> | undefined

  constructor(records: ReadonlyMap<string, CacheRecord<V>>) {
    this.#records = records
  }

  add(record: CacheRecord<V>): void {
    this.#prefixes?.add(record)
    if (record.life.tags.length > 0) this.#tags.add(record)
  }

  delete(record: CacheRecord<V>): void {
    this.#prefixes?.delete(record)
    if (record.life.tags.length > 0) this.#tags.delete(record)
  }

  /** Gives a record another lifetime and other tags; its end of freshness stays. */
  change(record: CacheRecord<V>, life: Lifetime): void {
    if (record.life.tags === life.tags) {
      record.life = life
      return
    }
    this.#tags.delete(record)
    record.life = life
    this.#tags.add(record)
  }

  clear(): void {
    this.#tags.clear()
    this.#prefixes = undefined
  }

  /** The records that a target names, each once. */
  matching(target: TargetSet): CacheRecord<V>[] {
    const found = new Set<CacheRecord<V>>()
    for (const key of target.keys) {
      const record = this.#records.get(key)
      if (record) found.add(record)
    }
    for (const tag of target.tags) for (const record of this.#tags.get(tag)) found.add(record)
    for (const pattern of target.patterns) {
      this.#index().forEach(pattern.prefix, (record) => {
        if (pattern.exactPrefix || pattern.matches(record.key)) found.add(record)
      })
    }
    const { predicate } = target
    if (predicate) {
      for (const record of this.#records.values()) {
        if (predicate(record.key, record.life.tags)) found.add(record)
      }
    }
    return [...found]
  }

  #index(): PrefixIndex<CacheRecord<V>> {
    if (!this.#prefixes) {
      this.#prefixes = new PrefixIndex()
      for (const record of this.#records.values()) this.#prefixes.add(record)
    }
    return this.#prefixes
  }
}
