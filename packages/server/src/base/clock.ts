/** Source of time, so that tests decide what time it is. */

/** Where time comes from. The system's by default; a fake one in tests. */
export interface ServerClock {
  /** Wall clock, epoch milliseconds. */
  now(): number
}

/** Looks the global up at each call, so that fake timers work. */
export const systemTime: ServerClock = { now: () => Date.now() }
