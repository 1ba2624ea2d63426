/**
 * An open database file: prepared statements by their text, and transactions. It knows no table.
 */
import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import {
  openDriver,
  type Driver,
  type DriverName,
  type Row,
  type SqlValue,
  type Statement,
} from './driver.ts'

/** Waiting for another process that holds the file (in milliseconds), readers beside the writer, references kept. */
const PRAGMAS = ['busy_timeout = 2000', 'journal_mode = WAL', 'synchronous = NORMAL', 'foreign_keys = ON']

/** One open SQLite file. Everything is synchronous, so a transaction can't be interleaved with another request. */
export class Database {
  /** The module underneath. */
  readonly driverName: DriverName
  readonly #driver: Driver
  readonly #statements = new Map<string, Statement>()
  #inTransaction = false
  #open = true

  private constructor(name: DriverName, driver: Driver) {
    this.driverName = name
    this.#driver = driver
  }

  /** Opens or creates `file` (`:memory:` for none), with its folder. */
  static async open(file: string): Promise<Database> {
    if (file !== ':memory:') mkdirSync(dirname(file), { recursive: true })
    const { name, driver } = await openDriver(file)
    try {
      for (const pragma of PRAGMAS) driver.exec(`PRAGMA ${pragma}`)
    } catch (error) {
      driver.close()
      throw new Error(`Can't use ${file}: ${error instanceof Error ? error.message : String(error)}`, {
        cause: error,
      })
    }
    return new Database(name, driver)
  }

  /** Runs SQL that answers nothing; may hold several statements. */
  exec(sql: string): void {
    this.#driver.exec(sql)
  }

  /** Runs one changing statement; answers the new row's id. */
  run(sql: string, ...values: SqlValue[]): number {
    return Number(this.#prepare(sql).run(...values).lastInsertRowid)
  }

  /** The first row, if there is one. */
  get(sql: string, ...values: SqlValue[]): Row | undefined {
    const row = this.#prepare(sql).get(...values)
    return row === undefined ? undefined : { ...row }
  }

  /** All rows, as plain objects (the drivers' own rows have no prototype). */
  all(sql: string, ...values: SqlValue[]): Row[] {
    return this.#prepare(sql)
      .all(...values)
      .map((row) => ({ ...row }))
  }

  /** The first column of the first row as a number, 0 when there is no row. */
  number(sql: string, ...values: SqlValue[]): number {
    const row = this.#prepare(sql).get(...values)
    return row === undefined ? 0 : Number(Object.values(row)[0] ?? 0)
  }

  /** Runs `work` so that all of it happens or none; called inside another transaction it joins that one. */
  transaction<T>(work: () => T): T {
    if (this.#inTransaction) return work()
    this.#driver.exec('BEGIN IMMEDIATE')
    this.#inTransaction = true
    try {
      const result = work()
      this.#driver.exec('COMMIT')
      return result
    } catch (error) {
      this.#rollBack()
      throw error
    } finally {
      this.#inTransaction = false
    }
  }

  /** Whether the file is open. */
  get isOpen(): boolean {
    return this.#open
  }

  /** Closes the file; safe to call twice. */
  close(): void {
    if (!this.#open) return
    this.#open = false
    this.#statements.clear()
    this.#driver.close()
  }

  #rollBack(): void {
    try {
      this.#driver.exec('ROLLBACK')
    } catch {
      // SQLite has rolled back by itself already (a full disk, say): the first error is the one to tell.
    }
  }

  #prepare(sql: string): Statement {
    const known = this.#statements.get(sql)
    if (known !== undefined) return known
    const statement = this.#driver.prepare(sql)
    this.#statements.set(sql, statement)
    return statement
  }
}
