/** The error of a value that cannot be a key, or part of one. */
import { CodedError } from '../base/coded-error'

/** A value in few words, for messages. */
export function describe(value: unknown): string {
  return typeof value === 'string' ? JSON.stringify(value) : value === null ? 'null' : typeof value
}

/**
 * Refuses a key.
 * @param found what was met, for the message
 * @throws CodedError `invalid_key`, always
 */
export function refuseKey(found: string, options?: { cause: unknown }): never {
  throw new CodedError(
    'invalid_key',
    `key: got ${found}, allowed: text, or an array of text, numbers, booleans, null, bigints, plain data; not empty`,
    options,
  )
}
