/**
 * An open database file: prepared statements by their text, and transactions. It knows no table.
 */
import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import {
  openDriver,
  type Driver,
  type DriverName,
  type Row,
  type SqlValue,
  type Statement,
} from './driver.ts'

/** For how long another process that holds the file is waited for, in milliseconds. */
const BUSY_TIMEOUT = 2_000

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
      driver.exec(`PRAGMA busy_timeout = ${BUSY_TIMEOUT}`)
      await letReadersIn(driver)
      driver.exec('PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = ON')
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

/**
 * Readers beside the writer. SQLite's own waiting does not hold for this switch: where another process writes to the
 * new file at this moment, the answer is "locked" at once, so it is asked again.
 */
async function letReadersIn(driver: Driver): Promise<void> {
  const last = performance.now() + BUSY_TIMEOUT
  for (;;) {
    try {
      driver.exec('PRAGMA journal_mode = WAL')
      return
    } catch (error) {
      if (performance.now() > last || !/locked/.test(String(error))) throw error
    }
    await sleep(10)
  }
}
