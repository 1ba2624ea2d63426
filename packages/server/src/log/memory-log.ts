/** A log in this process: bounded by number and by the size of the changes in it. Its append takes effect at once. */
import type { InvalidationLog, LogEntry, LogPage, NewLogEntry } from './invalidation-log'
import { parsePosition, toPosition, type Position } from './position'

/** Settings of {@link MemoryLog}. */
export interface MemoryLogOptions {
  /** The time of entries, epoch milliseconds. */
  readonly now: () => number
  /** Most entries held. Default: 10,000. */
  readonly maxEntries?: number | undefined
  /** Most characters of change data held. Default: 16 Mi. */
  readonly maxChangeSize?: number | undefined
}

interface Held {
  readonly entry: LogEntry
  readonly size: number
}

export class MemoryLog implements InvalidationLog {
  readonly logId = crypto.randomUUID().replaceAll('-', '')
  readonly #now: () => number
  readonly #maxEntries: number
  readonly #maxChangeSize: number
  readonly #held = new Map<number, Held>()
  #size = 0
  #first = 1
  #last = 0
  #at = -Infinity

  constructor({ now, maxEntries = 10_000, maxChangeSize = 16 * 2 ** 20 }: MemoryLogOptions) {
    this.#now = now
    this.#maxEntries = maxEntries
    this.#maxChangeSize = maxChangeSize
  }

  /** The number of the newest entry. */
  get last(): number {
    return this.#last
  }

  /** The newest entry. */
  get newest(): LogEntry | undefined {
    return this.#held.get(this.#last)?.entry
  }

  append(entry: NewLogEntry): Promise<Position> {
    return Promise.resolve(toPosition(this.logId, this.appendNow(entry)))
  }

  /** Appends and answers the entry's number. Keeps a copy of the changes. */
  appendNow(entry: NewLogEntry): number {
    const sequence = ++this.#last
    this.#at = Math.max(this.#at, this.#now())
    const text = entry.changes && JSON.stringify(entry.changes)
    const size = text?.length ?? 0
    this.#size += size
    this.#held.set(sequence, {
      size,
      entry: {
        ...entry,
        ...(text && { changes: JSON.parse(text) as NonNullable<LogEntry['changes']> }),
        position: toPosition(this.logId, sequence),
        at: this.#at,
      },
    })
    while (this.#held.size > this.#maxEntries || (this.#size > this.#maxChangeSize && this.#held.size > 1))
      this.#drop()
    return sequence
  }

  head(): Promise<Position> {
    return Promise.resolve(toPosition(this.logId, this.#last))
  }

  readSince(position: Position | { readonly at: number } | undefined, limit: number): Promise<LogPage> {
    const after = this.#resolve(position)
    if (after === undefined) {
      const cursor = toPosition(this.logId, this.#last)
      return Promise.resolve({ entries: [], cursor, hasMore: false, reset: true })
    }
    const entries: LogEntry[] = []
    let at = after
    while (at < this.#last && entries.length < limit) {
      const held = this.#held.get(++at)
      if (held) entries.push(held.entry)
    }
    const cursor = toPosition(this.logId, at)
    return Promise.resolve({ entries, cursor, hasMore: at < this.#last, reset: false })
  }

  /** The number after which to read; `undefined` where entries between are no longer held. */
  #resolve(position: Position | { readonly at: number } | undefined): number | undefined {
    if (position === undefined) return this.#first - 1
    if (typeof position === 'string') {
      const place = parsePosition(position)
      const isHeld =
        place?.logId === this.logId && place.sequence >= this.#first - 1 && place.sequence <= this.#last
      return isHeld ? place.sequence : undefined
    }
    for (const [sequence, { entry }] of this.#held) {
      if (entry.at < position.at) continue
      // Where the oldest one held is recent enough already, those before it may have been as well.
      return sequence === this.#first && sequence > 1 ? undefined : sequence - 1
    }
    return this.#last
  }

  #drop(): void {
    this.#size -= this.#held.get(this.#first)?.size ?? 0
    this.#held.delete(this.#first++)
  }
}
