/** Checks for options, so that a nonsense value is an error where it enters and never a silent hang. */
import { OptionError } from './option-error'

/** What is allowed of an option: whether a value is, and how that is said. */
export type Rule = readonly [isAllowed: (value: unknown) => boolean, allowed: string]

/** Milliseconds, for ever included. */
export const DURATION: Rule = [
  (value) => typeof value === 'number' && value >= 0,
  'milliseconds, 0 or more, or Infinity',
]

/** Milliseconds that end. */
export const FINITE: Rule = [
  (value) => typeof value === 'number' && value >= 0 && value < Infinity,
  'milliseconds, 0 or more',
]

/** Anything that can be called. */
export const FUNCTION: Rule = [(value) => typeof value === 'function', 'a function']

/** Any text. */
export const TEXT: Rule = [(value) => typeof value === 'string', 'a string']

/** True or false. */
export const BOOLEAN: Rule = [(value) => typeof value === 'boolean', 'true, false']

/** Labels. */
export const TAGS: Rule = [
  (value) => Array.isArray(value) && value.every((tag) => typeof tag === 'string' && tag !== ''),
  'an array of non-empty strings',
]

/**
 * The value, if a rule allows it.
 * @throws OptionError otherwise
 */
export function check<T>(option: string, value: T, [isAllowed, allowed]: Rule): T {
  if (isAllowed(value)) return value
  throw new OptionError(option, value, allowed)
}

/**
 * A duration in milliseconds: zero or more, and `Infinity` unless `finite` is asked for.
 * @throws OptionError for negatives, NaN and non-numbers
 */
export function checkDuration(option: string, value: unknown, finite?: boolean): number {
  return check(option, value, finite ? FINITE : DURATION) as number
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
  return check(option, value, FUNCTION)
}
