/** Plain inserts for the first data, which has stamps of its own and no audit trail. */
import { columnOf, type Values } from '../data/collection.ts'
import type { Database } from '../db/database.ts'

/** Adds one row with the given members; answers its id. */
export function insertRow(db: Database, table: string, values: Values): number {
  const names = Object.keys(values)
  return db.run(
    `INSERT INTO ${table} (${names.map(columnOf).join(', ')}) VALUES (${names.map(() => '?').join(', ')})`,
    ...Object.values(values),
  )
}
