import { flush } from '@freshline/test-utils'
import { describe, expect, it, vi } from 'vitest'
import {
  createChangeFeed,
  createSyncServer,
  type ChangePage,
  type ChangeQuery,
  type ChangeSource,
} from '../../src/index'
import { ask, request, start } from './harness'

/** A source that remembers what it was asked. */
function source(page: Partial<ChangePage> = {}) {
  const read = vi.fn<ChangeSource['read']>(async () => ({
    changes: [],
    cursor: 'c1',
    hasMore: false,
    reset: false,
    ...page,
  }))
  return { read }
}

/** A server whose feed is that of its cache, with some changes in it. */
async function startWithFeed() {
  const parts = start()
  const feed = createChangeFeed(parts.cache.log)
  const server = createSyncServer({ changes: feed, clock: parts.clock, authorize: () => true })
  const read = async (query = ''): Promise<ChangePage> => {
    const response = await server.fetch(request('GET', `/changes${query}`))
    if (response.status !== 200) throw new Error(String(response.status))
    return (await response.json()) as ChangePage
  }
  return { ...parts, feed, server, read }
}

describe('GET /changes', () => {
  it('without since gives the present cursor and says to load all; what changes from then on is told', async () => {
    const { feed, read } = await startWithFeed()
    await feed.append({ collection: 'keys', id: '0' })
    const first = await read()
    expect(first).toEqual({ changes: [], cursor: expect.any(String) as string, hasMore: false, reset: true })
    await feed.append([
      { collection: 'keys', id: '1', data: { id: 1 }, version: 3 },
      { collection: 'keys', id: '2', deleted: true },
    ])
    const next = await read(`?since=${encodeURIComponent(first.cursor)}`)
    expect(next).toMatchObject({
      changes: [
        { collection: 'keys', id: '1', data: { id: 1 }, version: 3 },
        { collection: 'keys', id: '2', deleted: true },
      ],
      hasMore: false,
      reset: false,
    })
    expect(next.changes.every(({ position, at }) => position !== '' && at > 0)).toBe(true)
    expect(await read(`?since=${encodeURIComponent(next.cursor)}`)).toMatchObject({
      changes: [],
      cursor: next.cursor,
    })
  })

  it('gives pages of the limit, without a gap or a repetition', async () => {
    const { feed, read } = await startWithFeed()
    let { cursor } = await read()
    for (let id = 0; id < 7; id++) await feed.append({ collection: 'keys', id: String(id) })
    const seen: string[] = []
    for (let hasMore = true; hasMore;) {
      const page = await read(`?since=${encodeURIComponent(cursor)}&limit=2`)
      expect(page.changes.length).toBeLessThanOrEqual(2)
      seen.push(...page.changes.map(({ id }) => id))
      ;({ cursor, hasMore } = page)
    }
    expect(seen).toEqual(['0', '1', '2', '3', '4', '5', '6'])
  })

  it('takes a time, a collection, and says reset for a cursor that is too old or unknown', async () => {
    const { clock, feed, read } = await startWithFeed()
    await feed.append({ collection: 'keys', id: 'old' })
    await clock.advance(60_000)
    const since = new Date(clock.now()).toISOString()
    await feed.append({ collection: 'keys', id: 'new' })
    await feed.append({ collection: 'users', id: 'u' })
    expect((await read(`?since=${since}&collection=keys`)).changes.map(({ id }) => id)).toEqual(['new'])
    expect(await read('?since=other-log.7')).toMatchObject({ changes: [], reset: true })
  })

  it('is nobody’s to keep, and 304 when nothing happened', async () => {
    const { feed, server, read } = await startWithFeed()
    const { cursor } = await read()
    const path = `/changes?since=${encodeURIComponent(cursor)}`
    const first = await server.fetch(request('GET', path))
    const etag = first.headers.get('etag') ?? ''
    expect([first.headers.get('cache-control'), etag]).toEqual([
      'private, no-cache',
      expect.stringMatching(/^"/),
    ])
    const again = () => server.fetch(request('GET', path, { 'if-none-match': etag }))
    const empty = await again()
    expect([empty.status, await empty.text()]).toEqual([304, ''])
    await feed.append({ collection: 'keys', id: '1' })
    expect((await again()).status).toBe(200)
  })

  it('answers HEAD as GET, without a body', async () => {
    const { server } = await startWithFeed()
    const response = await server.fetch(request('HEAD', '/changes'))
    expect([response.status, await response.text(), response.headers.has('etag')]).toEqual([200, '', true])
  })
})

describe('its query', () => {
  async function queried(query: string): Promise<Partial<ChangeQuery> | string> {
    const changes = source()
    const { server } = start({ changes })
    const outcome = await ask(server, request('GET', `/changes${query}`))
    const { signal: _, ...asked } = changes.read.mock.calls[0]?.[0] ?? {}
    return outcome.startsWith('200') ? asked : outcome
  }

  it.each([
    ['', { limit: 100 }],
    ['?limit=1', { limit: 1 }],
    ['?limit=1000', { limit: 1_000 }],
    ['?since=abc.7~2&_t=5', { limit: 100, since: 'abc.7~2' }],
    ['?collection=keys', { limit: 100, collection: 'keys' }],
    ['?since=2026-11-22T12:00:00Z', { limit: 100, since: new Date(Date.UTC(2026, 10, 22, 12)) }],
    [
      '?since=2026-11-22T12:00:00.5%2B02:00',
      { limit: 100, since: new Date(Date.UTC(2026, 10, 22, 10, 0, 0, 500)) },
    ],
    ['?since=2026-11-22T12:00:00+02:00', { limit: 100, since: new Date(Date.UTC(2026, 10, 22, 10)) }],
    ['?since=2026-11-22', { limit: 100, since: new Date(Date.UTC(2026, 10, 22)) }],
  ])('%j asks the source for %j', async (query, asked) => {
    expect(await queried(query)).toEqual(asked)
  })

  it.each([
    '?limit=0',
    '?limit=1001',
    '?limit=-1',
    '?limit=1e2',
    '?limit=',
    '?limit=5&limit=6',
    '?since=',
    '?since=a&since=b',
    '?since=2026-11-22T12:00:00',
    '?since=2026-13-45T12:00:00Z',
    '?since=2026-1-1',
    '?since=a%0D%0Ab',
    `?since=${'x'.repeat(257)}`,
    '?collection=',
    `?collection=${'x'.repeat(257)}`,
  ])('%j is refused', async (query) => {
    expect(await queried(query)).toBe('422 invalid_query')
  })

  it('that is refused says what is allowed', async () => {
    const { server } = start({ changes: source() })
    const response = await server.fetch(request('GET', '/changes?limit=5000'))
    expect(await response.json()).toMatchObject({
      detail: 'limit: got "5000", allowed: a whole number from 1 to 1000',
      parameter: 'limit',
    })
  })
})

describe('reading the feed', () => {
  it('is denied without authorize, and there is nothing without a source', async () => {
    expect(await ask(createSyncServer({ changes: source() }), request('GET', '/changes'))).toBe(
      '403 forbidden',
    )
    expect(await ask(start().server, request('GET', '/changes'))).toBe('404 not_configured')
  })

  it('is authorised apart from other things', async () => {
    const { server } = start({ changes: source(), authorize: (_, { action }) => action === 'changes' })
    expect(await ask(server, request('GET', '/changes'))).toMatch(/^200/)
    expect(await ask(server, request('POST', '/invalidate'))).toBe('403 forbidden')
  })

  it('that was broken off by the reader ends the work, and is no failure', async () => {
    const controller = new AbortController()
    const changes: ChangeSource = {
      read: ({ signal }) =>
        new Promise((_, reject) => signal?.addEventListener('abort', () => reject(new Error('broken off')))),
    }
    const { server, errors } = start({ changes })
    const answered = server.fetch(new Request('https://api.example/changes', { signal: controller.signal }))
    await flush()
    controller.abort()
    await answered
    expect([errors, server.monitor?.errors().total]).toEqual([[], 0])
  })

  it('that fails inside tells nothing of it, and is reported', async () => {
    const changes = { read: () => Promise.reject(new Error('SELECT secret')) }
    const { server, errors } = start({ changes })
    const response = await server.fetch(request('GET', '/changes'))
    expect([response.status, (await response.text()).includes('SELECT'), errors.length]).toEqual([
      500,
      false,
      1,
    ])
  })
})
