/** Brings an opened file to the newest schema, one transaction a step. */
import type { Database } from './database.ts'
import { migrations } from './migrations.ts'

/** Runs the steps that `db` lacks. Throws when the file was written by a newer version of this server. */
export function migrate(db: Database, steps: readonly string[] = migrations): void {
  const current = schemaVersion(db)
  if (current > steps.length) {
    throw new Error(
      `The database has schema ${current}, this server knows ${steps.length}: use a newer server`,
    )
  }
  for (const [index, sql] of steps.entries()) {
    db.transaction(() => {
      // Read inside: another process that was started at the same time may have taken the step meanwhile.
      if (index < schemaVersion(db)) return
      db.exec(sql)
      db.exec(`PRAGMA user_version = ${index + 1}`)
    })
  }
}

/** How many migration steps the file has seen. */
export function schemaVersion(db: Database): number {
  return db.number('PRAGMA user_version')
}
