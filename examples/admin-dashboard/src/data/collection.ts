/** Reading and changing a collection, the same way for license keys, customers and admin users. */
import type {
  CollectionName,
  DeleteAnswer,
  ListAnswer,
  RecordStamp,
} from '@freshline/example-server/api-types'
import type { Key, Resource, Target } from '@freshline/core'
import { resourceAt, write } from './api'
import { toPage, type ListFields } from './list-rows'
import { listPath, viewParams, type ListPage, type ListView } from './list-view'

/** Something that is read and kept fresh, and the page of rows that a view makes of it. */
export type ListResource<Row, Data> = Resource<Data> & { readonly select: (data: Data) => ListPage<Row> }

/** What the dashboard reads of a collection. `Data` is what is held under a key: a page, or all rows. */
export interface CollectionReads<Row, Data> {
  /** The same view answers the same object, so that it may be made while rendering. */
  list(view: ListView): ListResource<Row, Data>
  /** What is held with one row changed. */
  withRow(data: Data, id: number, patch: Partial<Row>): Data
  /** What is held without one row. */
  withoutRow(data: Data, id: number): Data
}

/** What the dashboard writes to a collection. */
export interface CollectionWrites<Row, Create> {
  create(body: Create): Promise<Row>
  /** `ifVersion` guards against overwriting somebody else's change. */
  update(id: number, patch: Partial<Create>, ifVersion?: number): Promise<Row>
  remove(id: number): Promise<DeleteAnswer>
}

/** Everything the dashboard can do with a collection. */
export interface Collection<Row extends RecordStamp, Create extends object, Data>
  extends CollectionReads<Row, Data>, CollectionWrites<Row, Create> {
  readonly name: CollectionName
  readonly interval: number
  /** What must be asked again after any change, here and by the server's cache. */
  readonly touches: Target[]
}

/** Views of one collection that are remembered. */
const REMEMBERED = 100

/** Describes the collection at `/api/admin/<name>`. */
export function createCollection<Row extends RecordStamp, Create extends object, Data>(
  name: CollectionName,
  interval: number,
  reads: CollectionReads<Row, Data>,
): Collection<Row, Create, Data> {
  const path = `/api/admin/${name}`
  return {
    ...reads,
    name,
    interval,
    create: (body) => write<Row>('POST', path, { body }),
    update: (id, patch, ifVersion) =>
      write<Row>(
        'PATCH',
        `${path}/${id}`,
        ifVersion === undefined ? { body: patch } : { body: patch, ifVersion },
      ),
    remove: (id) => write<DeleteAnswer>('DELETE', `${path}/${id}`),
    // Every collection shows in the statistics and the audit log; keys and customers show in each other.
    touches: [{ tag: name }, { tag: name === 'keys' ? 'customers' : 'keys' }, 'stats', 'audit', 'server'],
  }
}

/** Reads a page at a time: the server searches, sorts and pages. */
export function pagedReads<Row extends RecordStamp>(
  name: CollectionName,
  interval: number,
): CollectionReads<Row, ListAnswer<Row>> {
  return {
    list: remembered((view) => {
      // Short names in the console: `customers:list`, `customers:list:page=2`.
      const params = viewParams(view).toString()
      const key: Key = params === '' ? [name, 'list'] : [name, 'list', params]
      const version = (answer: ListAnswer<Row>) => answer.version
      const path = listPath(`/api/admin/${name}`, view)
      const select = (answer: ListAnswer<Row>) => answer
      return { ...resourceAt<ListAnswer<Row>>(key, path, { interval, tags: [name], version }), select }
    }),
    withRow: (page, id, patch) => ({ ...page, items: changed(page.items, id, patch) }),
    withoutRow(page, id) {
      const items = page.items.filter((row) => row.id !== id)
      return { ...page, items, total: page.total - (page.items.length - items.length) }
    },
  }
}

/** Reads all rows at once: the page searches, sorts and pages what it holds. */
export function wholeReads<Row extends RecordStamp>(
  all: Resource<readonly Row[]>,
  fields: ListFields<Row>,
): CollectionReads<Row, readonly Row[]> {
  return {
    list: remembered((view) => ({ ...all, select: (rows: readonly Row[]) => toPage(rows, view, fields) })),
    withRow: (rows, id, patch) => changed(rows, id, patch),
    withoutRow: (rows, id) => rows.filter((row) => row.id !== id),
  }
}

function changed<Row extends RecordStamp>(rows: readonly Row[], id: number, patch: Partial<Row>): Row[] {
  return rows.map((row) => (row.id === id ? { ...row, ...patch } : row))
}

function remembered<R>(make: (view: ListView) => R): (view: ListView) => R {
  const known = new Map<string, R>()
  return (view) => {
    const name = viewParams(view).toString()
    const found = known.get(name)
    if (found !== undefined) return found
    if (known.size >= REMEMBERED) known.clear()
    const made = make(view)
    known.set(name, made)
    return made
  }
}
