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

/** What is due, together; `slept` says that the machine or the page was away meanwhile. Calls `arm` when it is done. */
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
  #slept = 0

  constructor(clock: Clock, timeline: Timeline, onDue: OnDue<T>) {
    this.#clock = clock
    this.#timeline = timeline
    this.#onDue = onDue
  }

  /** Sets when an item is due; `Infinity`: never. The timer follows at the next `arm`. */
  set(item: T, due: number): void {
    // Elapsed time is whole: a timer for a fraction would fire, find nothing due, and be set again.
    this.#heap.set(item, Math.ceil(due))
  }

  /** Forgets everything. */
  clear(): void {
    this.#heap.clear()
    this.arm()
  }

  /** Sets the timer for what is due first. */
  arm(): void {
    const first = this.#heap.firstAt
    if (first === Infinity && this.#armedFor === Infinity) return
    // A timer that is set earlier than needed may stay: it fires, finds nothing due, and is set again. Not one that stood
    // still while the machine slept: it would come that much too late.
    const latest = this.#slept === this.#timeline.slept ? this.#armedFor : Infinity
    const now = this.#timeline.read()
    const at = Math.max(first, this.#wakes.readyAt(now))
    if (at < Infinity && latest <= at) return
    this.#clock.cancel(this.#timer)
    this.#armedFor = at
    this.#slept = this.#timeline.slept
    this.#timer = at < Infinity ? this.#clock.schedule(this.#fire, Math.min(MAX_TIMER, at - now)) : undefined
  }

  readonly #fire = (): void => {
    const now = this.#timeline.sync()
    const slept = now - this.#armedFor > SLEPT
    this.#armedFor = Infinity
    this.#wakes.take(now)
    const due: T[] = []
    while (this.#heap.firstAt <= now) {
      const first = this.#heap.first as T
      this.#heap.delete(first)
      due.push(first)
    }
    this.#onDue(due, now, slept)
  }
}
