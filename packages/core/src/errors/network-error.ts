/** The server could not be reached, or the answer broke off. An answer with a bad status is an HttpError. */
import { SyncError } from './sync-error'

/** Code `network`: no connection, no DNS, refused by CORS, or dropped half-way; `cause` is what the transport threw. */
export class NetworkError extends SyncError {
  constructor(message: string, options?: { cause?: unknown }) {
    super('network', 'The server could not be reached. Check your connection.', message, options)
  }
}
