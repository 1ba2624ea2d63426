/** Changes made by the background job go the same way as everybody's, signed by the system. */
import { SYSTEM_ACTOR } from '../data/audit.ts'
import { createRecord, deleteRecord, updateRecord } from '../data/change.ts'
import type { Collection, StoredRecord, Values } from '../data/collection.ts'
import type { Row, SqlValue } from '../db/driver.ts'
import type { EventContext } from './events.ts'

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

/** A row of `table` that `where` is true of, by the context's own random numbers. */
export function pickRow(
  { db, random }: EventContext,
  table: string,
  where: string,
  ...values: SqlValue[]
): Row | undefined {
  const count = db.number(`SELECT count(*) FROM ${table} WHERE ${where}`, ...values)
  if (count === 0) return undefined
  const offset = random.between(0, count - 1)
  return db.get(`SELECT * FROM ${table} WHERE ${where} ORDER BY id LIMIT 1 OFFSET ?`, ...values, offset)
}
