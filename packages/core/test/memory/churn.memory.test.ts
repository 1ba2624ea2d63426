// Rule 9, no growth: a hundred thousand of everything ends where it began.
import { fakeClock, flush } from '@freshline/test-utils'
import { DataSyncManager, fixedEnvironment, TtlCache } from '@freshline/core'
import { describe, expect, it } from 'vitest'

const MEGABYTE = 2 ** 20

async function usedBytes(): Promise<number> {
  for (let round = 0; round < 3; round++) {
    await new Promise((resolve) => setImmediate(resolve))
    globalThis.gc?.()
  }
  return process.memoryUsage().heapUsed
}

/** How much more is held after `rounds` of `churn` than after the first, which warms everything up. */
async function growth(rounds: number, churn: (round: number) => Promise<void> | void): Promise<number> {
  await churn(0)
  const before = await usedBytes()
  for (let round = 1; round <= rounds; round++) await churn(round)
  return (await usedBytes()) - before
}

describe('a churn of 100,000', () => {
  it('registered, answered, watched and unregistered keys', async () => {
    const clock = fakeClock()
    const environment = fixedEnvironment()
    const cache = new TtlCache({ clock, ttl: 1000, gcTime: 0 })
    const manager = new DataSyncManager({ clock, environment, cache, maxConcurrent: Infinity })
    const grown = await growth(10, async (round) => {
      const offs: (() => void)[] = []
      for (let n = 0; n < 10_000; n++) {
        const key = ['row', round * 10_000 + n, { page: n }] as const
        const options = { interval: 1000 + n, ttl: 1000, gcTime: 0, tags: [`tag ${round}`] }
        const registration = manager.register(key, async () => ({ n }), options)
        offs.push(
          registration.unregister,
          registration.subscribe(() => {}),
        )
      }
      await flush()
      if (manager.metrics().running > 0) throw new Error('not answered')
      for (const off of offs) off()
      await flush()
      await clock.advance(30_000)
      cache.prune()
      if (cache.size + manager.getStatus().length + clock.pending > 0) throw new Error('not empty')
    })
    expect(grown).toBeLessThan(MEGABYTE)
  }, 60_000)

  it('invalidations of keys, tags and patterns that nobody holds', async () => {
    const clock = fakeClock()
    const manager = new DataSyncManager({ clock, environment: fixedEnvironment() })
    manager.register('k', async () => 1, { interval: 1000 })
    await flush()
    const grown = await growth(10, async (round) => {
      for (let n = 0; n < 10_000; n++) {
        const name = `gone:${round * 10_000 + n}`
        void manager.invalidate(n % 3 === 0 ? name : n % 3 === 1 ? { tag: name } : `${name}:*`)
      }
      await flush()
      await clock.advance(2000)
    })
    expect(grown).toBeLessThan(MEGABYTE)
    manager.dispose()
  }, 60_000)

  it('loads, sets, deletions and patterns of a bounded cache', async () => {
    const clock = fakeClock()
    const cache = new TtlCache({ clock, ttl: 1000, gcTime: 1000, maxEntries: 100 })
    const grown = await growth(10, async (round) => {
      const loads: Promise<unknown>[] = []
      for (let n = 0; n < 10_000; n++) {
        const key = `page:${round}:${n}:row`
        if (n % 2) loads.push(cache.load(key, async () => ({ n }), { tags: [`t${n}`] }))
        else cache.set(key, { n }, { ttl: n, tags: [`t${n}`, 'all'] })
        if (n % 5 === 0) cache.delete(key)
        if (n % 1000 === 0) cache.invalidate(`page:${round}:${n}*`)
      }
      await Promise.all(loads)
      await clock.advance(100)
    })
    expect(grown).toBeLessThan(MEGABYTE)
    expect(cache.size).toBeLessThanOrEqual(100)
  }, 60_000)

  it('mutations with optimistic updates, and refreshes', async () => {
    const clock = fakeClock()
    const manager = new DataSyncManager({ clock, environment: fixedEnvironment() })
    let rows = 0
    const registration = manager.register('list', async () => ({ rows }), { interval: 60_000 })
    await flush()
    const grown = await growth(10, async (round) => {
      for (let n = 0; n < 500; n++) {
        const fn = async () => {
          if (n % 7 === 0) throw new Error('refused')
          return ++rows
        }
        const update = (data: { rows: number }) => ({ rows: data.rows + 1 })
        const options = {
          optimistic: [{ key: 'list', update }],
          invalidates: ['list'],
          scope: `${round} ${n}`,
        }
        await Promise.allSettled([manager.mutate(fn, options), manager.mutate(fn, options)])
        await registration.refresh()
      }
      await clock.advance(60_000)
    })
    expect(grown).toBeLessThan(MEGABYTE)
    manager.dispose()
    expect(clock.pending).toBe(0)
  }, 60_000)

  it('managers that come and go on one environment, as requests on a server do', async () => {
    const clock = fakeClock()
    const environment = fixedEnvironment()
    const grown = await growth(10, async () => {
      for (let n = 0; n < 500; n++) {
        const manager = new DataSyncManager({ clock, environment })
        const registration = manager.register('me', async () => ({ user: n }), { interval: 1000 })
        await manager.prefetch({ key: 'page', fetcher: async () => 'x'.repeat(1000) })
        if (n % 2) registration.unregister()
        else manager.dispose()
      }
      await flush()
    })
    expect(grown).toBeLessThan(MEGABYTE)
    expect(clock.pending).toBe(0)
  }, 60_000)
})

describe('A1 a fresh hit', () => {
  it('allocates nothing', async () => {
    // A clock whose readings cost nothing themselves.
    const clock = { now: () => 5, monotonic: () => 5, schedule: () => 0, cancel: () => {} }
    const cache = new TtlCache<number>({ clock, ttl: 60_000, maxEntries: 1000 })
    for (let n = 0; n < 1000; n++) cache.set(`stores:${n}`, n)
    const keys = [...cache.keys()]
    const hit = (times: number) => {
      let sum = 0
      for (let n = 0; n < times; n++) sum += cache.get(keys[n % 1000] ?? '') ?? 0
      return sum
    }
    hit(2_000_000)
    await usedBytes()
    const before = process.memoryUsage().heapUsed
    hit(1_000_000)
    // One object per hit would be 16 MB or more.
    expect(process.memoryUsage().heapUsed - before).toBeLessThan(MEGABYTE)
  })
})
