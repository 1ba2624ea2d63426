/**
 * The clock port and the system's clock: the only place that reads time and sets timers.
 * Globals are looked up at call time, so that fake timers installed later are seen.
 */

/** A source of time and timers. Every value is in milliseconds. */
export interface Clock {
  /** Wall time, epoch milliseconds. May jump; used for what people read, and to notice a sleep. */
  now(): number
  /** Time that never goes back; its zero is arbitrary. */
  monotonic(): number
  /** Runs `fn` once, no earlier than `ms` from now. Answers a handle for {@link Clock.cancel}. */
  schedule(fn: () => void, ms: number): unknown
  /** Forgets a scheduled run; unknown handles are ignored. */
  cancel(handle: unknown): void
}

/** The longest delay that the platform's timers keep: above 2^31-1 ms they fire at once. */
export const MAX_TIMER = 2 ** 31 - 1

/** `Date`, `performance` and `setTimeout` of the running platform. */
export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  schedule: (fn, ms) => setTimeout(fn, Math.min(ms, MAX_TIMER)),
  cancel: (handle) => clearTimeout(handle as ReturnType<typeof setTimeout>),
}
