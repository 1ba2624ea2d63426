/**
 * The small part of an SQLite driver that this server uses. `node:sqlite` and better-sqlite3 both have this shape,
 * so which of them is underneath is decided once, when the file is opened.
 */

/** What may be bound to a `?`. */
export type SqlValue = string | number | null

/** One row, by column name. */
export type Row = Record<string, unknown>

/** A prepared statement. */
export interface Statement {
  run(...values: SqlValue[]): { changes: number | bigint; lastInsertRowid: number | bigint }
  get(...values: SqlValue[]): Row | undefined
  all(...values: SqlValue[]): Row[]
}

/** An open database. */
export interface Driver {
  exec(sql: string): void
  prepare(sql: string): Statement
  close(): void
}

/** Which module stands behind a `Driver`. */
export type DriverName = 'node:sqlite' | 'better-sqlite3'

/** Opens `file` with the driver that the runtime has; rejects with one readable message when it has none. */
export async function openDriver(file: string): Promise<{ name: DriverName; driver: Driver }> {
  const builtIn = await tryImport('node:sqlite')
  if (builtIn !== undefined) {
    const { DatabaseSync } = builtIn as { DatabaseSync: new (file: string) => Driver }
    return { name: 'node:sqlite', driver: new DatabaseSync(file) }
  }
  const installed = await tryImport('better-sqlite3')
  if (installed !== undefined) {
    const { default: BetterSqlite } = installed as { default: new (file: string) => Driver }
    return { name: 'better-sqlite3', driver: new BetterSqlite(file) }
  }
  throw new Error(
    'This Node has no node:sqlite: use Node 22.13 or later, or install better-sqlite3 beside it',
  )
}

async function tryImport(name: string): Promise<unknown> {
  try {
    return await import(/* @vite-ignore */ name)
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined
    if (code === 'ERR_UNKNOWN_BUILTIN_MODULE' || code === 'ERR_MODULE_NOT_FOUND') return undefined
    throw error
  }
}
