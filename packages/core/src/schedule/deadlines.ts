/**
 * One timer for all deadlines. Timers are hints: when one fires, the time is read anew, what is due is
 * handed out, and the next timer is set for what remains. Delays above the platform's limit are chained.
 */
import type { Clock } from '../base/clock'
import { MAX_TIMER } from '../base/clock'
import { MinHeap, type HeapItem } from '../base/min-heap'
import type { Timeline } from '../base/timeline'
import { Bucket } from './bucket'

/** A timer this much late was not late but asleep. */
const SLEPT = 5000

/** What is due, together; `slept` says that the machine or the page was away meanwhile. */
export type OnDue<T> = (due: readonly T[], now: number, slept: boolean) => void

/** Items with a due time each (elapsed milliseconds of the timeline), and one timer for all of them. */
export class Deadlines<T extends HeapItem> {
  readonly #clock: Clock
  readonly #timeline: Timeline
  readonly #onDue: OnDue<T>
  readonly #heap = new MinHeap<T>()
  /** Few keys are served to the millisecond; thousands are served together, in windows of a third of a second. */
  readonly #wakes = new Bucket(60, 3)
  #timer: unknown
  #armedFor = Infinity
  #held = 0

  constructor(clock: Clock, timeline: Timeline, onDue: OnDue<T>) {
    this.#clock = clock
    this.#timeline = timeline
    this.#onDue = onDue
  }

  /** How many items have a due time. */
  get size(): number {
    return this.#heap.size
  }

  /** Sets when an item is due; `Infinity`: never. */
  set(item: T, due: number): void {
    // Elapsed time is whole: a timer for a fraction would fire, find nothing due, and be set again.
    const at = Math.ceil(due)
    if (item.wakeAt === at && (item.heapIndex >= 0 || at === Infinity)) return
    this.#heap.set(item, at)
    if (this.#held === 0) this.#arm()
  }

  /** Runs `change`, and sets the timer once for all that it changed. */
  batch(change: () => void): void {
    this.#held++
    try {
      change()
    } finally {
      if (--this.#held === 0) this.#arm()
    }
  }

  /** Forgets everything. */
  clear(): void {
    this.#heap.clear()
    this.#disarm()
  }

  #arm(): void {
    const first = this.#heap.first
    if (!first) return this.#disarm()
    // A timer that is set earlier than needed may stay: it fires, finds nothing due, and is set again.
    if (this.#armedFor <= first.wakeAt) return
    const now = this.#timeline.read()
    const at = Math.max(first.wakeAt, this.#wakes.readyAt(now))
    if (this.#armedFor <= at) return
    this.#disarm()
    this.#armedFor = at
    const delay = Math.min(MAX_TIMER, Math.max(0, at - now))
    this.#timer = this.#clock.schedule(this.#fire, delay)
  }

  #disarm(): void {
    if (this.#armedFor !== Infinity) this.#clock.cancel(this.#timer)
    this.#armedFor = Infinity
    this.#timer = undefined
  }

  readonly #fire = (): void => {
    const now = this.#timeline.sync()
    const slept = now - this.#armedFor > SLEPT
    this.#armedFor = Infinity
    this.#timer = undefined
    this.#wakes.take(now)
    const due: T[] = []
    for (let first = this.#heap.first; first && first.wakeAt <= now; first = this.#heap.first) {
      this.#heap.delete(first)
      due.push(first)
    }
    this.batch(() => this.#onDue(due, now, slept))
  }
}
