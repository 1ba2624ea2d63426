import { DataSyncManager, fetchFresh, httpPropagate, type Transport } from '@freshline/core'
import { deltaResource } from '@freshline/core/delta'
import { fakeClock } from '@freshline/test-utils'
import { describe, expect, it, vi } from 'vitest'
import {
  bearerAuth,
  createChangeFeed,
  createResponseCache,
  createSyncServer,
  type Purge,
} from '../../src/index'

// Both sides as they are: what the client sends is what the server takes.

const TOKEN = 'a-secret-of-some-length'

interface Row {
  readonly id: string
  readonly name: string
}

function setUp(purge?: Purge) {
  const clock = fakeClock()
  const cache = createResponseCache({ clock })
  const feed = createChangeFeed(cache.log)
  const server = createSyncServer({ cache, changes: feed, clock, purge, authorize: bearerAuth(TOKEN) })
  const asked: string[] = []
  const transport: Transport = async (input, init) => {
    const request = new Request(input, init)
    asked.push(`${request.method} ${new URL(request.url).pathname}`)
    return server.fetch(request)
  }
  return { clock, cache, feed, server, transport, asked }
}

const headers = { authorization: `Bearer ${TOKEN}` }
const origin = 'http://api.example'

describe('httpPropagate', () => {
  it('tells the server’s cache what a mutation invalidates, before the client asks again', async () => {
    const purge = vi.fn<Purge>()
    const { clock, cache, transport } = setUp(purge)
    await cache.load(['stores', 1], () => 'old', { tags: ['list'] })
    const propagate = httpPropagate(`${origin}/invalidate`, { transport, headers, clock })
    const manager = new DataSyncManager({ clock, propagate })
    await manager.mutate(async () => 'done', { invalidates: [['stores', 1], { tag: 'list' }, 'x*'] })
    expect((await cache.load(['stores', 1], () => 'new')).data).toBe('new')
    expect(purge.mock.calls[0]?.[0]).toEqual({
      keys: ['stores:1'],
      tags: ['list'],
      patterns: ['x*'],
      paths: [],
    })
    manager.dispose()
  })

  it('is told that it may not, and what the body lacks', async () => {
    const { clock, transport } = setUp()
    const send = (given?: HeadersInit) =>
      httpPropagate(`${origin}/invalidate`, { transport, clock, retry: 0, ...(given && { headers: given }) })
    await expect(send()(['a'])).rejects.toMatchObject({ status: 401, body: { code: 'unauthenticated' } })
    await expect(send(headers)(['a\nb'])).rejects.toMatchObject({ status: 422, body: { member: 'keys[0]' } })
    await expect(send(headers)(['a'])).resolves.toMatchObject({ invalidated: 0, purge: null })
  })
})

describe('deltaResource', () => {
  it('follows the feed: loads once, then takes what changed and what is gone', async () => {
    const { clock, feed, transport, asked } = setUp()
    let rows: Row[] = [
      { id: '1', name: 'a' },
      { id: '2', name: 'b' },
    ]
    const load = vi.fn(async () => rows)
    const manager = new DataSyncManager({ clock })
    const resource = deltaResource<Row>({
      key: 'rows',
      url: `${origin}/changes`,
      collection: 'rows',
      request: { headers },
      idOf: ({ id }) => id,
      load,
      transport,
      clock,
    })
    const registration = manager.register(resource)
    expect((await registration.refresh()).data).toEqual(rows)
    rows = []
    await feed.append([
      { collection: 'rows', id: '2', data: { id: '2', name: 'B' } },
      { collection: 'other', id: '9', data: { id: '9' } },
      { collection: 'rows', id: '1', deleted: true },
      { collection: 'rows', id: '3', data: { id: '3', name: 'c' } },
    ])
    expect((await registration.refresh()).data).toEqual([
      { id: '2', name: 'B' },
      { id: '3', name: 'c' },
    ])
    expect(load).toHaveBeenCalledOnce()
    expect(new Set(asked)).toEqual(new Set(['GET /changes']))
    manager.dispose()
  })
})

describe('fetchFresh', () => {
  it('reads an empty poll as not modified', async () => {
    const { clock, transport } = setUp()
    const first = await fetchFresh(`${origin}/changes`, { transport, clock, headers })
    const again = await fetchFresh(`${origin}/changes`, { transport, clock, headers, previous: first })
    expect([again.status, again.notModified, again.data === first.data]).toEqual([304, true, true])
  })
})
