/** What all failures of fetching and mutating have in common. */
import { CodedError } from '../base/coded-error'

/** A failure at run time, kept as state: its `code` is permanent, its `message` is for developers. */
export abstract class SyncError extends CodedError {
  /** One sentence for people, fit for a toast; no technical terms and no secrets. */
  readonly userMessage: string

  constructor(code: string, userMessage: string, message: string, options?: { cause?: unknown }) {
    super(code, message, options)
    this.userMessage = userMessage
  }
}
