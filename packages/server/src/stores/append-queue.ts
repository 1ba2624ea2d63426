/** What waits to be appended to a shared log, in order and bounded: too much of it becomes one entry that names everything. */
import { CodedError } from '@freshline/core/shared'
import type { LogView, NewLogEntry, Position } from '../log'
import { toPosition } from '../log'
import type { Appended } from './backing'

const MOST = 10_000
/** Characters of one entry, and of all that wait. */
const MOST_TEXT = 2 ** 20
const MOST_WAITING_TEXT = 16 * 2 ** 20
const AT_ONCE = 100

/** Everything, and a gap that readers of changes are told of. */
const EVERYTHING: NewLogEntry = { keys: [], tags: [], patterns: ['*'], lost: true }

/** One that waits. */
export interface Waiting {
  readonly entry: NewLogEntry
  readonly size: number
  /** Its place, or `undefined` when nobody can tell yet. */
  readonly settle: (position: Position | undefined) => void
}

export class AppendQueue {
  readonly #view: LogView
  readonly #onError: (error: unknown) => void
  #waiting: Waiting[] = []
  /** Those of them that somebody waits for. */
  readonly #unsettled = new Set<Waiting>()
  #size = 0

  constructor(view: LogView, onError: (error: unknown) => void) {
    this.#view = view
    this.#onError = onError
  }

  /** How many wait. */
  get size(): number {
    return this.#waiting.length
  }

  /** Adds an entry that the view has counted; resolves when it is appended, or when nobody can tell when. */
  add(entry: NewLogEntry): Promise<Position | undefined> {
    return new Promise((settle) => {
      const size = JSON.stringify(entry).length
      this.#size += size
      const waiting = { entry, size, settle }
      this.#waiting.push(waiting)
      this.#unsettled.add(waiting)
      if (size > MOST_TEXT || this.#waiting.length > MOST || this.#size > MOST_WAITING_TEXT) this.#overflow()
    })
  }

  /** What is to be appended next. */
  next(): readonly Waiting[] {
    return this.#waiting.slice(0, AT_ONCE)
  }

  /** The shared log has taken what {@link AppendQueue.next} answered. */
  done(batch: readonly Waiting[], { logId, sequences }: Appended): void {
    const { place } = this.#view
    batch.forEach(({ entry, size, settle }, index) => {
      const sequence = sequences[index] ?? 0
      if (logId === place.logId) this.#view.apply(sequence, entry)
      this.#size -= size
      settle(toPosition(logId, sequence))
    })
    const isTaken = new Set(batch)
    for (const waiting of batch) this.#unsettled.delete(waiting)
    const before = this.#waiting.length
    this.#waiting = this.#waiting.filter((waiting) => !isTaken.has(waiting))
    // What an overflow has replaced meanwhile was confirmed there.
    for (let count = before - this.#waiting.length; count > 0; count--) this.#view.confirm()
  }

  /** Lets go of all who wait for a place; the entries stay. */
  release(): void {
    for (const { settle } of this.#unsettled) settle(undefined)
    this.#unsettled.clear()
  }

  #overflow(): void {
    const dropped = this.#waiting
    // Counted before the others are let go, so that there is no moment without them.
    this.#view.applyOwn(EVERYTHING)
    this.#waiting = [{ entry: EVERYTHING, size: 0, settle: () => {} }]
    this.#size = 0
    this.release()
    dropped.forEach(() => this.#view.confirm())
    const message = `${dropped.length} invalidations could not be kept: everything becomes stale instead`
    this.#onError(new CodedError('invalidations_overflow', message))
  }
}
