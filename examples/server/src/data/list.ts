/** Lists a collection: search, status, sorting and paging. */
import * as v from 'valibot'
import type { ListAnswer } from '../api-types.ts'
import type { Database } from '../db/database.ts'
import type { SqlValue } from '../db/driver.ts'
import { check } from '../http/schema-check.ts'
import type { Collection, StoredRecord } from './collection.ts'
import { readCounter } from './counters.ts'
import { oneOf } from './fields.ts'
import { queryNumber, readQuery } from './query.ts'

/** Further words of a search are not looked at. */
const MAX_WORDS = 8

/** A page that is asked for. */
export interface AskedList {
  page: number
  pageSize: number
  search: string
  status?: string | undefined
  sort: string
}

/** What a query asks for, with defaults. Throws 400 with a message by parameter. */
export function readListQuery(collection: Collection, query: URLSearchParams): AskedList {
  const sorts = collection.sortable.flatMap((name) => [name, `-${name}`])
  const sortMessage = `Must be one of ${collection.sortable.join(', ')}, with - in front for descending.`
  const schema = v.object({
    page: queryNumber(1, 1_000_000, 1),
    pageSize: queryNumber(1, 10_000, 25),
    search: v.optional(v.pipe(v.string(), v.maxLength(200, 'Must be at most 200 characters.')), ''),
    status: v.optional(oneOf(collection.filterWords)),
    sort: v.optional(v.picklist(sorts, sortMessage), '-updatedAt'),
  })
  return check(schema, readQuery(query), 'invalid_query')
}

/** One page. */
export function listRecords(
  db: Database,
  collection: Collection,
  asked: AskedList,
): ListAnswer<StoredRecord> {
  const where = conditions(collection, asked.search, asked.status)
  const direction = asked.sort.startsWith('-') ? 'DESC' : 'ASC'
  const field = asked.sort.replace('-', '')
  const rows = db.all(
    `SELECT * FROM ${collection.view} WHERE ${where.sql}
     ORDER BY ${field} COLLATE NOCASE ${direction} NULLS LAST, id ${direction} LIMIT ? OFFSET ?`,
    ...where.values,
    asked.pageSize,
    (asked.page - 1) * asked.pageSize,
  )
  return {
    items: rows as StoredRecord[],
    total: db.number(`SELECT count(*) FROM ${collection.view} WHERE ${where.sql}`, ...where.values),
    page: asked.page,
    pageSize: asked.pageSize,
    ...readCounter(db, collection.name),
  }
}

/** Every word in any searched member, and the status in any filtered one. Values are bound, never spliced in. */
function conditions(collection: Collection, search: string, status: string | undefined) {
  const values: SqlValue[] = []
  const parts = ['1 = 1']
  for (const word of search.split(/\s+/).filter(Boolean).slice(0, MAX_WORDS)) {
    const pattern = `%${word.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`
    parts.push(`(${collection.searched.map((name) => String.raw`${name} LIKE ? ESCAPE '\'`).join(' OR ')})`)
    values.push(...collection.searched.map(() => pattern))
  }
  if (status !== undefined) {
    parts.push(`? IN (${collection.filtered.join(', ')})`)
    values.push(status)
  }
  return { sql: parts.join(' AND '), values }
}
