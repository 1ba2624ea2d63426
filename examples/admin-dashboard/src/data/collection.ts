/** Reading and changing a collection, the same way for license keys, customers and admin users. */
import type {
  CollectionName,
  DeleteAnswer,
  ListAnswer,
  RecordStamp,
} from '@freshline/example-server/api-types'
import type { Key, Resource, Target } from '@freshline/core'
import { resourceAt, write } from './api'
import { listPath, viewParams, type ListView } from './list-view'

/** Everything the dashboard can do with a collection. */
export interface Collection<Row extends RecordStamp, Create extends object> {
  readonly name: CollectionName
  readonly interval: number
  /** One page. The same view answers the same object, so that it may be made while rendering. */
  list(view: ListView): Resource<ListAnswer<Row>>
  create(body: Create): Promise<Row>
  /** `ifVersion` guards against overwriting somebody else's change. */
  update(id: number, patch: Partial<Create>, ifVersion?: number): Promise<Row>
  remove(id: number): Promise<DeleteAnswer>
  /** What must be asked again after any change. */
  readonly touches: Target[]
}

/** Views of one collection that are remembered. */
const REMEMBERED = 100

/** Describes the collection at `/api/admin/<name>`. */
export function createCollection<Row extends RecordStamp, Create extends object>(
  name: CollectionName,
  interval: number,
): Collection<Row, Create> {
  const path = `/api/admin/${name}`
  const known = new Map<string, Resource<ListAnswer<Row>>>()
  return {
    name,
    interval,
    list(view) {
      const address = listPath(path, view)
      const found = known.get(address)
      if (found !== undefined) return found
      // Short names in the console: `keys:list`, `keys:list:page=2`.
      const params = viewParams(view).toString()
      const key: Key = params === '' ? [name, 'list'] : [name, 'list', params]
      const version = (answer: ListAnswer<Row>) => answer.version
      const resource = resourceAt<ListAnswer<Row>>(key, address, { interval, tags: [name], version })
      if (known.size >= REMEMBERED) known.clear()
      known.set(address, resource)
      return resource
    },
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

/** The page with one row changed. */
export function withRow<Row extends RecordStamp>(page: ListAnswer<Row>, id: number, patch: Partial<Row>) {
  return { ...page, items: page.items.map((row) => (row.id === id ? { ...row, ...patch } : row)) }
}

/** The page without one row. */
export function withoutRow<Row extends RecordStamp>(page: ListAnswer<Row>, id: number): ListAnswer<Row> {
  const items = page.items.filter((row) => row.id !== id)
  return { ...page, items, total: page.total - (page.items.length - items.length) }
}
