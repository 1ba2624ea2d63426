/** A clock that a test moves by hand, with a wall clock that can be set and a machine that can sleep. */

interface Timer {
  readonly at: number
  readonly order: number
  readonly run: () => void
}

/** Counts what is pending, so that a test can say that nothing is. */
export interface FakeClock {
  now(): number
  monotonic(): number
  schedule(fn: () => void, ms: number): unknown
  cancel(handle: unknown): void
  /** Moves both clocks, running timers in order; microtasks are let through between them. */
  advance(ms: number): Promise<void>
  /** Moves both clocks without letting anything in between run. */
  jump(ms: number): void
  /** The machine sleeps: the wall clock goes on, the monotonic one stands still, timers come late. */
  sleep(ms: number): void
  /** Sets the wall clock, as a person or a time server does. */
  setWall(now: number): void
  /** How many timers are pending. */
  readonly pending: number
  /** How many timers were ever set. */
  readonly scheduled: number
  /** How many readings of either clock there were. */
  readonly readings: number
}

/** Lets everything that is only waiting for promises run. */
export async function flush(): Promise<void> {
  for (let turn = 0; turn < 20; turn++) await Promise.resolve()
}

export function fakeClock(start = Date.UTC(2026, 0, 1)): FakeClock {
  let wall = start
  let mono = 0
  let scheduled = 0
  let readings = 0
  const timers = new Set<Timer>()
  const nextDue = (until: number) => {
    let due: Timer | undefined
    for (const timer of timers) {
      if (
        timer.at <= until &&
        (!due || timer.at < due.at || (timer.at === due.at && timer.order < due.order))
      )
        due = timer
    }
    return due
  }
  return {
    now: () => (readings++, wall),
    monotonic: () => (readings++, mono),
    schedule(run, ms) {
      const timer = { at: mono + Math.max(0, ms), order: scheduled++, run }
      timers.add(timer)
      return timer
    },
    cancel: (handle) => void timers.delete(handle as Timer),
    async advance(ms) {
      const until = mono + ms
      await flush()
      for (let due = nextDue(until); due; due = nextDue(until)) {
        timers.delete(due)
        const step = Math.max(0, due.at - mono)
        mono += step
        wall += step
        due.run()
        await flush()
      }
      wall += until - mono
      mono = until
      await flush()
    },
    jump(ms) {
      wall += ms
      mono += ms
    },
    sleep(ms) {
      wall += ms
    },
    setWall(now) {
      wall = now
    },
    get pending() {
      return timers.size
    },
    get scheduled() {
      return scheduled
    },
    get readings() {
      return readings
    },
  }
}

/** A promise that a test settles. */
export function deferred<T>(): {
  promise: Promise<T>
  resolve: (value: T) => void
  reject: (error: unknown) => void
} {
  let resolve: (value: T) => void = () => {}
  let reject: (error: unknown) => void = () => {}
  const promise = new Promise<T>((yes, no) => {
    resolve = yes
    reject = no
  })
  return { promise, resolve, reject }
}
