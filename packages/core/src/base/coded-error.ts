/** The root of every error the library makes: a permanent code beside the message. */

/** An error with a permanent, documented `code`. */
export class CodedError extends Error {
  /** Permanent identifier; docs/errors.md has a section for each. */
  readonly code: string

  constructor(code: string, message: string, options?: { cause?: unknown }) {
    super(message, options)
    this.name = new.target.name
    this.code = code
  }
}
