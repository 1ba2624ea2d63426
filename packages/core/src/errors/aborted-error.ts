/** Somebody on this side stopped waiting. Running out of time is a TimeoutError. */
import { SyncError } from './sync-error'

/** Code `aborted`: the caller's signal, or the transport, ended the request; `cause` is the reason given. */
export class AbortedError extends SyncError {
  constructor(message: string, options?: { cause?: unknown }) {
    super('aborted', 'This was cancelled.', message, options)
  }
}
