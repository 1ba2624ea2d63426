/**
 * Entries in this process: bounded by number and bytes, the least recently used leave first. Found by id, and by key,
 * tag and pattern at a cost that follows what matches (patterns: what their literal beginning matches).
 */
import { compilePattern, OptionError, PrefixIndex, type CompiledPattern } from '@freshline/core/shared'
import { LRUCache } from 'lru-cache'
import type { LoadMark, LoggedTargets } from '../log'
import { sizeOf, toEntryId, toIdPrefix, toScopedPrefix, type StoredEntry } from './stored-entry'

/** An entry in memory. */
export interface MemoryItem {
  /** Its id; what the index calls a key. */
  readonly key: string
  readonly entry: StoredEntry
  /** Where its load began. */
  readonly mark: LoadMark
  /** Moved on when a check finds the entry good, so that the next check is only against what is newer. */
  checked: LoadMark
}

/** An item that a target may name. */
export interface Candidate {
  readonly item: MemoryItem
  readonly isNamed: () => boolean
}

/** The bounds of a memory tier. */
export interface MemoryBounds {
  /** Most entries. Default: 10,000. */
  readonly maxEntries?: number | undefined
  /** Most bytes, roughly. Default: 64 MiB. */
  readonly maxBytes?: number | undefined
}

export class MemoryTier {
  readonly #items: LRUCache<string, MemoryItem>
  readonly #byId = new PrefixIndex<MemoryItem>()
  readonly #byTag = new Map<string, Set<MemoryItem>>()
  /** How many entries were pushed out for room. */
  evictions = 0

  /** @throws OptionError for bounds that are no whole numbers, at least 1 */
  constructor({ maxEntries = 10_000, maxBytes = 64 * 2 ** 20 }: MemoryBounds = {}) {
    this.#items = new LRUCache<string, MemoryItem>({
      max: checkBound('maxEntries', maxEntries),
      maxSize: checkBound('maxBytes', maxBytes),
      sizeCalculation: ({ entry }) => sizeOf(entry),
      dispose: (item, _id, reason) => {
        if (reason === 'evict') this.evictions++
        this.#unindex(item)
      },
    })
  }

  get size(): number {
    return this.#items.size
  }

  /** Bytes, roughly. */
  get bytes(): number {
    return this.#items.calculatedSize
  }

  /** Finds and counts as used. */
  get(id: string): MemoryItem | undefined {
    return this.#items.get(id)
  }

  /** Keeps an entry. One that is larger than all the room there is, is not kept, nor what it would replace. */
  set(entry: StoredEntry, mark: LoadMark): void {
    const item: MemoryItem = { key: entry.id, entry, mark, checked: mark }
    // Indexed after: what is replaced or pushed out leaves the indices meanwhile.
    this.#items.delete(entry.id)
    this.#items.set(entry.id, item)
    if (this.#items.peek(entry.id) !== item) return
    this.#byId.add(item)
    for (const tag of entry.tags) {
      const held = this.#byTag.get(tag)
      if (held) held.add(item)
      else this.#byTag.set(tag, new Set([item]))
    }
  }

  /** Removes; answers whether it was held. */
  delete(id: string): boolean {
    return this.#items.delete(id)
  }

  clear(): void {
    for (const id of [...this.#items.keys()]) this.#items.delete(id)
  }

  /** All items, in no particular order. */
  *items(): Iterable<MemoryItem> {
    yield* this.#items.values() as Iterable<MemoryItem>
  }

  /** All items that a target names, each once. */
  find(targets: LoggedTargets): MemoryItem[] {
    return this.candidates(targets).flatMap(({ item, isNamed }) => (isNamed() ? [item] : []))
  }

  /** What a target may name, each once: whether it does is left to be asked, since patterns may take their time. */
  candidates({ keys, tags, patterns }: LoggedTargets): Candidate[] {
    const found = new Map<MemoryItem, Candidate>()
    const add = (item: MemoryItem) => found.set(item, { item, isNamed: () => true })
    for (const key of keys) {
      const plain = this.#items.peek(toEntryId(key))
      if (plain) add(plain)
      this.#byId.forEach(toScopedPrefix(key), add)
    }
    for (const tag of tags) this.#byTag.get(tag)?.forEach(add)
    for (const [prefix, compiled] of groupByPrefix(patterns)) {
      this.#byId.forEach(toIdPrefix(prefix), (item) => {
        const known = found.get(item)
        const isNamed = () =>
          known?.isNamed() === true || compiled.some((pattern) => pattern.matches(item.entry.key))
        found.set(item, { item, isNamed })
      })
    }
    return [...found.values()]
  }

  #unindex(item: MemoryItem): void {
    this.#byId.delete(item)
    for (const tag of item.entry.tags) {
      const held = this.#byTag.get(tag)
      held?.delete(item)
      if (held?.size === 0) this.#byTag.delete(tag)
    }
  }
}

function groupByPrefix(patterns: readonly string[]): Map<string, CompiledPattern[]> {
  const groups = new Map<string, CompiledPattern[]>()
  for (const source of patterns) {
    const pattern = compilePattern(source)
    const group = groups.get(pattern.prefix)
    if (group) group.push(pattern)
    else groups.set(pattern.prefix, [pattern])
  }
  return groups
}

function checkBound(option: string, value: number): number {
  if (Number.isSafeInteger(value) && value >= 1) return value
  throw new OptionError(option, value, 'a whole number of at least 1')
}
