/**
 * The one way records change, for people and for the background job alike: in a transaction, stamped, counted and
 * written to the audit log, or not at all.
 */
import { ApiError } from '../http/api-error.ts'
import type { Database } from '../db/database.ts'
import { writeAudit } from './audit.ts'
import { appendChange } from './changes.ts'
import { columnOf, type Collection, type StoredRecord, type Values } from './collection.ts'
import { bumpCounters } from './counters.ts'

/** Who changes what, and when. */
export interface ChangeContext {
  db: Database
  collection: Collection
  actor: string
  /** Epoch milliseconds; becomes the record's stamp. */
  at: number
}

/** Looks at the record before it is changed and throws to stop that. */
export type Guard = (current: StoredRecord) => void

/** One record, or 404. */
export function readRecord(db: Database, collection: Collection, id: number): StoredRecord {
  const row = db.get(`SELECT * FROM ${collection.view} WHERE id = ?`, id)
  if (row === undefined) throw new ApiError('not_found', `There is no ${collection.singular} with id ${id}.`)
  return row as StoredRecord
}

/** Stores a new record. */
export function createRecord(context: ChangeContext, input: Values): StoredRecord {
  const { db, collection, at } = context
  return db.transaction(() => {
    const rule = { db, at, id: 0 }
    const values = { ...collection.complete(input, rule), createdAt: at, updatedAt: at }
    collection.checkRules(values, rule)
    const names = Object.keys(values)
    const id = db.run(
      `INSERT INTO ${collection.table} (${names.map(columnOf).join(', ')})
       VALUES (${names.map(() => '?').join(', ')})`,
      ...Object.values(values),
    )
    const after = readRecord(db, collection, id)
    finish(context, null, after)
    return after
  })
}

/** Changes members of a record; where nothing differs the record stays untouched, its version too. */
export function updateRecord(context: ChangeContext, id: number, patch: Values, guard?: Guard): StoredRecord {
  const { db, collection, at } = context
  return db.transaction(() => {
    const before = readRecord(db, collection, id)
    guard?.(before)
    const entries = Object.entries(patch).filter(([name, value]) => before[name] !== value)
    if (entries.length === 0) return before
    collection.checkRules({ ...(before as unknown as Values), ...patch }, { db, at, id })
    const sets = entries.map(([name]) => `${columnOf(name)} = ?`).join(', ')
    db.run(
      `UPDATE ${collection.table} SET ${sets}, version = version + 1, updated_at = ? WHERE id = ?`,
      ...entries.map(([, value]) => value),
      at,
      id,
    )
    const after = readRecord(db, collection, id)
    finish(context, before, after)
    return after
  })
}

/** Removes a record. */
export function deleteRecord(context: ChangeContext, id: number, guard?: Guard): void {
  const { db, collection, at } = context
  db.transaction(() => {
    const before = readRecord(db, collection, id)
    guard?.(before)
    collection.checkDelete(before, { db, at, id })
    db.run(`DELETE FROM ${collection.table} WHERE id = ?`, id)
    finish(context, before, null)
  })
}

function finish(context: ChangeContext, before: StoredRecord | null, after: StoredRecord | null): void {
  const { db, collection, actor, at } = context
  writeAudit(db, collection, { actor, at, before, after })
  appendChange(db, collection, at, before, after)
  bumpCounters(db, [collection.name, ...collection.touches(before, after)], at)
}
