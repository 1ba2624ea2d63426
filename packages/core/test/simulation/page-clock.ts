/**
 * The clock of one page: it runs a little fast or slow, its wall clock can be set, the machine may sleep (the monotonic
 * clock stands still, the wall clock does not), and a frozen page gets no timers, though time goes on.
 */
import type { Clock } from '@freshline/core'
import type { FakeClock } from '@freshline/test-utils'

interface Timer {
  readonly at: number
  readonly run: () => void
  readonly owner: OwnClock | undefined
}

/** The clock of a page as one manager sees it, which counts that one's timers. */
export class OwnClock implements Clock {
  /** How many of its timers are pending. */
  pending = 0
  /** A sleep that none of its timers and no event of the page has ended yet: it cannot have noticed it. */
  isUnnoticed = false
  readonly #page: PageClock

  constructor(page: PageClock) {
    this.#page = page
  }

  now(): number {
    return this.#page.now()
  }

  monotonic(): number {
    return this.#page.monotonic()
  }

  schedule(run: () => void, ms: number): unknown {
    return this.#page.add(run, ms, this)
  }

  cancel(handle: unknown): void {
    this.#page.cancel(handle)
  }
}

export class PageClock {
  readonly first = new OwnClock(this)
  readonly second = new OwnClock(this)
  /** The wall clock was set back, and no timer of a manager has fired since. */
  isSetBack = false
  /** By how much the wall clock was set ahead, where that was less than a sleep: until both clocks are read it counts. */
  leapt = 0
  readonly #truth: FakeClock
  readonly #rate: number
  readonly #timers = new Set<Timer>()
  #mono = 0
  #at: number
  #wall: number
  #slept = 0
  #isAsleep = false
  #isFrozen = false
  #armed: unknown

  constructor(truth: FakeClock, rate: number, wall: number) {
    this.#truth = truth
    this.#rate = rate
    this.#wall = wall
    this.#at = truth.monotonic()
  }

  monotonic(): number {
    return this.#isAsleep ? this.#mono : this.#mono + (this.#truth.monotonic() - this.#at) * this.#rate
  }

  now(): number {
    return this.#wall + this.elapsed()
  }

  /** How much time has passed by this page's measure, sleep included, whatever its wall clock says. */
  elapsed(): number {
    return this.monotonic() + this.#slept
  }

  cancel(handle: unknown): void {
    const timer = handle as Timer
    if (this.#timers.delete(timer) && timer.owner) timer.owner.pending--
  }

  /** The same time for others than the managers, whose timers are not counted. */
  readonly aside: Clock = {
    now: () => this.now(),
    monotonic: () => this.monotonic(),
    schedule: (run, ms) => this.add(run, ms, undefined),
    cancel: (handle) => this.cancel(handle),
  }

  /** An event of the page told everybody that time has passed. */
  noticed(): void {
    this.first.isUnnoticed = this.second.isUnnoticed = false
  }

  /** Somebody, or a time server, sets the wall clock. */
  setWall(by: number): void {
    this.#wall += by
    if (by < 0) this.isSetBack = true
    else if (by < 1000) this.leapt = Math.max(this.leapt, by)
  }

  fallAsleep(): void {
    this.#hold()
    this.#isAsleep = true
  }

  wake(): void {
    if (!this.#isAsleep) return
    const passed = (this.#truth.monotonic() - this.#at) * this.#rate
    this.#slept += passed
    this.#isAsleep = false
    this.#at = this.#truth.monotonic()
    this.first.isUnnoticed = this.second.isUnnoticed = true
    this.#arm()
  }

  freeze(): void {
    this.#isFrozen = true
  }

  thaw(): void {
    this.#isFrozen = false
    this.#arm()
  }

  /** The page is gone: nothing of it runs any more. */
  stop(): void {
    this.#timers.clear()
    this.first.pending = this.second.pending = 0
    this.#truth.cancel(this.#armed)
  }

  #hold(): void {
    this.#mono = this.monotonic()
    this.#at = this.#truth.monotonic()
  }

  add(run: () => void, ms: number, owner: OwnClock | undefined): unknown {
    const timer = { at: this.monotonic() + Math.max(0, ms), run, owner }
    this.#timers.add(timer)
    if (owner) owner.pending++
    this.#arm()
    return timer
  }

  #first(): Timer | undefined {
    let first: Timer | undefined
    for (const timer of this.#timers) if (!first || timer.at < first.at) first = timer
    return first
  }

  #arm(): void {
    this.#truth.cancel(this.#armed)
    if (this.#isAsleep || this.#isFrozen) return
    const first = this.#first()
    if (!first) return
    // Never early: the world's time is whole.
    const left = Math.max(0, Math.ceil((first.at - this.monotonic()) / this.#rate))
    this.#armed = this.#truth.schedule(() => this.#fire(), left)
  }

  #fire(): void {
    if (this.#isAsleep || this.#isFrozen) return
    const first = this.#first()
    if (first && first.at <= this.monotonic()) {
      this.cancel(first)
      if (first.owner) first.owner.isUnnoticed = this.isSetBack = false
      first.run()
    }
    this.#arm()
  }
}
