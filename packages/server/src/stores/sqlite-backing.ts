/** One namespace and version in an SQLite file. */
import { compilePattern } from '@freshline/core/shared'
import { parsePosition, type LoggedTargets, type LogPlace, type NewLogEntry, type Position } from '../log'
import type { Backing } from './backing'
import { toNamed } from './named'
import { filterInSlices } from './slices'
import type { SqliteFile } from './sqlite-file'
import { SqliteLog } from './sqlite-log'
import type { EntryFacts, StoredEntry } from './stored-entry'

/** How many outdated entries one write takes away. */
const SWEEP = 20
const AT_ONCE = 1000
/** After so many writes all entries are counted; the file may hold so many less or more than it should. */
const COUNT_EVERY = 100
/** The file is of no use as a whole; other errors (no room, another process writes) are about one call. */
const USELESS = /malformed|corrupt|not a database|disk i\/o|unable to open|readonly|no such table|sqlite_/i

export class SqliteBacking implements Backing {
  readonly name = 'sqlite'
  readonly #file: SqliteFile
  readonly #log: SqliteLog
  readonly #namespace: string
  readonly #space: string
  readonly #maxEntries: number
  #writes = 0

  constructor(
    file: SqliteFile,
    names: { readonly namespace: string; readonly version: string },
    bounds: { readonly maxLogEntries: number; readonly maxFileEntries: number },
  ) {
    this.#file = file
    this.#log = new SqliteLog(names.namespace, bounds.maxLogEntries)
    this.#namespace = names.namespace
    this.#space = `${names.namespace} ${names.version}`
    this.#maxEntries = bounds.maxFileEntries
  }

  pull(after: LogPlace | undefined) {
    return this.#file.use((file) => this.#log.pull(file, after))
  }

  append(entries: readonly NewLogEntry[], at: number) {
    return this.#file.use((file) => this.#log.append(file, entries, at))
  }

  readSince(position: Position | { readonly at: number } | undefined, limit: number) {
    return this.#file.use((file) => this.#log.readSince(file, position, limit))
  }

  get(id: string): Promise<StoredEntry | undefined> {
    return this.#file.use((file) => {
      const row = file
        .statement('SELECT facts, body FROM freshline_entries WHERE space = ? AND id = ?')
        .get(this.#space, id) as { readonly facts: string; readonly body: Uint8Array } | undefined
      return row && { ...(JSON.parse(row.facts) as Omit<StoredEntry, 'body'>), body: row.body }
    })
  }

  set({ body, ...entry }: StoredEntry): Promise<void> {
    // Infinity has no JSON, and no time reaches this.
    const facts = {
      ...entry,
      expiresAt: Math.min(entry.expiresAt, Number.MAX_SAFE_INTEGER),
      removeAt: Math.min(entry.removeAt, Number.MAX_SAFE_INTEGER),
    }
    return this.#file.use((file) => file.transact(() => this.#put(file, facts, body)))
  }

  remove(ids: readonly string[]): Promise<readonly string[]> {
    return this.#file.use((file) => file.transact(() => ids.filter((id) => this.#delete(file, id))))
  }

  async find(targets: LoggedTargets): Promise<readonly EntryFacts[]> {
    const texts = await this.#file.use((file) => this.#candidates(file, targets))
    const facts = Array.from(texts, (text) => JSON.parse(text) as EntryFacts)
    return filterInSlices(facts, toNamed(targets))
  }

  deleteExpired(now: number): Promise<readonly string[]> {
    return this.#file.use((file) =>
      file.transact(() => {
        const select = file.statement(
          'SELECT id, is_helper FROM freshline_entries WHERE space = ? AND expires_at <= ? LIMIT ?',
        )
        const removed: string[] = []
        for (;;) {
          const rows = select.all(this.#space, now, AT_ONCE) as {
            readonly id: string
            readonly is_helper: number
          }[]
          for (const { id, is_helper: isHelper } of rows)
            if (this.#delete(file, id) && isHelper === 0) removed.push(id)
          if (rows.length < AT_ONCE) return removed
        }
      }),
    )
  }

  size(): Promise<{ readonly entries: number }> {
    return this.#file.use((file) => {
      const row = file
        .statement('SELECT count(*) AS entries FROM freshline_entries WHERE space = ?')
        .get(this.#space) as { readonly entries: number }
      return { entries: row.entries }
    })
  }

  claim(id: string, ttl: number, now: number): Promise<boolean> {
    return this.#file.use((file) =>
      file.transact(() => {
        file.statement('DELETE FROM freshline_claims WHERE until <= ?').run(now)
        const name = `${this.#namespace} ${id}`
        const insert = file.statement('INSERT OR IGNORE INTO freshline_claims VALUES (?, ?)')
        return Number(insert.run(name, Math.min(now + ttl, Number.MAX_SAFE_INTEGER)).changes) === 1
      }),
    )
  }

  release(id: string): Promise<void> {
    return this.#file.use((file) => {
      file.statement('DELETE FROM freshline_claims WHERE id = ?').run(`${this.#namespace} ${id}`)
    })
  }

  isFatal(error: unknown): boolean {
    const { message = '', code = '' } = (error ?? {}) as { message?: string; code?: unknown }
    return USELESS.test(message) || /^(SQLITE_(CORRUPT|NOTADB|IOERR|CANTOPEN)|sqlite_)/.test(String(code))
  }

  reconnect(): void {
    // Whatever is wrong with the open file, it may be another one by now.
    this.#file.reopen()
  }

  #put(file: SqliteFile, facts: Omit<StoredEntry, 'body'>, body: Uint8Array): void {
    const { id, key, tags, position, expiresAt, removeAt, cachedAt, isHelper } = facts
    const { logId = '', sequence = 0 } = parsePosition(position) ?? {}
    const held = file
      .statement('SELECT log, sequence FROM freshline_entries WHERE space = ? AND id = ?')
      .get(this.#space, id) as { readonly log: string; readonly sequence: number } | undefined
    // The load of what is held began after this one.
    if (held?.log === logId && held.sequence > sequence) return
    this.#delete(file, id)
    this.#sweep(file, cachedAt)
    file
      .statement('INSERT INTO freshline_entries VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)')
      .run(
        this.#space,
        id,
        key,
        JSON.stringify(facts),
        body,
        logId,
        sequence,
        expiresAt,
        removeAt,
        isHelper ? 1 : 0,
      )
    const insert = file.statement('INSERT OR IGNORE INTO freshline_tags VALUES (?, ?, ?)')
    for (const tag of tags) insert.run(this.#space, tag, id)
  }

  /** The facts of what a target may name: patterns by their literal beginning alone. */
  #candidates(file: SqliteFile, { keys, tags, patterns }: LoggedTargets): Set<string> {
    const found = new Set<string>()
    const add = (rows: unknown[]) => {
      for (const { facts } of rows as { readonly facts: string }[]) found.add(facts)
    }
    const byKey = file.statement('SELECT facts FROM freshline_entries WHERE space = ? AND key = ?')
    for (const key of keys) add(byKey.all(this.#space, key))
    const byTag = file.statement(
      'SELECT facts FROM freshline_tags JOIN freshline_entries USING (space, id) WHERE space = ? AND tag = ?',
    )
    for (const tag of tags) add(byTag.all(this.#space, tag))
    const byPrefix = file.statement(
      'SELECT facts FROM freshline_entries WHERE space = ? AND key >= ? AND key < ? || char(1114111)',
    )
    for (const prefix of new Set(patterns.map((source) => compilePattern(source).prefix)))
      add(byPrefix.all(this.#space, prefix, prefix))
    return found
  }

  #delete(file: SqliteFile, id: string): boolean {
    const { changes } = file
      .statement('DELETE FROM freshline_entries WHERE space = ? AND id = ?')
      .run(this.#space, id)
    if (Number(changes) === 0) return false
    file.statement('DELETE FROM freshline_tags WHERE space = ? AND id = ?').run(this.#space, id)
    return true
  }

  /** Takes away what is of no use any more, of whatever version; now and then the oldest where there is too much. */
  #sweep(file: SqliteFile, now: number): void {
    // Counting looks at every entry.
    const isCounted = this.#writes++ % COUNT_EVERY === 0
    const excess = isCounted ? this.#countAll(file) + COUNT_EVERY - this.#maxEntries : 0
    const rows = file
      .statement('SELECT space, id, remove_at FROM freshline_entries ORDER BY remove_at LIMIT ?')
      .all(Math.max(SWEEP, excess)) as {
      readonly space: string
      readonly id: string
      readonly remove_at: number
    }[]
    rows.forEach(({ space, id, remove_at: removeAt }, index) => {
      if (removeAt > now && index >= excess) return
      file.statement('DELETE FROM freshline_entries WHERE space = ? AND id = ?').run(space, id)
      file.statement('DELETE FROM freshline_tags WHERE space = ? AND id = ?').run(space, id)
    })
  }

  #countAll(file: SqliteFile): number {
    return (file.statement('SELECT count(*) AS entries FROM freshline_entries').get() as { entries: number })
      .entries
  }
}
