/** Stands in for what is no error at all: a thrown string, a transport that answered with nonsense. */
import { SyncError } from './sync-error'

/** What people are told when nothing better is known. */
export const unknownMessage = 'Something went wrong. Try again.'

/** Code `unknown`: `cause` is what was thrown or answered. */
export class UnknownError extends SyncError {
  constructor(message: string, options?: { cause?: unknown }) {
    super('unknown', unknownMessage, message, options)
  }
}
