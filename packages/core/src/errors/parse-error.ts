/** An answer arrived whole, and could not be read. One that can be read but has the wrong shape is a ValidationError. */
import { SyncError } from './sync-error'

/** Code `parse`: malformed JSON, HTML without a `parse` option, or that option threw; `cause` is what the parser threw. */
export class ParseError extends SyncError {
  /** The beginning of the body, at most 200 characters. */
  readonly excerpt: string

  constructor(message: string, options: { excerpt: string; cause?: unknown }) {
    super('parse', 'The server sent something unreadable.', message, options)
    this.excerpt = options.excerpt
  }
}
