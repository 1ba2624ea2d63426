/** Nothing, or not everything, arrived in time. */
import { SyncError } from './sync-error'

/** Code `timeout`: headers and body together took longer than the `timeout` option allows. */
export class TimeoutError extends SyncError {
  constructor(message: string, options?: { cause?: unknown }) {
    super('timeout', 'The server took too long to answer.', message, options)
  }
}
