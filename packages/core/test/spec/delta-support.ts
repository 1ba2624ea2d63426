/** A server with a collection and a feed of its changes, as `GET /changes` of the server companion answers it. */
import { fetchFresh, type FetchContext } from '@freshline/core'
import { deltaResource, type DeltaResourceOptions } from '@freshline/core/delta'

export interface Item {
  readonly id: string
  readonly name: string
  readonly version?: number
  readonly meta?: { readonly tags: readonly string[] }
}

interface Logged {
  readonly collection: string
  readonly id: string
  readonly data?: unknown
  readonly deleted?: true
  readonly version?: number
}

export function feedServer(...initial: Item[]) {
  const items = new Map(initial.map((item) => [item.id, item]))
  const log: Logged[] = []
  const asked: string[] = []
  const requests: { readonly url: URL; readonly init: RequestInit }[] = []
  const state = {
    /** Answers before anything else does: a fault, or something odd. */
    next: undefined as ((url: URL) => Response | Promise<Response> | undefined) | undefined,
    /** How many changes at the beginning of the log are gone. */
    trimmed: 0,
    limit: 100,
    /** Happens between the feed's answer and the load. */
    beforeLoad: undefined as (() => void) | undefined,
  }
  const transport = async (input: string | URL, init: RequestInit): Promise<Response> => {
    const url = new URL(String(input), 'https://api.example')
    requests.push({ url, init })
    asked.push(
      url.pathname.slice(1) + (url.searchParams.has('since') ? ` ${url.searchParams.get('since')}` : ''),
    )
    init.signal?.throwIfAborted()
    const odd = await state.next?.(url)
    if (odd) return odd
    if (url.pathname === '/items') {
      state.beforeLoad?.()
      return Response.json([...items.values()])
    }
    return Response.json(page(url))
  }
  const page = (url: URL) => {
    const since = url.searchParams.get('since')
    const at = since === null ? NaN : Number(since.slice(1))
    if (!(at >= state.trimmed)) return { changes: [], cursor: `c${log.length}`, hasMore: false, reset: true }
    const end = Math.min(at + Math.min(Number(url.searchParams.get('limit') ?? 100), state.limit), log.length)
    const changes = log
      .slice(at, end)
      .map((change, index) => ({ ...change, position: `c${at + index + 1}`, at: 0 }))
    return { changes, cursor: `c${end}`, hasMore: end < log.length, reset: false }
  }
  return {
    ...state,
    state,
    transport,
    requests,
    /** Path and cursor of each request since the last look. */
    asked: () => asked.splice(0),
    put(item: Item) {
      items.set(item.id, item)
      log.push({ collection: 'items', id: item.id, data: item })
    },
    remove(id: string) {
      items.delete(id)
      log.push({ collection: 'items', id, deleted: true })
    },
    /** Tells of a change that the collection does not hold. */
    tell: (change: Partial<Logged>) => void log.push({ collection: 'items', id: '', ...change }),
    resource: (more: Partial<DeltaResourceOptions<Item>> = {}) =>
      deltaResource<Item>({
        key: 'items',
        url: 'https://api.example/changes',
        load: (context: FetchContext) =>
          fetchFresh<Item[]>('https://api.example/items', { ...context, transport }),
        idOf: (item) => item.id,
        transport,
        interval: 1000,
        retry: 0,
        ...more,
      }),
  }
}
