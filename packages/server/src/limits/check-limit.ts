/** Checks for limits where they enter. */
import { OptionError } from '@freshline/core/shared'
import type { Rate } from './rate-limit'

/**
 * A count.
 * @throws OptionError unless it is a whole number of at least `least`, or Infinity
 */
export function checkLimit(option: string, value: unknown, least = 1): number {
  if (value === Infinity || (Number.isInteger(value) && (value as number) >= least)) return value as number
  throw new OptionError(option, value, `a whole number of at least ${least}, or Infinity`)
}

/**
 * A rate, or false for none.
 * @throws OptionError for anything else
 */
export function checkRate(option: string, value: unknown): Rate | false {
  if (value === false) return false
  const { requests, per } = Object(value) as Partial<Rate>
  if (Number.isInteger(requests) && Number(requests) >= 1 && Number.isFinite(per) && Number(per) > 0)
    return value as Rate
  throw new OptionError(
    option,
    JSON.stringify(value),
    'false, or { requests, per }: a whole number of at least 1, and milliseconds above 0',
  )
}
