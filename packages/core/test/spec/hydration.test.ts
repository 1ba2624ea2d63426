// F6: what a server rendered continues on the client, at the right age.
import { deferred, fakeClock, flush } from '@freshline/test-utils'
import {
  DataSyncManager,
  fixedEnvironment,
  outcome,
  TtlCache,
  type DataSyncManagerOptions,
  type Snapshot,
} from '@freshline/core'
import { dehydrate, hydrate, type DehydratedState } from '@freshline/core/hydration'
import { describe, expect, it, vi } from 'vitest'

const SERVER = Date.UTC(2026, 0, 1)
/** A client whose clock is wrong by years. */
const CLIENT = Date.UTC(2019, 5, 5)

function setup(start: number, options: DataSyncManagerOptions = {}) {
  const clock = fakeClock(start)
  const environment = fixedEnvironment()
  const cache = new TtlCache({ clock })
  const manager = new DataSyncManager({ clock, environment, cache, ...options })
  return { clock, environment, cache, manager }
}

/** Over the wire. */
const sent = (state: DehydratedState) => JSON.parse(JSON.stringify(state)) as DehydratedState

/** What a server sends `age` ms after it asked for `data`. */
async function rendered(data: unknown, options: { ttl?: number; age?: number; tags?: string[] } = {}) {
  const { clock, manager } = setup(SERVER)
  const { age = 0, ...resource } = options
  await manager.prefetch({ key: 'k', fetcher: async () => data, ...resource })
  await clock.advance(age)
  const state = sent(dehydrate(manager))
  manager.dispose()
  return state
}

describe('F6 hydration', () => {
  it('shows the data with the age it had, whatever the clocks say', async () => {
    const state = await rendered({ rows: [1] }, { ttl: 60_000, age: 5000, tags: ['t'] })
    const { clock, manager } = setup(CLIENT)
    await clock.advance(1000)
    hydrate(manager, state)
    const now = CLIENT + 1000
    expect(manager.getSnapshot('k')).toMatchObject({
      status: 'success',
      data: { rows: [1] },
      freshness: 'fresh',
      cached: true,
      updatedAt: now - 5000,
      expiresAt: now + 55_000,
      error: undefined,
    })
    await clock.advance(54_999)
    expect(manager.getSnapshot('k').freshness).toBe('fresh')
    await clock.advance(1)
    expect(manager.getSnapshot('k').freshness).toBe('stale')
  })

  it('says hydrated as the source of a watched key', async () => {
    const state = await rendered('data', { ttl: 60_000 })
    const { manager } = setup(CLIENT)
    const told: Snapshot[] = []
    manager.subscribe('k', (snapshot) => told.push(snapshot))
    hydrate(manager, state)
    expect(told).toMatchObject([{ source: 'hydrated', cached: true, data: 'data' }])
  })

  it.each([
    ['an hour', 3_600_000, 3_600_000],
    ['for ever', Infinity, Infinity],
    ['not at all', 0, 0],
  ])('is fresh for as long as on the server: %s', async (_, ttl, left) => {
    const state = await rendered('data', { ttl })
    const { manager } = setup(CLIENT)
    hydrate(manager, state)
    expect(manager.getSnapshot('k')).toMatchObject({
      freshness: ttl > 0 ? 'fresh' : 'stale',
      expiresAt: CLIENT + left,
    })
  })

  it('a fresh key is not asked for again when it is registered, and polls on from when the server asked', async () => {
    const state = await rendered('from the server', { ttl: 20_000, age: 5000 })
    const { clock, manager } = setup(CLIENT)
    hydrate(manager, state)
    const times: number[] = []
    const fetcher = async () => times.push(clock.now() - CLIENT)
    const first = manager.register('k', fetcher, { interval: 15_000 })
    expect(first.getSnapshot()).toMatchObject({ data: 'from the server', isFetching: false })
    await clock.advance(40_000)
    expect(times).toEqual([10_000, 25_000, 40_000])
  })

  it('polls on from when the server asked also where that was just now', async () => {
    const state = await rendered('from the server', { ttl: 20_000 })
    const { clock, manager } = setup(CLIENT)
    const types: string[] = []
    manager.on('*', ({ type }) => types.push(type))
    hydrate(manager, state)
    await clock.advance(10_000)
    const times: number[] = []
    manager.register('k', async () => times.push(clock.now() - CLIENT), { interval: 15_000 })
    await clock.advance(20_000)
    expect(times).toEqual([15_000, 30_000])
    expect(types).not.toContain('stale')
  })

  it('a stale key is shown and asked for at once', async () => {
    const state = await rendered('old', { ttl: 1000, age: 5000 })
    const { manager } = setup(CLIENT)
    hydrate(manager, state)
    const answer = deferred<string>()
    const registration = manager.register('k', () => answer.promise, { interval: 15_000 })
    expect(registration.getSnapshot()).toMatchObject({ data: 'old', freshness: 'stale', isFetching: true })
    answer.resolve('new')
    await flush()
    expect(registration.getSnapshot()).toMatchObject({ data: 'new', freshness: 'fresh', source: 'network' })
  })

  it('what is overdue is overdue', async () => {
    const state = await rendered('old', { ttl: 1000, age: 400_000 })
    const { manager } = setup(CLIENT)
    hydrate(manager, state)
    expect(manager.getSnapshot('k')).toMatchObject({ freshness: 'stale', isOverdue: true })
  })

  it('what was invalidated on the server is stale on the client', async () => {
    const server = setup(SERVER)
    await server.manager.prefetch({ key: 'k', fetcher: async () => 1, ttl: 60_000 })
    await server.manager.invalidate('k')
    const { manager } = setup(CLIENT)
    hydrate(manager, sent(dehydrate(server.manager)))
    expect(manager.getSnapshot('k')).toMatchObject({ data: 1, freshness: 'stale' })
  })

  it('takes the time on the way into account', async () => {
    const state = await rendered('data', { ttl: 60_000, age: 5000 })
    const { manager } = setup(CLIENT)
    hydrate(manager, state, { transit: 20_000 })
    expect(manager.getSnapshot('k')).toMatchObject({ updatedAt: CLIENT - 25_000, expiresAt: CLIENT + 35_000 })
    const late = setup(CLIENT).manager
    hydrate(late, state, { transit: 70_000 })
    expect(late.getSnapshot('k')).toMatchObject({ freshness: 'stale', updatedAt: CLIENT - 75_000 })
  })

  it('carries tags and versions', async () => {
    const server = setup(SERVER)
    await server.manager.prefetch({
      key: 'n',
      fetcher: async () => outcome(1, { version: 7 }),
      tags: ['t'],
      ttl: 60_000,
    })
    await server.manager.prefetch({
      key: 's',
      fetcher: async () => outcome(1, { version: 'v7' }),
      ttl: 60_000,
    })
    const { cache, manager } = setup(CLIENT)
    hydrate(manager, sent(dehydrate(server.manager)))
    expect(['n', 's'].map((key) => manager.getSnapshot(key).version)).toEqual([7, 'v7'])
    expect(cache.peek('n')?.tags).toEqual(['t'])
    expect(cache.invalidate({ tag: 't' })).toBe(1)
  })

  it('carries a bigint version through JSON', async () => {
    const server = setup(SERVER)
    const big = 2n ** 70n
    await server.manager.prefetch({
      key: 'k',
      fetcher: async () => outcome(1, { version: big }),
      ttl: 60_000,
    })
    const { manager } = setup(CLIENT)
    hydrate(manager, sent(dehydrate(server.manager)))
    expect(manager.getSnapshot('k').version).toBe(big)
  })

  it('takes everything that is held, except what the filter leaves out, what is undefined, and what is past its removal', async () => {
    const { clock, cache, manager } = setup(SERVER)
    cache.set('gone', 1, { ttl: 10, gcTime: 10 })
    await clock.advance(100)
    cache
      .set('public', 1, { tags: ['open'] })
      .set('private', 2, { tags: ['secret'] })
      .set('nothing', undefined)
    manager.setData(['list', { page: 1 }], [])
    expect(dehydrate(manager).entries.map(({ key }) => key)).toEqual(['public', 'private', 'list:{"page":1}'])
    const filter = vi.fn((_: string, tags: readonly string[]) => !tags.includes('secret'))
    expect(dehydrate(manager, { filter }).entries.map(({ key }) => key)).toEqual([
      'public',
      'list:{"page":1}',
    ])
    expect(filter).toHaveBeenCalledWith('private', ['secret'])
  })

  it('leaves optimistic updates out', async () => {
    const { manager } = setup(SERVER)
    manager.setData('k', 'held')
    void manager.mutate(() => new Promise(() => {}), {
      optimistic: [{ key: 'k', update: () => 'hoped for' }],
    })
    expect(manager.getSnapshot('k').data).toBe('hoped for')
    expect(dehydrate(manager).entries).toMatchObject([{ data: 'held' }])
  })

  it('sets no timer and makes no entry while nothing is watched', async () => {
    const state = await rendered('data', { ttl: 60_000 })
    const { clock, environment, manager } = setup(CLIENT)
    const subscribe = vi.spyOn(environment, 'subscribe')
    hydrate(manager, state)
    expect([clock.scheduled, subscribe.mock.calls.length, manager.getStatus()]).toEqual([0, 0, []])
  })
})

describe('F6 nothing newer is replaced', () => {
  it('data that is held stays, with its age', async () => {
    const state = await rendered('older', { ttl: 60_000, age: 5000 })
    const { clock, manager } = setup(CLIENT)
    manager.setData('k', 'newer', { ttl: 1000 })
    const before = manager.getSnapshot('k')
    await clock.advance(100)
    hydrate(manager, state)
    expect(manager.getSnapshot('k')).toBe(before)
  })

  it('by version: newer replaces, equal and older do not', async () => {
    const server = setup(SERVER)
    await server.manager.prefetch({
      key: 'k',
      fetcher: async () => outcome('v5', { version: 5 }),
      ttl: 60_000,
    })
    const state = sent(dehydrate(server.manager))
    for (const [version, expected] of [
      [4, 'v5'],
      [5, 'held'],
      [6, 'held'],
      ['x', 'held'],
      [undefined, 'held'],
    ] as const) {
      const { manager } = setup(CLIENT)
      manager.setData('k', 'held', { version })
      hydrate(manager, state)
      expect(manager.getSnapshot('k').data).toBe(expected)
    }
  })

  it('hydrating the same state twice changes nothing the second time', async () => {
    const state = await rendered({ rows: [1] }, { ttl: 60_000, age: 5000 })
    const { manager } = setup(CLIENT)
    const told = vi.fn()
    manager.subscribe('k', told)
    hydrate(manager, state)
    const first = manager.getSnapshot('k')
    hydrate(manager, state)
    hydrate(manager, sent(state))
    expect(manager.getSnapshot('k')).toBe(first)
    expect(told).toHaveBeenCalledOnce()
  })

  it('a request in flight goes on, and its answer replaces what was hydrated', async () => {
    const state = await rendered('from the server', { ttl: 60_000 })
    const { manager } = setup(CLIENT)
    const answer = deferred<string>()
    const registration = manager.register('k', () => answer.promise, { ttl: 60_000 })
    hydrate(manager, state)
    expect(registration.getSnapshot()).toMatchObject({ data: 'from the server', isFetching: true })
    answer.resolve('newest')
    await flush()
    expect(registration.getSnapshot()).toMatchObject({ data: 'newest', isFetching: false })
  })

  it('what was invalidated before it was hydrated is shown, never as fresh', async () => {
    const state = await rendered('from the server', { ttl: 60_000, tags: ['t'] })
    for (const target of ['k', 'k*', { tag: 't' }]) {
      const { manager } = setup(CLIENT)
      await manager.invalidate(target)
      hydrate(manager, state)
      expect(manager.getSnapshot('k')).toMatchObject({ data: 'from the server', freshness: 'stale' })
    }
  })
})

describe('F6 two requests on one server', () => {
  it('never mix', async () => {
    const states = await Promise.all(
      ['ann', 'bob'].map(async (user) => {
        const { manager } = setup(SERVER)
        const prefetched = [
          manager.prefetch({ key: 'me', fetcher: async () => user, ttl: 60_000 }),
          manager.prefetch({ key: ['cart', user], fetcher: async () => `${user}'s cart`, ttl: 60_000 }),
        ]
        await Promise.all(prefetched)
        return dehydrate(manager)
      }),
    )
    expect(states.map(({ entries }) => entries.map(({ data }) => data))).toEqual([
      ['ann', "ann's cart"],
      ['bob', "bob's cart"],
    ])
    const [ann, bob] = [setup(CLIENT).manager, setup(CLIENT).manager]
    states.forEach((state, at) => hydrate(at === 0 ? ann : bob, state))
    expect([ann, bob].map((manager) => manager.getSnapshot('me').data)).toEqual(['ann', 'bob'])
    expect(bob.getSnapshot('cart:ann').status).toBe('pending')
  })

  it('a server that prefetches and is done with it leaves no timer and no request', async () => {
    const { clock, manager } = setup(SERVER)
    await manager.prefetch({ key: 'k', fetcher: async () => 1, interval: 15_000 })
    dehydrate(manager)
    expect(clock.pending).toBe(0)
    expect(manager.getStatus()).toEqual([])
  })
})

describe('F6 bad states', () => {
  const entry = { key: 'k', data: 1, age: 0, freshFor: 1000, tags: [] }

  it.each<[name: string, state: unknown]>([
    ['undefined', undefined],
    ['null', null],
    ['text', '{"freshline":1}'],
    ['an empty object', {}],
    ['another version', { freshline: 2, entries: [] }],
    ['no entries', { freshline: 1 }],
    ['entries that are no list', { freshline: 1, entries: {} }],
    ['an entry that is null', { freshline: 1, entries: [null] }],
    ['an entry without a key', { freshline: 1, entries: [{ ...entry, key: undefined }] }],
    ['an entry with a bad key', { freshline: 1, entries: [{ ...entry, key: 'a*' }] }],
    ['an age that is no number', { freshline: 1, entries: [{ ...entry, age: 'old' }] }],
    ['an age that is missing', { freshline: 1, entries: [{ ...entry, age: undefined }] }],
    ['a negative age', { freshline: 1, entries: [{ ...entry, age: -5 }] }],
    ['a freshFor that is no number', { freshline: 1, entries: [{ ...entry, freshFor: 'long' }] }],
    ['tags that are no list', { freshline: 1, entries: [{ ...entry, tags: 'tag' }] }],
  ])('%s is a coded error, and nothing is taken', (_, state) => {
    const { cache, manager } = setup(CLIENT)
    const both = state && typeof state === 'object' && Array.isArray((state as DehydratedState).entries)
    const mixed = both
      ? { ...state, entries: [{ ...entry, key: 'good' }, ...(state as DehydratedState).entries] }
      : state
    expect(() => hydrate(manager, mixed as DehydratedState)).toThrow(
      expect.objectContaining({
        code: expect.stringMatching(/^(invalid_option|invalid_key|bare_star)$/) as string,
      }),
    )
    expect(cache.size).toBe(0)
  })

  it.each([-1, NaN, Infinity, '5'])('a transit of %s is refused', async (transit) => {
    const { manager } = setup(CLIENT)
    const state = await rendered(1)
    expect(() => hydrate(manager, state, { transit: transit as number })).toThrow(
      expect.objectContaining({ code: 'invalid_option' }),
    )
  })
})
