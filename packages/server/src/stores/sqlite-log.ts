/** The log of a namespace in an SQLite file. */
import {
  parsePosition,
  toPosition,
  type LogEntry,
  type LogPage,
  type LogPlace,
  type NewLogEntry,
  type Position,
} from '../log'
import type { Appended, Pulled } from './backing'
import type { SqliteFile } from './sqlite-file'

const PAGE = 1000

interface Row {
  readonly sequence: number
  readonly at: number
  readonly entry: string
}

export class SqliteLog {
  readonly #namespace: string
  readonly #maxEntries: number

  constructor(namespace: string, maxEntries: number) {
    this.#namespace = namespace
    this.#maxEntries = maxEntries
  }

  pull(file: SqliteFile, after: LogPlace | undefined): Pulled {
    const logId = this.#logId(file)
    const known = after?.logId === logId ? after.sequence : undefined
    const { first, last } = this.#bounds(file)
    if (known !== undefined && known >= first - 1 && known <= last) {
      if (known === last) return { logId, entries: [], last, hasMore: false }
      const rows = this.#after(file, known, PAGE)
      const entries = rows.map((row) => toEntry(logId, row))
      return { logId, entries, last: rows.at(-1)?.sequence ?? known, hasMore: rows.length === PAGE }
    }
    // A place beyond the end was lost with whatever held it: the log goes on under another id.
    if (known !== undefined && known > last)
      return this.pull(file, { logId: this.#renew(file), sequence: -1 })
    const from = Math.max(first - 1, last - PAGE)
    const entries = this.#after(file, from, PAGE).map((row) => toEntry(logId, row))
    return { logId, entries, last, unknownBefore: from, hasMore: false }
  }

  append(file: SqliteFile, entries: readonly NewLogEntry[], at: number): Appended {
    const logId = this.#logId(file)
    // What was acknowledged is on the disk, also when the machine loses its power.
    file.exec('PRAGMA synchronous = FULL')
    try {
      return file.transact(() => {
        const { last } = this.#bounds(file)
        const [newest] = last > 0 ? this.#after(file, last - 1, 1) : []
        const time = Math.max(at, newest?.at ?? 0)
        const insert = file.statement('INSERT INTO freshline_log VALUES (?, ?, ?, ?)')
        const sequences = entries.map((entry, index) => {
          insert.run(this.#namespace, last + 1 + index, time, JSON.stringify(entry))
          return last + 1 + index
        })
        file
          .statement('DELETE FROM freshline_log WHERE namespace = ? AND sequence <= ?')
          .run(this.#namespace, last + entries.length - this.#maxEntries)
        return { logId, sequences }
      })
    } finally {
      file.exec('PRAGMA synchronous = NORMAL')
    }
  }

  readSince(
    file: SqliteFile,
    position: Position | { readonly at: number } | undefined,
    limit: number,
  ): LogPage {
    const logId = this.#logId(file)
    const { first, last } = this.#bounds(file)
    const after = this.#resolve(file, logId, position, first, last)
    if (after === undefined)
      return { entries: [], cursor: toPosition(logId, last), hasMore: false, reset: true }
    const rows = this.#after(file, after, limit)
    const end = rows.at(-1)?.sequence ?? after
    const entries = rows.map((row) => toEntry(logId, row))
    return { entries, cursor: toPosition(logId, end), hasMore: end < last, reset: false }
  }

  #resolve(
    file: SqliteFile,
    logId: string,
    position: Position | { readonly at: number } | undefined,
    first: number,
    last: number,
  ): number | undefined {
    if (position === undefined) return first - 1
    if (typeof position === 'string') {
      const place = parsePosition(position)
      const isHeld = place?.logId === logId && place.sequence >= first - 1 && place.sequence <= last
      return isHeld ? place.sequence : undefined
    }
    const found = file
      .statement('SELECT min(sequence) AS sequence FROM freshline_log WHERE namespace = ? AND at >= ?')
      .get(this.#namespace, position.at) as { readonly sequence: number | null }
    if (found.sequence === null) return last
    // Where the oldest one held is recent enough already, those before it may have been as well.
    return found.sequence === first && first > 1 ? undefined : found.sequence - 1
  }

  #after(file: SqliteFile, sequence: number, limit: number): Row[] {
    return file
      .statement(
        'SELECT sequence, at, entry FROM freshline_log WHERE namespace = ? AND sequence > ? ORDER BY sequence LIMIT ?',
      )
      .all(this.#namespace, sequence, limit) as Row[]
  }

  /** The oldest and the newest number; 1 and 0 of an empty log. */
  #bounds(file: SqliteFile): { readonly first: number; readonly last: number } {
    const row = file
      .statement(
        'SELECT min(sequence) AS first, max(sequence) AS last FROM freshline_log WHERE namespace = ?',
      )
      .get(this.#namespace) as { readonly first: number | null; readonly last: number | null }
    return { first: row.first ?? 1, last: row.last ?? 0 }
  }

  #logId(file: SqliteFile): string {
    const select = file.statement('SELECT value FROM freshline_meta WHERE name = ?')
    const read = () => (select.get(`log:${this.#namespace}`) as { readonly value: string } | undefined)?.value
    return read() ?? file.transact(() => read() ?? this.#renew(file))
  }

  #renew(file: SqliteFile): string {
    const id = crypto.randomUUID().replaceAll('-', '')
    file.statement('INSERT OR REPLACE INTO freshline_meta VALUES (?, ?)').run(`log:${this.#namespace}`, id)
    return id
  }
}

function toEntry(logId: string, { sequence, at, entry }: Row): LogEntry & { readonly sequence: number } {
  return { ...(JSON.parse(entry) as NewLogEntry), position: toPosition(logId, sequence), at, sequence }
}
