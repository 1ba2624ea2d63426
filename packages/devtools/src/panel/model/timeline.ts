/**
 * The requests of a manager, made or saved: each with its reason, its result and how long it took. Fed by the
 * manager's trace; what happened before the panel was opened comes from the record of events. Holds the newest
 * thousand, and no data.
 */
import type { TraceRecord } from '@freshline/core/metrics'
import type { PastKeyEvent } from '../../history'
import { Ring } from './ring'

/** How a request ended, or why none was made (`hit`, `joined`). */
export type RequestResult =
  'running' | 'changed' | 'unchanged' | 'notModified' | 'failed' | 'aborted' | 'superseded' | 'hit' | 'joined'

/** A request that was made, or saved. Times are epoch milliseconds. */
export interface TimelineItem {
  readonly id: number
  readonly key: string
  /** The manager's word for why it was asked; of a saved one, who needed it. */
  readonly reason: string | undefined
  readonly startedAt: number
  /** Undefined while it is under way. */
  readonly endedAt: number | undefined
  readonly result: RequestResult
  /** How many attempts were made, repetitions included. */
  readonly attempts: number
  /** Of a failed one, the error's message. */
  readonly message: string | undefined
  /** Of one that followed an invalidation: whether a mutation caused it. */
  readonly byMutation: boolean
  /** Whether it passed every cache on the way. */
  readonly forced: boolean
  /** The size of the answer's body, where it is known. */
  readonly bytes: number | undefined
}

/** A turn's events are told within so many milliseconds of what began in it. */
const ONE_TURN = 50

/** How many requests are kept. */
export const MOST_REQUESTS = 1000

type Changing = { -readonly [Name in keyof TimelineItem]: TimelineItem[Name] }

const ENDS: Readonly<Record<string, RequestResult>> = {
  success: 'changed',
  unchanged: 'unchanged',
  error: 'failed',
  superseded: 'superseded',
}

/** Collects requests. */
export class Timeline {
  readonly #items = new Ring<Changing>(MOST_REQUESTS)
  /** Requests under way, by the trace's number of them. */
  readonly #open = new Map<number, Changing>()
  /** Requests under way that were seeded: the trace's number of them is not known. */
  readonly #seeded = new Set<Changing>()
  readonly #mutated = new Set<string>()
  #next = 0
  /** Grows with every change, so that whoever draws knows whether there is something new. */
  version = 0

  /** The requests, oldest first. */
  items(): readonly TimelineItem[] {
    return this.#items.items()
  }

  /**
   * What happened before anybody looked, oldest first: what can be told from events alone. No event tells that a request
   * was given up, so `isUnderWay` is asked of the keys whose last request has no end.
   */
  seed(events: readonly PastKeyEvent[], isUnderWay: (key: string) => boolean): void {
    const open = new Map<string, Changing>()
    const lastAt = new Map<string, number>()
    const giveUp = (key: string, at: number) => {
      const item = open.get(key)
      if (item) this.#close(item, 'aborted', at)
      open.delete(key)
    }
    for (const event of events) {
      const { type, key, at, reason } = event
      lastAt.set(key, at)
      if (type === 'invalidated') this.#named(key, reason === 'mutation')
      else if (type === 'fetching') {
        giveUp(key, at)
        open.set(key, this.#begin(key, at, reason, false))
      } else if (type in ENDS) {
        const isNotModified = type === 'unchanged' && event.source === 'revalidated'
        const item = open.get(key)
        open.delete(key)
        const result = isNotModified ? 'notModified' : ENDS[type]
        if (item && result) this.#close(item, result, at, event.message, undefined)
      }
    }
    for (const [key, { startedAt }] of [...open])
      if (!isUnderWay(key)) giveUp(key, lastAt.get(key) ?? startedAt)
    // What is still under way is not heard of again by its number.
    for (const item of open.values()) this.#seeded.add(item)
  }

  /** The manager's trace tells something. */
  record(record: TraceRecord): void {
    switch (record.type) {
      case 'read':
        if (record.how !== 'asked') this.#saved(record.key, record.at, record.how, record.by)
        break
      case 'began':
        return this.#attempt(record)
      case 'ended': {
        const item = this.#open.get(record.id) ?? this.#seededOf(record.key)
        this.#open.delete(record.id)
        if (item) this.#close(item, record.outcome, record.at, record.error?.message, record.bytes)
        break
      }
      case 'invalidated':
        this.#named(record.key, record.byMutation, record.at)
    }
  }

  clear(): void {
    this.#items.clear()
    for (const item of [...this.#seeded, ...this.#open.values()]) this.#items.add(item)
    this.version++
  }

  #attempt({ id, key, at, reason, attempt, forced }: Extract<TraceRecord, { type: 'began' }>): void {
    let item = this.#open.get(id) ?? (attempt > 1 ? this.#seededOf(key) : undefined)
    item ??= this.#begin(key, at, reason, forced)
    this.#open.set(id, item)
    item.attempts = attempt
    this.version++
  }

  #seededOf(key: string): Changing | undefined {
    for (const item of this.#seeded) {
      if (item.key !== key) continue
      this.#seeded.delete(item)
      return item
    }
    return undefined
  }

  /** The request that follows may have begun in the same turn, before this is told. */
  #named(key: string, byMutation: boolean, at = -1): void {
    for (const item of this.#open.values()) {
      if (item.key !== key || item.reason !== 'invalidated' || item.startedAt < at - ONE_TURN) continue
      item.byMutation = byMutation
      return
    }
    if (byMutation) this.#mutated.add(key)
    else this.#mutated.delete(key)
  }

  #saved(key: string, at: number, how: string, by: string): void {
    const result = how === 'joined' ? 'joined' : 'hit'
    this.#add({ key, reason: by, startedAt: at, endedAt: at, result, attempts: 0 })
  }

  #begin(key: string, at: number, reason: string | undefined, forced: boolean): Changing {
    const byMutation = reason === 'invalidated' && this.#mutated.delete(key)
    const facts = { key, reason, startedAt: at, endedAt: undefined, result: 'running', attempts: 1 } as const
    return this.#add({ ...facts, byMutation, forced })
  }

  #close(item: Changing, result: RequestResult, at: number, message?: string, bytes?: number): void {
    Object.assign(item, { result, endedAt: at, message, bytes })
    this.version++
  }

  #add(
    facts: Partial<Changing> & Pick<Changing, 'key' | 'startedAt' | 'result' | 'reason' | 'endedAt'>,
  ): Changing {
    const rest = { attempts: 0, byMutation: false, forced: false, message: undefined, bytes: undefined }
    const item = { ...rest, ...facts, id: this.#next++ }
    this.#items.add(item)
    this.version++
    return item
  }
}
