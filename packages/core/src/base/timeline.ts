/**
 * Elapsed time, made from the clock's two readings: it never goes back, and it includes sleep.
 * A wall clock that runs ahead of the monotonic one by over a second is a sleep that the
 * monotonic clock did not count; a wall clock that is set back is ignored.
 */
import type { Clock } from './clock'

/** How far the two readings may part before it counts as a sleep. */
const SLEEP = 1000

/** Elapsed whole milliseconds of one clock. Shared by everything that uses that clock. */
export class Timeline {
  readonly #clock: Clock
  /** Elapsed time, wall time and monotonic time at the last exact reading. */
  #elapsed = 0
  #wall = NaN
  #mono = 0
  #last = 0
  #holds = 0
  #held = -1
  /** How much of it was sleep, by which timers come late. */
  slept = 0

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /**
   * Elapsed time by one reading of the wall clock, which sees sleep as well. Where that reading lies
   * outside the second after the last exact one, both clocks are read: a wall clock that was set back
   * must not make anything look younger than the monotonic clock says.
   */
  read(): number {
    if (this.#held >= 0) return this.#held
    const ahead = this.#clock.now() - this.#wall
    // Before the first reading `ahead` is not a number.
    if (!(ahead >= 0 && ahead < SLEEP)) this.sync()
    else this.#last = Math.max(this.#last, this.#elapsed + ahead)
    if (this.#holds > 0) this.#held = this.#last
    return this.#last
  }

  /** One reading is good for all that happens between `hold` and its `release`. */
  hold(): void {
    this.#holds++
  }

  release(): void {
    if (--this.#holds === 0) this.#held = -1
  }

  /** Elapsed time by both clocks. The first reading is not taken before somebody asks. */
  sync(): number {
    this.#held = -1
    const wall = Math.floor(this.#clock.now())
    const mono = this.#clock.monotonic()
    let passed = Math.max(0, mono - this.#mono)
    const ahead = wall - this.#wall - passed
    if (ahead > SLEEP) {
      passed += ahead
      this.slept += ahead
    }
    const step = Math.floor(passed)
    // Parts of a millisecond are carried over: elapsed time stays whole, and loses nothing.
    this.#mono = mono - (passed - step)
    this.#wall = wall
    this.#elapsed += step
    return (this.#last = Math.max(this.#last, this.#elapsed))
  }

  /** The wall time, epoch milliseconds, at which elapsed time was or will be `elapsed`, by today's wall clock. */
  toWall(elapsed: number): number {
    return this.#wall + (elapsed - this.#elapsed)
  }
}

const timelines = new WeakMap<Clock, Timeline>()

/** The one timeline of a clock. */
export function timelineOf(clock: Clock): Timeline {
  let timeline = timelines.get(clock)
  if (!timeline) timelines.set(clock, (timeline = new Timeline(clock)))
  return timeline
}
