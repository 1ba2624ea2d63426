/** When to ask again after a failure, and how often. Pure: `Retry-After` is read and honoured by the callers. */
import { checkCount, checkDuration, checkFunction } from '../base/check'
import { MAX_TIMER } from '../base/clock'
import type { Report } from '../base/emitter'

/** How a failed request is repeated, with defaults applied. */
export interface RetryPolicy {
  /** How many repetitions there may be; 0 is none. */
  readonly limit: number
  /** Milliseconds to wait before repetition `attempt`, counted from 1. Never throws, never beyond 2^31-1. */
  delay(attempt: number, error: unknown): number
}

/** How a failed request is repeated: how often, `false` for never, or a policy. */
export type RetryOption =
  | number
  | false
  | {
      /** How many repetitions there may be: a whole number, or `Infinity`. Default 2. */
      readonly limit?: number | undefined
      /**
       * Milliseconds to wait before repetition `attempt`, counted from 1. Default: between half and the whole of
       * 1 s, 2 s, 4 s and so on up to 30 s. Where it throws or answers nonsense, the default is used.
       */
      readonly delay?: ((attempt: number, error: unknown) => number) | undefined
    }

/** Numbers of {@link exponentialDelay}. */
export interface BackoffOptions {
  /** The first delay before jitter, in milliseconds. Default 1,000. */
  base?: number
  /** The longest delay, in milliseconds. Default 30,000. */
  cap?: number
  /** Source of jitter, 0 to 1. Default `Math.random`. */
  random?: () => number
}

/**
 * Doubles with every attempt up to the cap, then takes between half and the whole of it ('equal jitter'): clients
 * that failed together don't come back together, and none comes back at once.
 */
export function exponentialDelay(attempt: number, options: BackoffOptions = {}): number {
  const { base = 1000, cap = 30_000, random = Math.random } = options
  // Bounded before the power: 2 ** 1e9 is Infinity, and Infinity times a base of 0 is not a number.
  const doublings = Math.min(Math.max(attempt - 1, 0) || 0, 32)
  const whole = Math.min(base * 2 ** doublings, cap)
  return (whole + whole * random()) / 2
}

/**
 * The policy that an option stands for.
 * @param fallback how many repetitions there are where the option does not say
 * @param report told what the option's `delay` threw, or an OptionError for nonsense that it answered; the
 *   default delay is used then. A report that throws makes {@link RetryPolicy.delay} throw.
 * @throws OptionError where the option itself is nonsense
 */
export function resolveRetry(option?: RetryOption, fallback = 2, report?: Report): RetryPolicy {
  const given: Exclude<RetryOption, number | false> =
    typeof option === 'object' && option ? option : { limit: option === false ? 0 : option }
  const { limit: said = fallback } = given
  const limit = checkCount('retry', said, 0)
  const own = given.delay && checkFunction('retry.delay', given.delay)
  return {
    limit,
    delay(attempt, error) {
      try {
        if (own) return Math.min(checkDuration('retry.delay', own(attempt, error), true), MAX_TIMER)
      } catch (problem) {
        report?.(problem, 'retry.delay')
      }
      return exponentialDelay(attempt)
    },
  }
}
