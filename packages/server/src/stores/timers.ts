/** Where waiting is counted: the system's timers, or those of a clock that has its own, as fake ones do. */
import { systemClock } from '@freshline/core/shared'

/** Sets timers. */
export interface Timers {
  /** Runs `fn` once, after so many milliseconds. */
  schedule(fn: () => void, ms: number): unknown
  /** Forgets a scheduled run. */
  cancel(handle: unknown): void
}

/** The timers of a clock that has some; else the system's. */
export function timersOf(clock: object | undefined): Timers {
  const own = clock as Partial<Timers> | undefined
  return typeof own?.schedule === 'function' && typeof own.cancel === 'function'
    ? (own as Timers)
    : systemClock
}
