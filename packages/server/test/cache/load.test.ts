import { deferred, fakeClock, flush } from '@freshline/test-utils'
import { describe, expect, it } from 'vitest'
import { createResponseCache, memoryStore, type ResponseCacheOptions } from '../../src'

const setUp = (options: ResponseCacheOptions = {}) => {
  const clock = fakeClock()
  const errors: unknown[] = []
  const cache = createResponseCache({ ttl: 1000, clock, onError: (error) => errors.push(error), ...options })
  return { clock, cache, errors }
}
const counter = () => {
  let calls = 0
  return Object.assign(async () => ({ n: ++calls }), { count: () => calls })
}

describe('H2 load', () => {
  it('answers from the cache until the ttl has passed, to the millisecond', async () => {
    const { cache, clock } = setUp()
    const loader = counter()
    const first = await cache.load('a', loader)
    expect(first).toEqual({
      data: { n: 1 },
      cached: false,
      cachedAt: new Date(clock.now()),
      expiresAt: new Date(clock.now() + 1000),
      stale: false,
    })
    clock.jump(999)
    expect(await cache.load('a', loader)).toEqual({ ...first, cached: true })
    clock.jump(1)
    expect((await cache.load('a', loader)).data).toEqual({ n: 2 })
  })

  it('has dates in ISO 8601 as JSON', async () => {
    const { cache } = setUp({ clock: { now: () => Date.UTC(2026, 0, 1) } })
    expect(JSON.parse(JSON.stringify(await cache.load('a', () => 1)))).toEqual({
      data: 1,
      cached: false,
      cachedAt: '2026-01-01T00:00:00.000Z',
      expiresAt: '2026-01-01T00:00:01.000Z',
      stale: false,
    })
  })

  it('loads once for all who ask meanwhile', async () => {
    const { cache } = setUp()
    const answer = deferred<number>()
    let calls = 0
    const loader = () => (calls++, answer.promise)
    const all = Promise.all(Array.from({ length: 50 }, () => cache.load('a', loader)))
    await flush()
    answer.resolve(7)
    expect((await all).map(({ data }) => data)).toEqual(Array.from({ length: 50 }, () => 7))
    expect(calls).toBe(1)
    expect(await cache.stats()).toMatchObject({ loads: 1, joins: 49, misses: 50, hits: 0 })
  })

  it('has one key for parameters in whatever order', async () => {
    const { cache } = setUp()
    const loader = counter()
    await cache.load(['stores', 'list'], loader, { params: { page: 1, q: 'x', z: undefined } })
    expect((await cache.load('stores:list', loader, { params: { q: 'x', page: 1 } })).cached).toBe(true)
    expect((await cache.load('stores:list', loader, { params: { q: 'x', page: 2 } })).cached).toBe(false)
    expect((await cache.load('stores:list', loader, { params: {} })).cached).toBe(false)
    expect((await cache.load('stores:list', loader)).cached).toBe(true)
    expect(await cache.invalidate('stores:list:{"page":1,"q":"x"}')).toMatchObject({ invalidated: 1 })
  })

  it('keeps nothing without a key', async () => {
    const { cache } = setUp()
    const loader = counter()
    await cache.load(null, loader)
    expect((await cache.load(undefined, loader)).data).toEqual({ n: 2 })
    expect((await cache.stats()).entries).toBe(0)
  })

  it('never answers one scope, or none, with the entry of another', async () => {
    const { cache } = setUp()
    const load = async (scope?: string) =>
      (await cache.load('me', async () => scope ?? 'nobody', { scope })).data
    expect(await load('a')).toBe('a')
    expect(await load('b')).toBe('b')
    expect(await load()).toBe('nobody')
    expect(await load('a')).toBe('a')
    expect((await cache.invalidate('me')).invalidated).toBe(3)
  })

  it('is not changed by a caller who changes what it got', async () => {
    const { cache } = setUp()
    const source = { list: [1] }
    const first = await cache.load('a', () => source)
    first.data.list.push(2)
    source.list.push(3)
    const second = await cache.load('a', () => source)
    second.data.list.push(4)
    expect((await cache.load('a', () => source)).data).toEqual({ list: [1] })
  })
})

describe('an invalidation', () => {
  it('during a load makes what it brings stale', async () => {
    const { cache } = setUp()
    const answer = deferred<string>()
    const first = cache.load('a', () => answer.promise)
    await flush()
    await cache.invalidate('a')
    answer.resolve('old')
    expect((await first).data).toBe('old')
    expect(await cache.load('a', () => 'new')).toMatchObject({ data: 'new', cached: false })
    expect((await cache.load('a', () => 'newer')).data).toBe('new')
  })

  it('keeps later requests from joining a load that began before it', async () => {
    const { cache } = setUp()
    const [slow, quick] = [deferred<string>(), deferred<string>()]
    const first = cache.load('a', () => slow.promise, { tags: ['t'] })
    await flush()
    await cache.invalidate({ tag: 't' })
    const second = cache.load('a', () => quick.promise, { tags: ['t'] })
    await flush()
    quick.resolve('new')
    expect((await second).data).toBe('new')
    slow.resolve('old')
    expect((await first).data).toBe('old')
    expect((await cache.load('a', () => 'newer')).data).toBe('new')
  })

  it('counts exactly what was held and good', async () => {
    const { cache, clock } = setUp()
    for (const key of ['s:1', 's:2', 's:3', 't:1'])
      await cache.load(key, () => 1, { tags: [key[0] as string] })
    await cache.load('s:4', () => 1, { ttl: 10 })
    clock.jump(10)
    expect(await cache.invalidate('s:1')).toMatchObject({ invalidated: 1, keys: ['s:1'] })
    expect((await cache.invalidate('s:1')).invalidated).toBe(0)
    expect((await cache.invalidate({ tags: ['s'], patterns: ['*:1'] })).invalidated).toBe(3)
    expect((await cache.invalidate('*')).invalidated).toBe(0)
  })

  it('reaches every cache on the store, also those of other versions, and no other namespace', async () => {
    const store = memoryStore()
    const make = (namespace: string, version?: string) => createResponseCache({ store, namespace, version })
    const [a, same, newer, other] = [make('x'), make('x'), make('x', '2'), make('y')]
    for (const cache of [a, newer, other]) expect((await cache.load('k', () => 1)).cached).toBe(false)
    expect((await same.load('k', () => 2)).cached).toBe(true)
    await a.invalidate('k')
    expect((await same.load('k', () => 2)).cached).toBe(false)
    expect((await newer.load('k', () => 2)).cached).toBe(false)
    expect((await other.load('k', () => 2)).cached).toBe(true)
  })
})
