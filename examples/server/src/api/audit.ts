/** Answer of the audit log. */
import type { CollectionName } from './records.ts'

/** What was done to a record. */
export type AuditAction = 'create' | 'update' | 'delete'

/** One line of the audit log. */
export interface AuditEntry {
  id: number
  at: number
  /** E-mail or name of who did it (`x-actor` header, default `demo@freshline.example`), or `system` for the background job. */
  actor: string
  action: AuditAction
  collection: CollectionName
  recordId: number
  /** One readable sentence, license keys cut to 8 characters. */
  summary: string
  /** Changed members as they were (the whole record for a delete), `null` for a create. */
  before: Record<string, unknown> | null
  /** Changed members as they are (the whole record for a create), `null` for a delete. */
  after: Record<string, unknown> | null
}

/** Answer of `GET /api/admin/audit?limit=50` (`limit` is 1 to 200), newest first. */
export interface AuditAnswer {
  items: AuditEntry[]
  /** When the newest entry was written, 0 while there is none. */
  updatedAt: number
}
