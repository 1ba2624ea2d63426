/** An answer could be read, and does not have the shape that the schema asks for. */
import type { StandardSchemaV1 } from '@standard-schema/spec'
import { SyncError } from './sync-error'

/** Code `validation`: the schema refused what arrived. */
export class ValidationError extends SyncError {
  /** What the schema found, in its order and words, which may quote the data; empty where the schema itself threw. */
  readonly issues: readonly StandardSchemaV1.Issue[]

  constructor(message: string, options: { issues: readonly StandardSchemaV1.Issue[]; cause?: unknown }) {
    super('validation', 'The server sent something unexpected.', message, options)
    this.issues = options.issues
  }
}
