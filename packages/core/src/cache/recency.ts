/** Records from least to most recently used: a ring of links, so that a hit moves one in constant time. */
import type { CacheRecord } from './record'

/** The records that may be evicted, in the order in which they would be. */
export class Recency<V> {
  #oldest: CacheRecord<V> | undefined
  #newest: CacheRecord<V> | undefined
  /** How many records are in the list. */
  size = 0

  /** The record to evict first. */
  get oldest(): CacheRecord<V> | undefined {
    return this.#oldest
  }

  has(record: CacheRecord<V>): boolean {
    return record.older !== undefined || this.#oldest === record
  }

  /** Puts a record in as the most recently used. */
  add(record: CacheRecord<V>): void {
    const newest = this.#newest
    record.older = newest
    if (newest) newest.newer = record
    else this.#oldest = record
    this.#newest = record
    this.size++
  }

  /** Makes a record the most recently used; one that is not in the list is left out. */
  touch(record: CacheRecord<V>): void {
    const newer = record.newer
    if (newer === undefined) return
    const older = record.older
    newer.older = older
    if (older) older.newer = newer
    else this.#oldest = newer
    const newest = this.#newest as CacheRecord<V>
    newest.newer = record
    record.older = newest
    record.newer = undefined
    this.#newest = record
  }

  delete(record: CacheRecord<V>): void {
    if (!this.has(record)) return
    const { older, newer } = record
    if (older) older.newer = newer
    else this.#oldest = newer
    if (newer) newer.older = older
    else this.#newest = older
    record.older = record.newer = undefined
    this.size--
  }

  clear(): void {
    this.#oldest = this.#newest = undefined
    this.size = 0
  }
}
