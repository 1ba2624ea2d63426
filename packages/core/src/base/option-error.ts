/** The error for a bad option: it names the option, the value and what is allowed. */
import { CodedError } from './coded-error'

/** Thrown, in development and production alike, where an option enters with a value that has no meaning. */
export class OptionError extends CodedError {
  constructor(option: string, value: unknown, allowed: string) {
    super('invalid_option', `${option}: got ${show(value)}, allowed: ${allowed}`)
  }
}

function show(value: unknown): string {
  try {
    return typeof value === 'string' ? JSON.stringify(value) : String(value)
  } catch {
    return typeof value
  }
}
