/** The audit log: who changed what, from what to what. Written in the transaction of the change. */
import type { AuditAction, AuditEntry } from '../api-types.ts'
import type { Database } from '../db/database.ts'
import type { Row } from '../db/driver.ts'
import type { Collection, StoredRecord } from './collection.ts'
import { cutSecret } from './key-code.ts'

/** Newest entries of the background job that are kept; people's entries are kept for ever. */
const SYSTEM_ENTRIES_KEPT = 5_000

/** Name that the background job signs with. */
export const SYSTEM_ACTOR = 'system'

const COLUMNS = 'id, at, actor, action, collection, record_id AS recordId, summary, before, after'

/** One change to write down. */
export interface Change {
  actor: string
  at: number
  before: StoredRecord | null
  after: StoredRecord | null
}

/** Appends an entry. Of an update it keeps the changed members, of the others the whole record. */
export function writeAudit(db: Database, collection: Collection, change: Change): void {
  const { actor, at, before, after } = change
  const record = after ?? before
  if (record === null) return
  const action: AuditAction = before === null ? 'create' : after === null ? 'delete' : 'update'
  const changed = Object.keys(record).filter((name) => before?.[name] !== after?.[name])
  const told = changed.filter((name) => name !== 'version' && name !== 'updatedAt')
  const verb = { create: 'Created', update: `Changed ${told.join(', ')} of`, delete: 'Deleted' }[action]
  db.run(
    `INSERT INTO audit_log (at, actor, action, collection, record_id, summary, before, after)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
    at,
    actor,
    action,
    collection.name,
    record.id,
    `${verb} ${collection.singular} ${collection.label(record)}`,
    serialise(collection, before, changed),
    serialise(collection, after, changed),
  )
}

/** The newest entries. */
export function readAudit(db: Database, limit: number): AuditEntry[] {
  return db.all(`SELECT ${COLUMNS} FROM audit_log ORDER BY id DESC LIMIT ?`, limit).map(toEntry)
}

/** Drops all but the newest entries of the background job, so that a demo left running for months stays small. */
export function pruneAudit(db: Database, kept = SYSTEM_ENTRIES_KEPT): void {
  db.run(
    `DELETE FROM audit_log WHERE actor = ? AND id <= (
       SELECT id FROM audit_log WHERE actor = ? ORDER BY id DESC LIMIT 1 OFFSET ?)`,
    SYSTEM_ACTOR,
    SYSTEM_ACTOR,
    kept,
  )
}

function serialise(collection: Collection, record: StoredRecord | null, names: string[]): string | null {
  if (record === null) return null
  const members = names.map((name) => {
    const value = record[name]
    return [name, collection.secret.includes(name) ? cutSecret(value) : value] as const
  })
  return JSON.stringify(Object.fromEntries(members))
}

function toEntry(row: Row): AuditEntry {
  const entry = row as unknown as AuditEntry & { before: string | null; after: string | null }
  return { ...entry, before: parse(entry.before), after: parse(entry.after) }
}

function parse(text: string | null): Record<string, unknown> | null {
  return text === null ? null : (JSON.parse(text) as Record<string, unknown>)
}
