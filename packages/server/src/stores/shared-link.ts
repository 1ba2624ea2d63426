/**
 * One instance's link to a shared log. While the shared store answers, a read first learns what any instance has
 * appended; while it does not, this instance goes on alone: its invalidations count at once and wait in a queue, which
 * is appended before anything shared is trusted again.
 */
import { CodedError } from '@freshline/core/shared'
import type { LogEntry, LogPage, LogView, NewLogEntry, Position } from '../log'
import { AppendQueue } from './append-queue'
import type { Backing, Pulled } from './backing'
import type { StoreHealth } from './response-store'
import { splitEntry } from './split-entry'
import type { Timers } from './timers'

/** The first wait before trying again, and the longest; each wait is twice the one before. */
const RETRY_AFTER = 200
const RETRY_AT_MOST = 2000

/** The outside world of {@link SharedLink}. */
export interface SharedLinkParts {
  readonly backing: Backing
  readonly view: LogView
  readonly now: () => number
  readonly timers: Timers
  readonly onError: (error: unknown) => void
  /** Told of each entry: of this instance's own when they are appended or queued. */
  readonly onEntry: (entry: LogEntry, origin: 'local' | 'remote') => void
}

export class SharedLink {
  readonly #parts: SharedLinkParts
  readonly #queue: AppendQueue
  /** Numbers of this instance's own entries that were not read back yet. */
  readonly #own = new Set<number>()
  #isKnown = false
  #away: { readonly since: number; error: unknown } | undefined
  #running: Promise<void> | undefined
  #next: Promise<void> | undefined
  #pumping: Promise<void> | undefined
  #recovering: Promise<void> | undefined
  #timer: unknown
  #wait = RETRY_AFTER
  #isClosed = false

  constructor(parts: SharedLinkParts) {
    this.#parts = parts
    this.#queue = new AppendQueue(parts.view, parts.onError)
    parts.backing.onReady?.(() => void (this.#away && this.#recover()))
  }

  /** Whether the shared store is left alone for now. */
  get isAway(): boolean {
    return this.#away !== undefined || this.#isClosed
  }

  /** Learns what was appended before the call: by a round trip that begins after it, which all who wait share. */
  sync(): Promise<void> {
    if (this.isAway) return Promise.resolve()
    if (!this.#running) return this.#startPull()
    this.#next ??= this.#running.then(() => {
      this.#next = undefined
      return this.isAway ? undefined : (this.#running ?? this.#startPull())
    })
    return this.#next
  }

  /** Counts an entry at once. */
  own(entry: NewLogEntry): void {
    for (const part of splitEntry(entry)) this.#parts.view.applyOwn(part)
  }

  /** Appends an entry that was counted. Answers its place, or while away the last one known. */
  async push(entry: NewLogEntry): Promise<Position> {
    const { view, now, onEntry } = this.#parts
    const appended = Promise.all(splitEntry(entry).map((part) => this.#queue.add(part)))
    if (this.isAway) this.#queue.release()
    else this.#pumping ??= this.#pump()
    const position = (await appended).at(-1) ?? view.position
    onEntry({ ...entry, position, at: now() }, 'local')
    return position
  }

  async head(): Promise<Position> {
    await this.sync()
    return this.#parts.view.position
  }

  async readSince(position: Position | { readonly at: number } | undefined, limit: number): Promise<LogPage> {
    if (!this.isAway) {
      try {
        return await this.#parts.backing.readSince(position, limit)
      } catch (error) {
        this.fail(error)
      }
    }
    // Nothing new is known here. A place is kept for later; without one the reader starts anew from what is known.
    const isPlace = typeof position === 'string'
    const cursor = isPlace ? position : this.#parts.view.position
    return { entries: [], cursor, hasMore: false, reset: !isPlace }
  }

  /** The shared store failed: goes on alone, and tries again soon. */
  fail(error: unknown): void {
    if (this.#isClosed) return
    const { now, onError, timers } = this.#parts
    if (this.#away) this.#away.error = error
    else {
      this.#away = { since: now(), error }
      onError(new CodedError('store_away', `${this.#parts.backing.name}: ${text(error)}`, { cause: error }))
    }
    this.#queue.release()
    this.#parts.backing.reconnect?.(error)
    if (this.#timer !== undefined) return
    this.#timer = timers.schedule(() => {
      this.#timer = undefined
      void this.#recover()
    }, this.#wait)
    // Trying again must not keep a process alive that is done.
    ;(this.#timer as { unref?: () => void }).unref?.()
    this.#wait = Math.min(this.#wait * 2, RETRY_AT_MOST)
  }

  health(): Pick<StoreHealth, 'status' | 'detail' | 'since'> {
    if (this.#isClosed) return { status: 'down', detail: 'closed' }
    if (!this.#away) return { status: 'ok' }
    const waiting = this.#queue.size === 0 ? '' : `; ${this.#queue.size} invalidations wait to be appended`
    return { status: 'down', detail: `${text(this.#away.error)}${waiting}`, since: this.#away.since }
  }

  /** Waits for what is being appended; what cannot be any more is reported. */
  async close(): Promise<void> {
    if (this.#isClosed) return
    await this.#pumping
    this.#isClosed = true
    this.#parts.timers.cancel(this.#timer)
    const { size } = this.#queue
    if (size === 0) return
    this.#queue.release()
    const message = `closed while ${this.#parts.backing.name} was away: ${size} invalidations reached no other instance`
    this.#parts.onError(new CodedError('invalidations_lost', message))
  }

  #startPull(): Promise<void> {
    this.#running = this.#pull()
      .catch((error: unknown) => this.fail(error))
      .finally(() => (this.#running = undefined))
    return this.#running
  }

  async #pull(): Promise<void> {
    const { backing, view } = this.#parts
    for (;;) {
      const pulled = await backing.pull(this.#isKnown ? view.place : undefined)
      this.#take(pulled)
      if (!pulled.hasMore) return
    }
  }

  #take({ logId, entries, last, unknownBefore }: Pulled): void {
    const { view, onEntry } = this.#parts
    if (unknownBefore !== undefined) {
      view.reset(logId, unknownBefore)
      this.#own.clear()
      this.#isKnown = true
    }
    for (const entry of entries) {
      view.apply(entry.sequence, entry)
      if (!this.#own.delete(entry.sequence) && unknownBefore === undefined) onEntry(entry, 'remote')
    }
    view.advance(last)
  }

  /** Appends what waits, in order, several at a time. */
  async #pump(): Promise<void> {
    try {
      await this.#flush()
    } catch (error) {
      this.fail(error)
    } finally {
      // At once, so that what is added next finds nobody at work.
      this.#pumping = undefined
    }
  }

  async #flush(): Promise<void> {
    const { backing, view, now } = this.#parts
    for (let batch = this.#queue.next(); batch.length > 0; batch = this.#queue.next()) {
      const appended = await backing.append(
        batch.map(({ entry }) => entry),
        now(),
      )
      // Another log than the one that is known: everything is stale before the entries are let go.
      if (appended.logId !== view.place.logId) await this.#pull()
      else for (const sequence of appended.sequences) this.#own.add(sequence)
      this.#queue.done(batch, appended)
      // Numbers that are never read back (the log was reset meanwhile) must not pile up.
      for (const oldest of this.#own) if (this.#own.size > 10_000) this.#own.delete(oldest)
    }
  }

  /** First what waits, then what others appended; only then is the store trusted. */
  #recover(): Promise<void> {
    this.#recovering ??= this.#tryAgain().finally(() => (this.#recovering = undefined))
    return this.#recovering
  }

  async #tryAgain(): Promise<void> {
    await this.#pumping
    if (this.#isClosed || !this.#away) return
    try {
      do {
        await this.#pull()
        await this.#flush()
        await this.#pull()
      } while (this.#queue.size > 0)
      this.#away = undefined
      this.#wait = RETRY_AFTER
    } catch (error) {
      this.fail(error)
    }
  }
}

function text(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
