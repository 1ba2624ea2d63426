/** Changes made by the background job go the same way as everybody's, signed by the system. */
import { SYSTEM_ACTOR } from '../data/audit.ts'
import { createRecord, deleteRecord, updateRecord } from '../data/change.ts'
import type { Collection, StoredRecord, Values } from '../data/collection.ts'
import type { Row, SqlValue } from '../db/driver.ts'
import type { EventContext } from './event.ts'

/** Changes members of a record. */
export function update(context: EventContext, collection: Collection, row: Row, patch: Values): void {
  const { db, at } = context
  updateRecord({ db, collection, at, actor: SYSTEM_ACTOR }, Number(row['id']), patch)
}

/** Stores a new record. */
export function create({ db, at }: EventContext, collection: Collection, values: Values): StoredRecord {
  return createRecord({ db, collection, at, actor: SYSTEM_ACTOR }, values)
}

/** Removes a record. */
export function remove({ db, at }: EventContext, collection: Collection, row: Row): void {
  deleteRecord({ db, collection, at, actor: SYSTEM_ACTOR }, Number(row['id']))
}

/** A row of `table` that `where` is true of, by the context's own random numbers: the next one from a random id on. */
export function pickRow(
  { db, random }: EventContext,
  table: string,
  where: string,
  ...values: SqlValue[]
): Row | undefined {
  const from = random.between(1, db.number(`SELECT id FROM ${table} ORDER BY id DESC LIMIT 1`))
  const next = `SELECT * FROM ${table} WHERE id >= ? AND (${where}) ORDER BY id LIMIT 1`
  return db.get(next, from, ...values) ?? db.get(next, 0, ...values)
}
