/** The error of an answer that can be read and cannot be used, with the beginning of what was found. */
import { ParseError } from '../errors'

export function parseErrorOf(message: string, found: unknown, cause?: unknown): ParseError {
  const text = typeof found === 'string' ? found : JSON.stringify(found)
  return new ParseError(message, { excerpt: String(text).slice(0, 200), cause })
}
