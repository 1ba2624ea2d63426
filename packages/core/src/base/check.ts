/** Checks for options, so that a nonsense value is an error where it enters and never a silent hang. */
import { OptionError } from './option-error'

/**
 * A duration in milliseconds: zero or more, and `Infinity` unless `finite` is asked for.
 * @throws OptionError for negatives, NaN and non-numbers
 */
export function checkDuration(option: string, value: unknown, finite?: boolean): number {
  if (typeof value === 'number' && value >= 0 && !(finite && value === Infinity)) return value
  throw new OptionError(
    option,
    value,
    finite ? 'milliseconds, 0 or more' : 'milliseconds, 0 or more, or Infinity',
  )
}

/**
 * A count: a whole number of at least `least`, or `Infinity`.
 * @throws OptionError otherwise
 */
export function checkCount(option: string, value: unknown, least = 1): number {
  if (value === Infinity || (Number.isInteger(value) && (value as number) >= least)) return value as number
  throw new OptionError(option, value, `a whole number of at least ${least}, or Infinity`)
}

/**
 * A function.
 * @throws OptionError otherwise
 */
export function checkFunction<F>(option: string, value: F): F {
  if (typeof value === 'function') return value
  throw new OptionError(option, value, 'a function')
}

/**
 * Labels: an array of non-empty strings.
 * @throws OptionError otherwise
 */
export function checkTags(value: unknown): readonly string[] {
  if (Array.isArray(value) && value.every((tag) => typeof tag === 'string' && tag !== ''))
    return value as string[]
  throw new OptionError('tags', value, 'an array of non-empty strings')
}
