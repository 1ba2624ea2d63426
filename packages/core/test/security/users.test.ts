// One browser, two users: what the first one asked for is never shown to the second, whenever it arrives.
import {
  createHttpCache,
  DataSyncManager,
  fetchWithCache,
  httpResource,
  TtlCache,
  type HttpCacheStorage,
} from '@freshline/core'
import { SyncPlace } from '@freshline/core/adapter'
import { deltaResource } from '@freshline/core/delta'
import { dehydrate } from '@freshline/core/hydration'
import { describe, expect, it } from 'vitest'

/** Lets everything that is not waiting for a timer happen. */
const flush = () => new Promise((resolve) => setTimeout(resolve, 0))

/** A fetcher whose answers are given by hand, in any order. */
function byHand() {
  const answers: ((value: unknown) => void)[] = []
  return { fetcher: () => new Promise<unknown>((resolve) => answers.push(resolve)), answers }
}

/** A transport that answers each request with who asked, as its `Authorization` says. */
function byWhom(cacheControl: string, more: Record<string, string> = {}) {
  const sent: Headers[] = []
  const transport = async (_: string | URL, init?: RequestInit) => {
    const headers = new Headers(init?.headers)
    sent.push(headers)
    await flush()
    return new Response(headers.get('authorization') ?? 'nobody', {
      headers: { 'cache-control': cacheControl, ...more },
    })
  }
  return { transport, sent }
}

const as = (user: string) => ({ headers: { authorization: `Bearer ${user}` } })
const text = async (response: Promise<Response>) => (await response).text()

describe('the HTTP cache', () => {
  it.each([
    'max-age=60',
    'private, max-age=60',
    'max-age=60, stale-while-revalidate=60',
    'max-age=0, stale-if-error=60',
  ])('answers nobody with what it got by the authorization of another: %s', async (control) => {
    const { transport, sent } = byWhom(control)
    const cached = createHttpCache({ transport })
    expect(await text(cached('https://x.example/me', as('alice')))).toBe('Bearer alice')
    expect(await text(cached('https://x.example/me', as('bob')))).toBe('Bearer bob')
    expect(await text(cached('https://x.example/me'))).toBe('nobody')
    const asked = sent.length
    expect(await text(cached('https://x.example/me', as('alice')))).toBe('Bearer alice')
    expect(sent.length - asked).toBe(control.startsWith('max-age=0') ? 1 : 0)
  })

  it('shares what the server calls public, and what it says by Vary', async () => {
    const { transport, sent } = byWhom('public, max-age=60')
    const cached = createHttpCache({ transport })
    for (const user of ['alice', 'bob']) await text(cached('https://x.example/all', as(user)))
    expect(sent).toHaveLength(1)
    const varied = byWhom('max-age=60', { vary: 'Authorization' })
    const other = createHttpCache({ transport: varied.transport })
    for (const user of ['alice', 'bob', 'alice', 'bob']) await text(other('https://x.example/all', as(user)))
    expect(varied.sent).toHaveLength(2)
  })

  it('gives two users who ask at once an answer each', async () => {
    const { transport } = byWhom('max-age=60')
    const cached = createHttpCache({ transport })
    const both = ['alice', 'bob'].map((user) => text(cached('https://x.example/me', as(user))))
    expect(await Promise.all(both)).toEqual(['Bearer alice', 'Bearer bob'])
  })

  it.each([
    ['the server says nothing', 'max-age=60', {}],
    ['the answer varies by it', 'max-age=60', { vary: 'Authorization' }],
    ['the answer varies by a key', 'max-age=60', { vary: 'X-Api-Key' }],
    ['it is public', 'public, max-age=60', {}],
  ])('writes no credentials of a request into its storage where %s', async (_, control, more) => {
    const kept = new Map<string, unknown>()
    const storage: HttpCacheStorage = {
      get: async (key) => kept.get(key),
      set: async (key, value) => kept.set(key, value),
      delete: async (key) => kept.delete(key),
      keys: async () => kept.keys(),
    }
    const transport = async () => new Response('x', { headers: { 'cache-control': control, ...more } })
    const cached = createHttpCache({ transport, storage })
    const headers = { authorization: 'Bearer CANARY', 'x-api-key': 'CANARY' }
    for (let round = 0; round < 2; round++) await text(cached('https://x.example/me', { headers }))
    await flush()
    expect(kept.size).toBe(1)
    expect(JSON.stringify([...kept])).not.toContain('CANARY')
  })

  it('keeps nothing of an answer that was on its way when it was cleared', async () => {
    const { transport, sent } = byWhom('max-age=60')
    const cached = createHttpCache({ transport })
    const late = text(cached('https://x.example/me'))
    await cached.clear()
    await late
    await flush()
    await text(cached('https://x.example/me'))
    expect(sent).toHaveLength(2)
  })
})

describe('reset', () => {
  it('refuses the late answer in all managers of a cache, and in the cache', async () => {
    const cache = new TtlCache()
    const { fetcher, answers } = byHand()
    const [one, two] = [new DataSyncManager({ cache, scope: 'alice' }), new DataSyncManager({ cache })]
    one.register('mine', fetcher)
    two.register('theirs', fetcher)
    const loading = cache.load('loaded', fetcher)
    await flush()
    one.reset({ scope: 'bob' })
    for (const answer of answers.slice(0, 3)) answer('of alice')
    expect((await loading).data).toBe('of alice')
    await flush()
    const shown = ['mine', 'theirs', 'loaded'].map((key) =>
      [one, two].map((each) => each.getSnapshot(key).data),
    )
    expect(JSON.stringify([shown, [...cache.entries()], cache.peek('loaded') ?? null])).not.toContain('alice')
    expect(one.scope).toBe('bob')
    for (const each of [one, two]) each.dispose()
  })

  it('hands a request of the one before to nobody who asks after it', async () => {
    const cache = new TtlCache()
    const manager = new DataSyncManager({ cache })
    const { fetcher, answers } = byHand()
    const before = cache.load('k', fetcher)
    manager.reset()
    const after = cache.load('k', fetcher)
    answers[1]?.('of bob')
    answers[0]?.('of alice')
    expect([(await before).data, (await after).data, cache.get('k')]).toEqual([
      'of alice',
      'of bob',
      'of bob',
    ])
  })

  it('hands on no data, validator or mark of the one before', async () => {
    const asked: unknown[] = []
    const headers: Headers[] = []
    const manager = new DataSyncManager()
    const transport = async (_: string | URL, init?: RequestInit) => {
      headers.push(new Headers(init?.headers))
      return Response.json({ of: 'alice' }, { headers: { etag: '"alice"' } })
    }
    const resource = httpResource('https://x.example/me', { key: 'me', transport })
    manager.register(resource)
    manager.register('k', async ({ previous }) => (asked.push(previous), { of: 'alice' }))
    await manager.refreshAll()
    manager.reset()
    await manager.refreshAll()
    expect(asked.at(-1)).toBeUndefined()
    expect(headers.at(-1)?.get('if-none-match')).toBeNull()
    manager.dispose()
  })

  it('lets a feed begin anew, as its cursor was the one of another', async () => {
    const urls: string[] = []
    const manager = new DataSyncManager()
    const feed = deltaResource<{ id: string }>({
      key: 'items',
      url: 'https://x.example/changes',
      load: async () => [{ id: 'a' }],
      idOf: ({ id }) => id,
      transport: async (url) => (urls.push(String(url)), Response.json({ cursor: 'of-alice', changes: [] })),
    })
    manager.register(feed)
    await manager.refreshAll()
    manager.reset()
    await manager.refreshAll()
    expect(urls.at(-1)).not.toContain('alice')
    manager.dispose()
  })

  it('takes away what stands in for data that is on its way', async () => {
    const manager = new DataSyncManager()
    const { fetcher, answers } = byHand()
    manager.setData('page:1', 'of alice')
    const options = { keepPrevious: true }
    const place = new SyncPlace({ manager }, { key: 'page:1', fetcher, options }, { tell: () => {} })
    const leave = place.enter()
    place.follow({ key: 'page:2', fetcher, options }, () => place.view.enter(() => place.look()))
    expect([place.shown.data, place.shown.isPrevious]).toEqual(['of alice', true])
    manager.reset({ scope: 'bob' })
    expect([place.shown.data, place.shown.status]).toEqual([undefined, 'pending'])
    await flush()
    for (const answer of answers) answer('of bob')
    await flush()
    expect(place.shown.data).toBe('of bob')
    leave()
    manager.dispose()
  })

  it('leaves nothing of the one before in what is shown, told, listed or rendered', async () => {
    const told: unknown[] = []
    const manager = new DataSyncManager({ log: (_, line) => told.push(line) })
    manager.register(['me', 1], async () => ({ name: 'CANARY' }), { tags: ['me'] })
    manager.register('failing', () => Promise.reject(new Error('CANARY')), { retry: false, fallback: 'none' })
    const { fetcher, answers } = byHand()
    manager.register('late', fetcher)
    await manager.refresh(['me', 1])
    await manager.refresh('failing')
    void manager.mutate(() => new Promise(() => {}), {
      optimistic: [{ key: ['me', 1], update: () => ({ name: 'CANARY 2' }) }],
    })
    manager.reset()
    told.length = 0
    manager.on('*', (event) => told.push(event))
    answers[0]?.({ name: 'CANARY' })
    await flush()
    const shown = manager.getStatus().map((row) => [row, manager.getSnapshot(row.key)])
    const all = [shown, dehydrate(manager), manager.metrics(), told]
    const inErrors = manager.getStatus().map(({ key }) => manager.getSnapshot(key).error?.message)
    expect(JSON.stringify([all, inErrors])).not.toContain('CANARY')
    manager.dispose()
  })
})

describe('two managers', () => {
  it('share neither data nor requests', async () => {
    const { fetcher, answers } = byHand()
    const [one, two] = [new DataSyncManager(), new DataSyncManager()]
    for (const each of [one, two]) each.register('me', fetcher)
    await flush()
    expect(answers).toHaveLength(2)
    answers[0]?.('of alice')
    await flush()
    expect([one.getSnapshot('me').data, two.getSnapshot('me').data]).toEqual(['of alice', undefined])
    for (const each of [one, two]) each.dispose()
  })

  it('the default cache is one: fetchWithCache joins who asks for the same, by key', async () => {
    const { fetcher, answers } = byHand()
    const both = ['alice', 'bob'].map((user) => fetchWithCache(['me', user], fetcher))
    await flush()
    answers.forEach((answer, index) => answer(index))
    expect(await Promise.all(both)).toEqual([0, 1])
  })
})
