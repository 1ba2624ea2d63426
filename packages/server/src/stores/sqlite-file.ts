/** An SQLite file, opened at the first use by whatever driver there is, with the tables of this package in it. */
import { CodedError } from '@freshline/core/shared'

/** What is used of a driver: `node:sqlite` and better-sqlite3 both have it. */
export interface SqliteDatabase {
  /** Runs statements. */
  exec(sql: string): unknown
  /** Makes a statement ready. */
  prepare(sql: string): SqliteStatement
  close(): void
}

/** A statement that is ready. */
export interface SqliteStatement {
  run(...values: SqliteValue[]): { readonly changes: number | bigint }
  get(...values: SqliteValue[]): unknown
  all(...values: SqliteValue[]): unknown[]
}

/** What can be bound. */
export type SqliteValue = string | number | Uint8Array

/** The form of the tables. Older ones are dropped (they hold a cache); newer ones are left alone and not used. */
const SCHEMA = 1

const TABLES = `
CREATE TABLE IF NOT EXISTS freshline_log (
  namespace TEXT NOT NULL, sequence INTEGER NOT NULL, at REAL NOT NULL, entry TEXT NOT NULL,
  PRIMARY KEY (namespace, sequence)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS freshline_entries (
  space TEXT NOT NULL, id TEXT NOT NULL, key TEXT NOT NULL, facts TEXT NOT NULL, body BLOB NOT NULL,
  log TEXT NOT NULL, sequence INTEGER NOT NULL, expires_at REAL NOT NULL, remove_at REAL NOT NULL,
  is_helper INTEGER NOT NULL, PRIMARY KEY (space, id)
);
CREATE INDEX IF NOT EXISTS freshline_entries_key ON freshline_entries (space, key);
CREATE INDEX IF NOT EXISTS freshline_entries_remove_at ON freshline_entries (remove_at);
CREATE INDEX IF NOT EXISTS freshline_entries_expires_at ON freshline_entries (space, expires_at);
CREATE TABLE IF NOT EXISTS freshline_tags (
  space TEXT NOT NULL, tag TEXT NOT NULL, id TEXT NOT NULL, PRIMARY KEY (space, tag, id)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS freshline_tags_id ON freshline_tags (space, id);
CREATE TABLE IF NOT EXISTS freshline_claims (id TEXT PRIMARY KEY, until REAL NOT NULL);
`

export class SqliteFile {
  readonly #path: string
  readonly #timeout: number
  #opening: Promise<SqliteDatabase> | undefined
  #database: SqliteDatabase | undefined
  readonly #statements = new Map<string, SqliteStatement>()
  #isClosed = false

  constructor(path: string, timeout: number) {
    this.#path = path
    this.#timeout = timeout
  }

  /** Runs work on the open file. @throws whatever the driver does, also for a file that is none */
  async use<T>(work: (file: SqliteFile) => T): Promise<T> {
    if (!this.#database) await (this.#opening ??= this.#open().finally(() => (this.#opening = undefined)))
    return work(this)
  }

  /** Runs work as one transaction that nobody else writes in between. */
  transact<T>(work: () => T): T {
    this.#held().exec('BEGIN IMMEDIATE')
    try {
      const result = work()
      this.#held().exec('COMMIT')
      return result
    } catch (error) {
      try {
        this.#held().exec('ROLLBACK')
      } catch {
        // It was rolled back already, by the failure itself.
      }
      throw error
    }
  }

  /** A statement, made ready once. */
  statement(sql: string): SqliteStatement {
    const known = this.#statements.get(sql) ?? this.#held().prepare(sql)
    this.#statements.set(sql, known)
    return known
  }

  exec(sql: string): void {
    this.#held().exec(sql)
  }

  /** Lets go of the file; the next use opens it again. */
  reopen(): void {
    const database = this.#database
    this.#database = undefined
    this.#statements.clear()
    try {
      database?.close()
    } catch {
      // A broken file may not even close.
    }
  }

  close(): void {
    this.#isClosed = true
    this.reopen()
  }

  #held(): SqliteDatabase {
    if (this.#database) return this.#database
    throw new CodedError('sqlite_closed', 'the file is closed')
  }

  async #open(): Promise<SqliteDatabase> {
    if (this.#isClosed) throw new CodedError('sqlite_closed', 'the store was closed')
    const database = await openDatabase(this.#path)
    try {
      database.exec(`PRAGMA busy_timeout = ${this.#timeout}`)
      await enterWal(database, this.#timeout)
      if (this.#isClosed) throw new CodedError('sqlite_closed', 'the store was closed')
      database.exec('PRAGMA synchronous = NORMAL')
      database.exec('BEGIN IMMEDIATE')
      prepareTables(database)
      database.exec('COMMIT')
    } catch (error) {
      database.close()
      throw error
    }
    this.#database = database
    return database
  }
}

/**
 * SQLite's busy time-out does not hold for this switch (https://sqlite.org/c3ref/busy_handler.html): where another
 * process writes to a file that is not in this mode yet, the answer is "locked" at once, so it is asked again.
 */
async function enterWal(database: SqliteDatabase, timeout: number): Promise<void> {
  const last = performance.now() + timeout
  for (;;) {
    try {
      database.exec('PRAGMA journal_mode = WAL')
      return
    } catch (error) {
      if (performance.now() > last || !/locked/.test(String(error))) throw error
    }
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}

function prepareTables(database: SqliteDatabase): void {
  database.exec('CREATE TABLE IF NOT EXISTS freshline_meta (name TEXT PRIMARY KEY, value TEXT NOT NULL)')
  const row = database.prepare("SELECT value FROM freshline_meta WHERE name = 'schema'").get() as
    { readonly value: string } | undefined
  const found = row && Number(row.value)
  if (found !== undefined && found > SCHEMA)
    throw new CodedError(
      'sqlite_newer',
      `the file was made by a newer version (schema ${found}, not ${SCHEMA})`,
    )
  if (found !== undefined && found < SCHEMA) {
    for (const table of ['log', 'entries', 'tags', 'claims'])
      database.exec(`DROP TABLE IF EXISTS freshline_${table}`)
    // Another log: positions in the old one mean nothing.
    database.exec('DELETE FROM freshline_meta')
  }
  database.exec(TABLES)
  database.prepare("INSERT OR REPLACE INTO freshline_meta VALUES ('schema', ?)").run(`${SCHEMA}`)
}

/** The runtime's own driver, else better-sqlite3. Neither is named in a way that bundlers look for, or rename. */
async function openDatabase(path: string): Promise<SqliteDatabase> {
  const own: object | undefined = globalThis.process?.getBuiltinModule?.('node:sqlite')
  if (own && 'DatabaseSync' in own) return new (own.DatabaseSync as SqliteDriver)(path)
  const name = ['better', 'sqlite3'].join('-')
  const found = import(/* webpackIgnore: true */ /* turbopackIgnore: true */ /* @vite-ignore */ name)
  const { default: Database } = (await found.catch((error: unknown) => {
    throw new CodedError(
      'sqlite_missing',
      "sqliteStore needs a runtime with node:sqlite, or the package 'better-sqlite3'",
      { cause: error },
    )
  })) as { default: SqliteDriver }
  return new Database(path)
}

type SqliteDriver = new (path: string) => SqliteDatabase
