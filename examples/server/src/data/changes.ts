/**
 * The feed of changes: which records changed, in order, written in the transaction of each change, so that a restart
 * loses nothing. What a record is now is read when the feed is, not kept.
 */
import type { ChangePage, ChangeQuery, ChangeSource, FeedChange } from '@freshline/server'
import type { Database } from '../db/database.ts'
import type { SqlValue } from '../db/driver.ts'
import type { Collection, StoredRecord } from './collection.ts'
import { collections } from './collections.ts'

/** Newest changes that are kept; who was away for longer loads anew. */
const KEPT = 20_000

/** After how many changes the oldest ones are dropped. */
const TRIM_EVERY = 500

/** Notes one change; part of its transaction. */
export function appendChange(
  db: Database,
  collection: Collection,
  at: number,
  before: StoredRecord | null,
  after: StoredRecord | null,
): void {
  const record = after ?? before
  if (record === null) return
  const version = after === null ? record.version + 1 : after.version
  append(db, at, [collection.name, record.id, version, after === null ? 1 : 0])
  // What others show of it changes with it; their own versions do not, so those say none.
  for (const [name, id] of collection.shownIn(db, before, after)) append(db, at, [name, id, null, 0])
}

/** Drops all but the newest changes. */
export function trimChanges(db: Database, kept = KEPT): void {
  db.run('DELETE FROM changes WHERE id <= ?', headOf(db) - kept)
}

function append(db: Database, at: number, values: SqlValue[]): void {
  const id = db.run(
    'INSERT INTO changes (at, collection, record_id, version, deleted) VALUES (?, ?, ?, ?, ?)',
    at,
    ...values,
  )
  if (id % TRIM_EVERY === 0) trimChanges(db)
}

/** The feed of a database, for `createSyncServer`. A cursor is `<feed>.<number>`: that of another file is unknown. */
export function createChangeSource(db: Database): ChangeSource {
  const feed = String(db.get(`SELECT value FROM meta WHERE name = 'feed'`)?.['value'])
  return {
    read: async (query) => {
      // Before the rows: what is added in between comes with the next page.
      const head = headOf(db)
      const after = query.since === undefined ? undefined : startOf(db, feed, head, query.since)
      if (after === undefined) return { changes: [], cursor: `${feed}.${head}`, hasMore: false, reset: true }
      return readPage(db, feed, head, after, query)
    },
  }
}

/** The number after which to read on; undefined where that is not known any more, or never was. */
function startOf(db: Database, feed: string, head: number, since: string | Date): number | undefined {
  const oldest = db.number('SELECT min(id) FROM changes') || head + 1
  if (typeof since !== 'string') {
    const first = db.number('SELECT min(id) FROM changes WHERE at >= ?', since.getTime()) || head + 1
    return first === oldest && oldest > 1 ? undefined : first - 1
  }
  const [name, text = ''] = since.split('.')
  const after = name === feed && /^\d{1,15}$/.test(text) ? Number(text) : -1
  return after >= oldest - 1 && after <= head ? after : undefined
}

function readPage(db: Database, feed: string, head: number, after: number, query: ChangeQuery): ChangePage {
  const { limit, collection } = query
  const filter = collection === undefined ? '' : 'AND collection = ?'
  const rows = db.all(
    `SELECT id, at, collection, record_id AS recordId, version, deleted FROM changes
     WHERE id > ? ${filter} ORDER BY id LIMIT ?`,
    after,
    ...(collection === undefined ? [] : [collection]),
    limit + 1,
  ) as unknown as ChangeRow[]
  const hasMore = rows.length > limit
  if (hasMore) rows.pop()
  const newest = new Map(rows.map((row) => [`${row.collection} ${row.recordId}`, row.id]))
  const changes = rows
    .filter((row) => newest.get(`${row.collection} ${row.recordId}`) === row.id)
    .map((row) => toChange(db, feed, row))
    .filter((change) => change !== undefined)
  const end = Math.max(rows.at(-1)?.id ?? 0, hasMore ? 0 : head)
  return { changes, cursor: `${feed}.${end}`, hasMore, reset: false }
}

interface ChangeRow {
  readonly id: number
  readonly at: number
  readonly collection: string
  readonly recordId: number
  readonly version: number | null
  readonly deleted: number
}

/** A change as the feed tells it; undefined for one of a record that is gone by now, which a later change tells. */
function toChange(db: Database, feed: string, row: ChangeRow): FeedChange | undefined {
  const { id, at, collection, recordId, version, deleted } = row
  const told = { collection, id: String(recordId), at, position: `${feed}.${id}` }
  if (deleted === 1) return { ...told, deleted: true, version: version ?? 0 }
  const view = collections.find(({ name }) => name === collection)?.view
  const data = view === undefined ? undefined : db.get(`SELECT * FROM ${view} WHERE id = ?`, recordId)
  if (data === undefined) return undefined
  return { ...told, data, ...(version !== null && { version: Number(data['version']) }) }
}

function headOf(db: Database): number {
  return db.number(`SELECT seq FROM sqlite_sequence WHERE name = 'changes'`)
}
