/**
 * What one instance knows of a log, and so which of its data is good. It follows the shared log up to a cursor, and
 * counts its own invalidations that the shared log has not taken yet. A load takes a mark before it begins; its data
 * is good as long as nothing newer than the mark names it.
 */
import { Digest, type DigestBounds } from './digest'
import type { NewLogEntry } from './invalidation-log'
import { parsePosition, toPosition, type LogPlace, type Position } from './position'

/** Where a load began. */
export interface LoadMark {
  /** Which log: another one after every reset. -1 for a place in a log that is not this one. */
  readonly generation: number
  /** The last entry of the shared log that was known. */
  readonly sequence: number
  /** This instance's own order of loads and invalidations; 0 for what another instance loaded. */
  readonly tick: number
}

/** What is to be thought of data: `gone` may not be shown at all, `stale` only as last good data. */
export type Verdict = 'good' | 'stale' | 'gone'

/** Both digests of one order. */
interface Digests {
  readonly stale: Digest
  readonly gone: Digest
}

export class LogView {
  readonly #shared: Digests
  /** Invalidations of this instance that the shared log has not confirmed, by tick. */
  readonly #own: Digests
  #unconfirmed = 0
  #logId: string
  #generation = 0
  #cursor = 0
  #tick = 0

  /** @param logId the log this begins with; a `local-…` one until the shared log is known */
  constructor(logId: string, bounds?: DigestBounds) {
    this.#logId = logId
    this.#shared = { stale: new Digest(bounds), gone: new Digest(bounds) }
    this.#own = { stale: new Digest(bounds), gone: new Digest(bounds) }
  }

  /** How far the shared log is known. */
  get place(): LogPlace {
    return { logId: this.#logId, sequence: this.#cursor }
  }

  /** The text of {@link LogView.place}. */
  get position(): Position {
    return toPosition(this.#logId, this.#cursor)
  }

  /** Whether there are invalidations of this instance that the shared log has not confirmed. */
  get hasUnconfirmed(): boolean {
    return this.#unconfirmed > 0
  }

  /** To be taken before a load begins. Later marks are greater. */
  mark(): LoadMark {
    return { generation: this.#generation, sequence: this.#cursor, tick: ++this.#tick }
  }

  /** The mark of data that another instance loaded. */
  markOf(position: Position): LoadMark {
    const place = parsePosition(position)
    return place?.logId === this.#logId
      ? { generation: this.#generation, sequence: place.sequence, tick: 0 }
      : { generation: -1, sequence: 0, tick: 0 }
  }

  /** The position that others understand; `undefined` where the mark belongs to a log that is no more. */
  positionOf(mark: LoadMark): Position | undefined {
    return mark.generation === this.#generation ? toPosition(this.#logId, mark.sequence) : undefined
  }

  /** Judges data by its mark. */
  judge(mark: LoadMark, key: string, tags: readonly string[]): Verdict {
    if (this.#matches('gone', mark, key, tags)) return 'gone'
    return mark.generation !== this.#generation || this.#matches('stale', mark, key, tags) ? 'stale' : 'good'
  }

  /** The mark of data that was just found good: nothing known so far needs to be tried again. */
  checked(mark: LoadMark): LoadMark {
    if (mark.sequence >= this.#cursor && (this.#unconfirmed === 0 || mark.tick === this.#tick)) return mark
    const sequence = Math.max(mark.sequence, this.#cursor)
    return { generation: mark.generation, sequence, tick: this.#tick }
  }

  /** Whether data was good by the shared log alone: this instance's unconfirmed invalidations left out. */
  wasGood({ generation, sequence }: LoadMark, key: string, tags: readonly string[]): boolean {
    return generation === this.#generation && !this.#shared.stale.hasMatch(sequence, key, tags)
  }

  /** Counts an entry of the shared log. `at` may be beyond the cursor (this instance's own), or told before. */
  apply(at: number, entry: NewLogEntry): void {
    apply(this.#shared, at, entry)
  }

  /** The shared log is known up to here. */
  advance(sequence: number): void {
    this.#cursor = Math.max(this.#cursor, sequence)
  }

  /** Another log, or entries of it were lost: nothing that was loaded before is good. */
  reset(logId: string, sequence: number): void {
    this.#generation++
    this.#logId = logId
    this.#cursor = sequence
    this.#shared.stale.clear()
    this.#shared.gone.clear()
    // What came before the part of the log that is known may name anything.
    this.#shared.stale.raise(sequence)
  }

  /** Counts an invalidation at once, before the shared log has it. To be followed by {@link LogView.confirm}. */
  applyOwn(entry: NewLogEntry): void {
    this.#unconfirmed++
    apply(this.#own, ++this.#tick, entry)
  }

  /** The shared log has one of this instance's invalidations, and it was applied. */
  confirm(): void {
    if (--this.#unconfirmed > 0) return
    this.#own.stale.clear()
    this.#own.gone.clear()
  }

  #matches(kind: keyof Digests, mark: LoadMark, key: string, tags: readonly string[]): boolean {
    return (
      (mark.generation === this.#generation && this.#shared[kind].hasMatch(mark.sequence, key, tags)) ||
      (this.#unconfirmed > 0 && this.#own[kind].hasMatch(mark.tick, key, tags))
    )
  }
}

function apply({ stale, gone }: Digests, at: number, entry: NewLogEntry): void {
  stale.apply(at, entry)
  if (entry.gone) gone.apply(at, entry)
  if (entry.lost) stale.raise(at)
}
