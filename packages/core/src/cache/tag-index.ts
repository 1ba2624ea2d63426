/** Which records carry a tag. */
import type { CacheRecord } from './record'

const NONE: readonly never[] = []

export class TagIndex<V> {
  readonly #records = new Map<string, Set<CacheRecord<V>>>()

  get(tag: string): Iterable<CacheRecord<V>> {
    return this.#records.get(tag) ?? NONE
  }

  add(record: CacheRecord<V>): void {
    for (const tag of record.life.tags) {
      const records = this.#records.get(tag)
      if (records) records.add(record)
      else this.#records.set(tag, new Set([record]))
    }
  }

  delete(record: CacheRecord<V>): void {
    for (const tag of record.life.tags) {
      const records = this.#records.get(tag)
      if (records?.delete(record) && records.size === 0) this.#records.delete(tag)
    }
  }

  clear(): void {
    this.#records.clear()
  }
}
