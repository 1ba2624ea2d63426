// H8 in the manager: nothing is held fresh for longer than the server says.
import { DataSyncManager, defineFreshness, fetchWithCache, outcome, TtlCache } from '@freshline/core'
import { flush } from '@freshline/test-utils'
import { describe, expect, it } from 'vitest'
import { counting, setup } from './polling-support'

const table = {
  'stores:*': { ttl: 10_000, tags: ['stores'] },
  live: { ttl: 4000, interval: 5000 },
}

function withTable(options = {}) {
  const reported: string[] = []
  const report = (error: unknown, where: string) => void reported.push(`${where}: ${String(error)}`)
  const freshness = defineFreshness(table)
  return { ...setup({ freshness, report, ...options }), freshness, reported }
}

describe('H8 the client’s side of the table', () => {
  it('gives lifetime, interval and tags to resources that say none', async () => {
    const { manager, clock, reported } = withTable()
    const api = counting(clock)
    manager.register('stores:1', api.fetcher)
    manager.register('live', api.fetcher)
    manager.register('other', api.fetcher)
    await flush()
    expect(api.times).toEqual([0, 0, 0])
    const leftOf = (key: string) => (manager.getSnapshot(key).expiresAt ?? 0) - clock.now()
    expect([leftOf('stores:1'), leftOf('live'), leftOf('other')]).toEqual([10_000, 4000, 0])
    await clock.advance(5000)
    expect(api.times).toEqual([0, 0, 0, 5000])
    expect((await manager.invalidate({ tag: 'stores' })).refreshed).toEqual(['stores:1'])
    expect(reported).toEqual([])
  })

  it('bounds a longer ttl of a resource, and says so once a key', async () => {
    const { manager, clock, reported } = withTable()
    const api = counting(clock)
    const first = manager.register('stores:1', api.fetcher, { ttl: 60_000 })
    await flush()
    expect(manager.getSnapshot('stores:1').expiresAt).toBe(clock.now() + 10_000)
    first.unregister()
    manager.register('stores:1', api.fetcher, { ttl: Infinity })
    manager.register('stores:2', api.fetcher, { ttl: 10_001 })
    manager.register('stores:3', api.fetcher, { ttl: 10_000 })
    expect(reported).toEqual([
      expect.stringMatching(/^freshness: OptionError: ttl of stores:1: got 60000, allowed: at most 10000/),
      expect.stringMatching(/^freshness: OptionError: ttl of stores:2: got 10001, allowed: at most 10000/),
    ])
  })

  it('leaves a shorter ttl, an own interval and own tags as they are', async () => {
    const { manager, clock } = withTable()
    const api = counting(clock)
    manager.register('live', api.fetcher, { ttl: 1000, interval: 0 })
    manager.register('stores:1', api.fetcher, { tags: ['mine'] })
    await flush()
    expect(manager.getSnapshot('live').expiresAt).toBe(clock.now() + 1000)
    await clock.advance(20_000)
    expect(api.times).toHaveLength(2)
    expect((await manager.invalidate({ tag: 'mine' })).refreshed).toEqual(['stores:1'])
    expect((await manager.invalidate({ tag: 'stores' })).refreshed).toEqual(['stores:1'])
  })

  it('goes before the manager’s defaults', async () => {
    const { manager, clock, reported } = withTable({ defaults: { ttl: 99_000, interval: 7000 } })
    const api = counting(clock)
    manager.register('live', api.fetcher)
    manager.register('other', api.fetcher)
    await flush()
    expect(manager.getSnapshot('live').expiresAt).toBe(clock.now() + 4000)
    expect(manager.getSnapshot('other').expiresAt).toBe(clock.now() + 99_000)
    await clock.advance(6000)
    expect(api.times).toEqual([0, 0, 5000])
    expect(reported).toEqual([])
  })

  it('bounds what a response says, and is bounded by it', async () => {
    const { manager, clock } = withTable()
    for (const [key, freshFor] of [
      ['stores:long', 60_000],
      ['stores:short', 2000],
    ] as const)
      manager.register(key, async () => outcome(1, { freshFor }), { ttl: 'http' })
    await flush()
    expect(manager.getSnapshot('stores:long').expiresAt).toBe(clock.now() + 10_000)
    expect(manager.getSnapshot('stores:short').expiresAt).toBe(clock.now() + 2000)
  })

  it('holds for data set by hand, committed, prefetched and loaded, registered or not', async () => {
    const { manager, clock, freshness, reported } = withTable()
    const cache = new TtlCache({ clock })
    const other = new DataSyncManager({ cache, freshness })
    manager.setData('stores:1', 1)
    manager.setData('stores:2', 1, { ttl: 60_000 })
    await manager.mutate(() => 1, { commit: [{ key: 'stores:3', data: () => 1 }] })
    await manager.prefetch({ key: 'stores:4', fetcher: () => 1, ttl: 60_000 })
    for (const key of ['stores:1', 'stores:2', 'stores:3', 'stores:4'])
      expect(manager.getSnapshot(key).expiresAt, key).toBe(clock.now() + 10_000)
    cache.set('stores:5', 1, 60_000)
    expect(cache.remainingTtl('stores:5')).toBe(10_000)
    await cache.load('stores:6', () => 1, 60_000)
    expect(cache.remainingTtl('stores:6')).toBe(10_000)
    cache.set('other', 1, 60_000)
    expect(cache.remainingTtl('other')).toBe(60_000)
    other.dispose()
    expect(reported).toHaveLength(1)
    expect(await fetchWithCache('together', () => 2, 1)).toBe(2)
  })

  it('binds a shared cache until the last manager that brought it is gone', () => {
    const { clock, freshness } = withTable()
    const cache = new TtlCache({ clock })
    const [first, second] = [
      new DataSyncManager({ cache, freshness }),
      new DataSyncManager({ cache, freshness }),
    ]
    const leftOf = () => cache.set('stores:1', 1, 60_000).remainingTtl('stores:1')
    expect(leftOf()).toBe(10_000)
    first.dispose()
    expect(leftOf()).toBe(10_000)
    second.dispose()
    expect(leftOf()).toBe(60_000)
  })

  it('refuses what is no table', () => {
    for (const bad of [{}, null, 5, { 'stores:*': { ttl: 1 } }])
      expect(() => new DataSyncManager({ freshness: bad as never })).toThrow(
        /freshness: got .*defineFreshness/,
      )
  })
})
