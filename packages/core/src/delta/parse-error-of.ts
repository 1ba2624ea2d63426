/** The error of an answer that can be read and cannot be used, with the beginning of what was found. */
import { ParseError } from '../errors'

export function parseErrorOf(message: string, found: unknown, cause?: unknown): ParseError {
  return new ParseError(message, { excerpt: toText(found).slice(0, 200), cause })
}

/** What nests deeper than the engine's stack has no text. */
function toText(found: unknown): string {
  try {
    return typeof found === 'string' ? found : String(JSON.stringify(found))
  } catch {
    return ''
  }
}
