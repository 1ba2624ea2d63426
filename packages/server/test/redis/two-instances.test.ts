import { startRedis, type RedisServer } from '@freshline/test-utils/servers'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { createResponseCache, redisStore, type ResponseCacheOptions } from '../../src'

let redis: RedisServer
beforeAll(async () => {
  redis = await startRedis()
})
afterAll(() => redis.close())

let spaces = 0
/** Instances on one namespace of their own. */
const setUp = (count = 2, options: ResponseCacheOptions = {}) => {
  const namespace = `test-${++spaces}`
  const errors: unknown[] = []
  const make = (more: ResponseCacheOptions = {}) => {
    const store = redisStore(redis.url, { namespace })
    const cache = createResponseCache({ store, onError: (error) => errors.push(error), ...options, ...more })
    onTestFinished(() => cache.close())
    return cache
  }
  const caches = Array.from({ length: count }, () => make())
  return { namespace, errors, make, a: caches[0] ?? make(), b: caches[1] ?? make() }
}

describe('H3 two instances on one Redis', () => {
  it('share entries', async () => {
    const { a, b, errors } = setUp()
    const first = await a.load(['stores', 1], () => ({ name: 'ä' }), { tags: ['t'] })
    const second = await b.load(['stores', 1], () => ({ name: 'never' }))
    expect(second).toEqual({ ...first, cached: true })
    expect(errors).toEqual([])
    expect((await b.stats()).tiers.map(({ name, entries }) => [name, entries])).toEqual([
      ['memory', 1],
      ['redis', 1],
    ])
  })

  it('see each invalidation at the next read, also of what they hold in memory', async () => {
    const { a, b } = setUp()
    for (let round = 0; round < 20; round++) {
      await a.load('k', () => round)
      expect((await b.load('k', () => -1)).data).toBe(round)
      expect(await (round % 2 ? a : b).invalidate('k')).toMatchObject({ invalidated: 1, keys: ['k'] })
      expect((await b.load('k', () => round + 0.5)).data).toBe(round + 0.5)
      await a.invalidate('*')
    }
  })

  it('count what any instance holds, by key, scope, tag and pattern', async () => {
    const { a, b } = setUp()
    await a.load('s:1', () => 1, { tags: ['t'], scope: 'x' })
    await a.load('s:1', () => 1, { scope: 'y' })
    await b.load('s:1', () => 1)
    await b.load('s:2', () => 1, { tags: ['t'], owner: 'o' })
    await b.load('s:2x', () => 1)
    expect((await a.invalidate('s:1')).invalidated).toBe(3)
    expect((await a.invalidate({ tag: 't' })).invalidated).toBe(1)
    expect(await b.invalidate('s:*')).toMatchObject({ invalidated: 1, keys: ['s:2x'] })
    expect(await a.deleteOwner('o')).toBe(1)
    expect(await b.delete('s:1')).toBe(true)
    expect((await a.stats()).entries).toBe(1)
  })

  it('claim an id once', async () => {
    const { a, b } = setUp()
    const claims = await Promise.all([a.claim('w', 1000), b.claim('w', 1000), a.claim('w', 1000)])
    expect(claims.filter(Boolean)).toHaveLength(1)
    await a.release('w')
    expect(await b.claim('w', 1000)).toBe(true)
  })

  it('keep what another version stored apart, and tell it what became stale', async () => {
    const { a, make } = setUp()
    const newer = make({ version: '2' })
    await a.load('k', () => 'old')
    expect((await newer.load('k', () => 'new')).data).toBe('new')
    await newer.invalidate('k')
    expect((await a.load('k', () => 'again')).cached).toBe(false)
  })

  it('delete what is expired, with its count', async () => {
    const { a, b } = setUp()
    await a.load('short', () => 1, { ttl: 1 })
    await a.load('long', () => 1)
    await expect.poll(() => b.deleteExpired()).toBe(1)
    expect((await a.stats()).entries).toBe(1)
  })

  it('take long lists of names, and forget the names of what is over', async () => {
    const { a, b, namespace } = setUp()
    await a.load('k7', () => 1, { tags: ['t'] })
    await b.load('k7', () => 1)
    const keys = Array.from({ length: 5000 }, (_, index) => `k${index}`)
    expect((await a.invalidate({ keys, tags: keys })).invalidated).toBe(1)
    expect((await b.load('k7', () => 2)).data).toBe(2)
    for (let index = 0; index < 30; index++)
      await a.load(`short${index}`, () => 1, { tags: ['many'], ttl: 1, staleIfError: 0 })
    // Indices are cleaned of what was over a minute ago; here the time is set forward.
    const later = createResponseCache({
      store: redisStore(redis.url, { namespace }),
      clock: { now: () => Date.now() + 120_000 },
    })
    onTestFinished(() => later.close())
    for (let index = 0; index < 5; index++) await later.load(`long${index}`, () => 1, { tags: ['many'] })
    expect(await redis.command('ZCARD', `freshline:{${namespace}}:v::t:many`)).toBe(':5\r\n')
    expect(await redis.command('ZCARD', `freshline:{${namespace}}:v::k`)).toMatch(/^:[5-7]\r/)
  })
})
