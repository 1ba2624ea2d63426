import { deferred, fakeClock, flush } from '@freshline/test-utils'
import { defineFreshness } from '@freshline/core/shared'
import { describe, expect, it } from 'vitest'
import { createResponseCache, memoryStore, type ResponseCacheOptions } from '../../src'

const setUp = (options: ResponseCacheOptions = {}) => {
  const clock = fakeClock()
  return { clock, cache: createResponseCache({ ttl: 1000, clock, ...options }) }
}

describe('what is kept', () => {
  it.each([
    ['undefined', undefined],
    ['a function', () => 1],
    ['a symbol', Symbol('s')],
    ['a bigint', 1n],
    ['NaN within', { list: [NaN] }],
    ['a Map within', { map: new Map() }],
    ['a Set', new Set()],
    ['a promise within', [Promise.resolve()]],
    ['bytes', new Uint8Array(2)],
    ['an error', new Error('x')],
    [
      'a cycle',
      (() => {
        const self: unknown[] = []
        self.push(self)
        return self
      })(),
    ],
  ])('is JSON: %s is a coded error', async (_, value) => {
    const { cache } = setUp()
    await expect(cache.load('a', () => value)).rejects.toMatchObject({ code: 'not_json' })
    await expect(cache.load(null, () => value)).rejects.toMatchObject({ code: 'not_json' })
    expect((await cache.stats()).entries).toBe(0)
  })

  it('is the same for who loads and who is answered from the cache: dates are text, undefined members are not there', async () => {
    const { cache } = setUp()
    const load = async () =>
      (await cache.load<unknown>('a', () => ({ at: new Date(0), none: undefined, zero: null }))).data
    expect(await load()).toStrictEqual({ at: '1970-01-01T00:00:00.000Z', zero: null })
    expect(await load()).toStrictEqual({ at: '1970-01-01T00:00:00.000Z', zero: null })
  })

  it('is bounded by number, size, and the size of one', async () => {
    const { cache } = setUp({ maxEntries: 3, maxEntryBytes: 100 })
    for (const key of ['a', 'b', 'c', 'd']) await cache.load(key, () => 1, { tags: [key] })
    expect(await cache.stats()).toMatchObject({ entries: 3, evictions: 1 })
    expect((await cache.invalidate({ tags: ['a', 'b'] })).invalidated).toBe(1)
    await cache.load('large', () => 'x'.repeat(200))
    expect((await cache.load('large', () => 'x'.repeat(200))).cached).toBe(false)
    expect((await cache.stats()).tooLarge).toBe(2)
    const small = createResponseCache({ store: memoryStore({ maxBytes: 10_000 }) })
    for (let index = 0; index < 50; index++) await small.load(`k${index}`, () => 'x'.repeat(1000))
    expect((await small.stats()).bytes).toBeLessThanOrEqual(10_000)
    expect((await small.stats()).entries).toBeGreaterThan(3)
  })

  it('leaves with its owner, and does not come back from a load that was under way', async () => {
    const { cache } = setUp()
    for (const key of ['a', 'b', 'c'])
      await cache.load(key, () => key, { owner: key === 'c' ? 'other' : 'me' })
    const slow = deferred<string>()
    const loading = cache.load('d', () => slow.promise, { owner: 'me' })
    await flush()
    expect(await cache.deleteOwner('me')).toBe(2)
    slow.resolve('old')
    await loading
    const fails = () => Promise.reject(new Error('down'))
    for (const key of ['a', 'd'])
      await expect(cache.load(key, fails, { owner: 'me' })).rejects.toThrow('down')
    expect((await cache.load('c', fails)).data).toBe('c')
    expect(await cache.deleteOwner('me')).toBe(0)
  })

  it('is deleted by key, in all its scopes, and by its parameters', async () => {
    const { cache } = setUp()
    await cache.load('a', () => 1)
    await cache.load('a', () => 1, { scope: 's' })
    await cache.load('a', () => 1, { params: { page: 1 } })
    expect(await cache.delete('a')).toBe(true)
    expect((await cache.stats()).entries).toBe(1)
    expect(await cache.delete('a')).toBe(false)
    expect(await cache.delete('a', { params: { page: 1 } })).toBe(true)
  })

  it('is not what could never be used', async () => {
    const { cache } = setUp({ staleIfError: 0 })
    await cache.load('a', () => 1, { ttl: 0 })
    expect((await cache.stats()).entries).toBe(0)
  })

  it('is not believed after the clock was set back', async () => {
    const { cache, clock } = setUp()
    await cache.load('a', () => 1)
    clock.setWall(clock.now() - 5000)
    expect((await cache.load('a', () => 2)).cached).toBe(true)
    clock.setWall(clock.now() - 1)
    expect((await cache.load('a', () => 2)).cached).toBe(false)
  })

  it('is deleted when it expired, with its count', async () => {
    const { cache, clock } = setUp()
    await cache.load('a', () => 1, { ttl: 10 })
    await cache.load('b', () => 1, { ttl: 11 })
    await cache.load('c', () => 1, { ttl: Infinity })
    clock.jump(10)
    expect(await cache.deleteExpired()).toBe(1)
    clock.jump(1e12)
    expect(await cache.deleteExpired()).toBe(1)
    const { cached, expiresAt } = await cache.load('c', () => 2)
    expect([cached, expiresAt.toISOString()]).toEqual([true, '+275760-09-13T00:00:00.000Z'])
  })
})

describe('freshness', () => {
  it('takes lifetimes and tags from the table, after the call’s own', async () => {
    const freshness = defineFreshness({
      'stores:*': { ttl: 50, tags: ['stores'], staleIfError: 10 },
      'x:*': { ttl: 1 },
    })
    const { cache, clock } = setUp({ freshness })
    await cache.load(['stores', 1], () => 1)
    await cache.load(['stores', 2], () => 1, { ttl: 60 })
    await cache.load('other', () => 1)
    clock.jump(50)
    expect((await cache.load(['stores', 1], () => 2)).cached).toBe(false)
    expect((await cache.load(['stores', 2], () => 2)).cached).toBe(true)
    expect((await cache.load('other', () => 2)).cached).toBe(true)
    expect((await cache.invalidate({ tag: 'stores' })).invalidated).toBe(2)
  })
})

describe('warm', () => {
  it('loads what is not held, a few at a time, and tells what failed', async () => {
    const { cache } = setUp()
    let running = 0
    let most = 0
    const loader = async ({ key }: { key: string }) => {
      most = Math.max(most, ++running)
      await flush()
      running--
      if (key === 'bad') throw new Error('down')
      return key
    }
    await cache.load('held', () => 1)
    const items = [
      ['a', 1],
      'held',
      'bad',
      { key: 'p', params: { page: 1 } },
      { key: 'own', loader: () => 1 },
    ] as const
    const report = await cache.warm([...items, 'b', 'c', 'd', 'e'], loader)
    expect(report).toEqual({
      loaded: expect.arrayContaining(['a:1', 'p:{"page":1}', 'own', 'b', 'c', 'd', 'e']),
      held: ['held'],
      failed: [{ key: 'bad', error: new Error('down') }],
    })
    expect(most).toBe(4)
    await expect(cache.warm(['x'])).rejects.toThrow('loader of "x"')
  })
})

describe('enabled: false', () => {
  it('calls every loader, and still appends invalidations', async () => {
    const { cache } = setUp({ enabled: false })
    let calls = 0
    const both = await Promise.all([cache.load('a', () => ++calls), cache.load('a', () => ++calls)])
    expect(both.map(({ data, cached }) => [data, cached])).toEqual([
      [1, false],
      [2, false],
    ])
    const { position, invalidated } = await cache.invalidate('a')
    expect([invalidated, await cache.log.head()]).toEqual([0, position])
  })
})

describe('options', () => {
  it('that mean nothing are errors that name them', async () => {
    for (const [name, value] of [
      ['ttl', -1],
      ['staleIfError', NaN],
      ['staleWhileRevalidate', '1'],
      ['timeout', null],
      ['scope', ''],
    ] as const)
      expect(() => createResponseCache({ [name]: value }), name).toThrow(name)
    for (const [name, value] of [
      ['maxEntries', 0],
      ['maxBytes', NaN],
      ['namespace', 'a b'],
      ['version', 1],
    ] as const)
      expect(() => createResponseCache({ [name]: value }), name).toThrow(name)
    const { cache } = setUp()
    const load = (options: object) => cache.load('a', () => 1, options)
    for (const bad of [{ ttl: -1 }, { tags: 'x' }, { tags: [''] }, { owner: '' }, { scope: '' }])
      await expect(load(bad)).rejects.toThrow(Object.keys(bad)[0])
    await expect(cache.load('a*', () => 1)).rejects.toMatchObject({ code: 'bare_star' })
    await expect(
      cache.invalidate({ patterns: Array.from({ length: 1001 }, (_, n) => `${n}*`) }),
    ).rejects.toThrow('at most 1000')
    await expect(cache.invalidate((() => true) as never)).rejects.toThrow('cannot travel')
    await expect(cache.invalidate({ paths: ['a'] })).rejects.toThrow('paths')
  })
})
