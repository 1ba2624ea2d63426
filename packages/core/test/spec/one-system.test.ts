// One system: what is done to the cache is seen by the manager, and the other way round.
import { deferred, fakeClock, flush } from '@freshline/test-utils'
import {
  dataCache,
  DataSyncManager,
  dataSyncManager,
  fetchWithCache,
  fixedEnvironment,
  TtlCache,
  type Snapshot,
  type Target,
} from '@freshline/core'
import { afterEach, describe, expect, it, vi } from 'vitest'

const START = Date.UTC(2026, 0, 1)

function setup() {
  const clock = fakeClock(START)
  const environment = fixedEnvironment()
  const cache = new TtlCache({ clock })
  const manager = new DataSyncManager({ clock, cache, environment })
  return { clock, environment, cache, manager }
}

/** A manager with one polled key that is loaded, and what its watcher is told from then on. */
async function watched() {
  const made = setup()
  let calls = 0
  const fetcher = vi.fn(async () => ({ calls: ++calls }))
  made.manager.register('k', fetcher, { interval: 15_000, tags: ['t'] })
  await flush()
  const told: Snapshot[] = []
  made.manager.subscribe('k', (snapshot) => told.push(snapshot))
  return { ...made, fetcher, told }
}

describe('one system: writing', () => {
  it('cache.set is seen by watchers, once, as setData would be', async () => {
    const { cache, manager, told } = await watched()
    cache.set('k', 'mine')
    expect(told).toMatchObject([
      { data: 'mine', source: 'manual', cached: false, freshness: 'fresh', updatedAt: START },
    ])
    expect(manager.getSnapshot('k')).toBe(told[0])
  })

  it('cache.set equals setData: the same snapshot comes of both', async () => {
    const [one, other] = [await watched(), await watched()]
    await one.clock.advance(1000)
    await other.clock.advance(1000)
    one.cache.set('k', 'mine')
    other.manager.setData('k', 'mine')
    expect(one.manager.getSnapshot('k')).toEqual(other.manager.getSnapshot('k'))
    expect(one.cache.peek('k')).toEqual(other.cache.peek('k'))
  })

  it('cache.set with options says more than the resource does', async () => {
    const { cache, manager } = await watched()
    cache.set('k', 'mine', { ttl: 1000, tags: ['mine'] })
    expect(manager.getSnapshot('k').expiresAt).toBe(START + 1000)
    // The tags of the registration stay, whatever a set says.
    expect(cache.invalidate({ tag: 'mine' })).toBe(1)
    expect(cache.invalidate({ tag: 't' })).toBe(1)
  })

  it('setData is seen by the cache', async () => {
    const { cache, manager, clock } = setup()
    manager.setData(['stores', 1], { id: 1 }, { ttl: 1000 })
    expect(cache.get('stores:1')).toEqual({ id: 1 })
    expect(cache.remainingTtl('stores:1')).toBe(1000)
    await clock.advance(1000)
    expect(cache.get('stores:1')).toBeUndefined()
    expect(manager.getSnapshot('stores:1').freshness).toBe('stale')
  })

  it('answers of the manager are in the cache, with ttl and tags of the resource', async () => {
    const { cache } = await watched()
    expect(cache.get('k')).toEqual({ calls: 1 })
    expect(cache.remainingTtl('k')).toBe(20_000)
    expect(cache.peek('k')?.tags).toEqual(['t'])
  })

  it('what the cache holds is shown by a key that is registered later, and not asked for while fresh', async () => {
    const { cache, manager } = setup()
    cache.set('k', 'held', 60_000)
    const fetcher = vi.fn(async () => 'asked')
    const registration = manager.register('k', fetcher)
    expect(registration.getSnapshot()).toMatchObject({
      data: 'held',
      status: 'success',
      source: 'cache',
      cached: true,
    })
    await flush()
    expect(fetcher).not.toHaveBeenCalled()
  })

  it('a write by either during a request is not reverted by its answer', async () => {
    for (const write of ['set', 'setData'] as const) {
      const { cache, manager } = setup()
      const old = deferred<string>()
      const fetcher = vi.fn(() =>
        fetcher.mock.calls.length === 1 ? old.promise : new Promise<string>(() => {}),
      )
      manager.register('k', fetcher, { ttl: 60_000 })
      if (write === 'set') cache.set('k', 'mine')
      else manager.setData('k', 'mine')
      old.resolve('older')
      await flush()
      expect(manager.getSnapshot('k').data).toBe('mine')
      expect(cache.get('k')).toBe('mine')
    }
  })

  it('neither moves nor starves the polls', async () => {
    const { cache, clock, fetcher } = await watched()
    for (let second = 0; second < 60; second++) {
      cache.set('k', second)
      await clock.advance(1000)
    }
    expect(fetcher).toHaveBeenCalledTimes(5)
  })
})

describe('one system: deleting', () => {
  it.each([
    ['delete', (cache: TtlCache) => cache.delete('k')],
    ['clear', (cache: TtlCache) => cache.clear()],
  ])('%s empties the entry, and a wanted key is asked for again', async (_, empty) => {
    const { cache, manager, fetcher, told } = await watched()
    empty(cache)
    expect(told.at(-1)).toMatchObject({
      status: 'pending',
      data: undefined,
      freshness: 'empty',
      updatedAt: undefined,
    })
    await flush()
    expect(fetcher).toHaveBeenCalledTimes(2)
    expect(manager.getSnapshot('k')).toMatchObject({ data: { calls: 2 }, freshness: 'fresh' })
    expect(cache.get('k')).toEqual({ calls: 2 })
  })

  it.each([
    ['delete', (cache: TtlCache) => cache.delete('k')],
    ['clear', (cache: TtlCache) => cache.clear()],
  ])('%s during a request: its answer is never fresh, and one more follows', async (_, empty) => {
    const { cache, manager } = setup()
    const answers = [deferred<string>(), deferred<string>()]
    const fetcher = vi.fn(() => answers[fetcher.mock.calls.length - 1]?.promise as Promise<string>)
    manager.register('k', fetcher, { ttl: 60_000 })
    empty(cache)
    empty(cache)
    await flush()
    answers[0]?.resolve('asked before')
    await flush()
    expect(manager.getSnapshot('k').freshness).not.toBe('fresh')
    expect(fetcher).toHaveBeenCalledTimes(2)
    answers[1]?.resolve('asked after')
    await flush()
    expect(manager.getSnapshot('k')).toMatchObject({ data: 'asked after', freshness: 'fresh' })
    expect(fetcher).toHaveBeenCalledTimes(2)
  })

  it('while paused the request is owed', async () => {
    const { cache, manager, fetcher } = await watched()
    manager.pause()
    cache.delete('k')
    await flush()
    expect(fetcher).toHaveBeenCalledTimes(1)
    expect(manager.getSnapshot('k').freshness).toBe('empty')
    manager.resume()
    await flush()
    expect(fetcher).toHaveBeenCalledTimes(2)
  })

  it('a key that is only watched is emptied, and not asked for', async () => {
    const { cache, manager } = setup()
    const told: unknown[] = []
    manager.subscribe('k', ({ data }) => told.push(data))
    cache.set('k', 1)
    cache.delete('k')
    cache.delete('k')
    expect(told).toEqual([1, undefined])
  })

  it('by `onRemove` the key that is being written leaves nothing behind that the cache does not hold', async () => {
    const clock = fakeClock()
    const cache: TtlCache = new TtlCache({
      clock,
      ttl: 1000,
      gcTime: 1000,
      onRemove: (key) => key === 'row' && cache.delete('list'),
    })
    const manager = new DataSyncManager({ clock, cache, environment: fixedEnvironment() })
    manager.subscribe('list', () => {})
    cache.set('row', 1)
    await clock.advance(2000)
    manager.setData('list', 'first')
    expect([...cache.keys()]).toEqual([])
    expect(manager.getSnapshot('list').freshness).toBe('empty')
    manager.setData('list', 'second')
    expect(cache.get('list')).toBe('second')
    expect(cache.invalidate('list')).toBe(1)
    expect(manager.getSnapshot('list')).toMatchObject({ data: 'second', freshness: 'stale' })
  })

  it('what `onRemove` writes while everything is reset is held, and shown', () => {
    const clock = fakeClock()
    const cache: TtlCache = new TtlCache({
      clock,
      onRemove: (key) => key === 'user' && cache.set('last user', 'ann'),
    })
    const manager = new DataSyncManager({ clock, cache, environment: fixedEnvironment() })
    manager.subscribe('last user', () => {})
    cache.set('last user', 'nobody').set('user', 'ann')
    manager.reset()
    expect([...cache.entries()]).toEqual([['last user', 'ann']])
    expect(manager.getSnapshot('last user')).toMatchObject({ data: 'ann', freshness: 'fresh' })
    expect(manager.getSnapshot('user').data).toBeUndefined()
  })

  it('watched and wanted values are not evicted, nor do they expire away', async () => {
    const clock = fakeClock(START)
    const removed: string[] = []
    const cache = new TtlCache({
      clock,
      ttl: 1000,
      gcTime: 1000,
      maxEntries: 2,
      onRemove: (key, _, reason) => removed.push(`${key} ${reason}`),
    })
    const manager = new DataSyncManager({ clock, cache, environment: fixedEnvironment() })
    const registration = manager.register('wanted', async () => 'data', { ttl: 1000, gcTime: 1000 })
    const off = manager.subscribe('watched', () => {})
    manager.setData('watched', 'held')
    await flush()
    for (let n = 0; n < 10; n++) cache.set(`k${n}`, n)
    expect(cache.size).toBe(4)
    await clock.advance(3_600_000)
    expect(cache.prune()).toBe(2)
    expect(manager.getSnapshot('wanted')).toMatchObject({ data: 'data', freshness: 'stale' })
    expect(cache.peek('watched')?.value).toBe('held')
    registration.unregister()
    off()
    await flush()
    cache.prune()
    expect(cache.size).toBe(0)
    expect(removed.slice(-2).sort()).toEqual(['wanted expired', 'watched expired'])
  })
})

describe('one system: invalidating', () => {
  const targets: [name: string, target: Target][] = [
    ['key', 'k'],
    ['pattern', 'k*'],
    ['tag', { tag: 't' }],
    ['list', { keys: ['other', 'k'], tags: ['nobody'] }],
    ['predicate over keys', (key) => key === 'k'],
    ['predicate over tags', (_, tags) => tags.includes('t')],
  ]

  it.each(targets)(
    'cache.invalidate by %s is seen by the manager: stale, asked for again',
    async (_, target) => {
      const { cache, manager, fetcher, told } = await watched()
      expect(cache.invalidate(target)).toBe(1)
      expect(told.map(({ freshness }) => freshness)).toEqual(['stale'])
      await flush()
      expect(fetcher).toHaveBeenCalledTimes(2)
      expect(manager.getSnapshot('k').freshness).toBe('fresh')
    },
  )

  it.each(targets)('manager.invalidate by %s is seen by the cache', async (_, target) => {
    const { cache, manager } = setup()
    cache.set('k', 1, { tags: ['t'] })
    await manager.invalidate(target)
    expect(cache.has('k')).toBe(false)
    expect(cache.peek('k')?.value).toBe(1)
  })

  it.each(targets)(
    'an invalidation by %s during the first load: exactly one more request',
    async (_, target) => {
      for (const by of ['cache', 'manager'] as const) {
        const { cache, manager } = setup()
        const answers = [deferred<string>(), deferred<string>()]
        const fetcher = vi.fn(() => answers[fetcher.mock.calls.length - 1]?.promise as Promise<string>)
        manager.register('k', fetcher, { ttl: 60_000, tags: ['t'] })
        for (let n = 0; n < 3; n++) {
          if (by === 'cache') cache.invalidate(target)
          else void manager.invalidate(target)
        }
        await flush()
        expect(fetcher).toHaveBeenCalledTimes(2)
        answers[0]?.resolve('old')
        await flush()
        expect(manager.getSnapshot('k').freshness).not.toBe('fresh')
        answers[1]?.resolve('new')
        await flush()
        expect(manager.getSnapshot('k')).toMatchObject({ data: 'new', freshness: 'fresh' })
        expect(cache.get('k')).toBe('new')
        expect(fetcher).toHaveBeenCalledTimes(2)
      }
    },
  )

  it('an invalidation before anything is held counts for a request that is already on its way elsewhere', async () => {
    const { cache, manager } = setup()
    const old = deferred<string>()
    const loading = cache.load('k', () => old.promise, 60_000)
    await manager.invalidate('k')
    old.resolve('old')
    await loading
    expect(manager.getSnapshot('k')).toMatchObject({ data: 'old', freshness: 'stale' })
  })

  it('a mutation makes stale what the cache alone holds', async () => {
    const { cache, manager } = setup()
    cache.set('list', 1)
    await manager.mutate(async () => 'done', { invalidates: ['list'] })
    expect(cache.has('list')).toBe(false)
  })
})

describe('one system: one request, whoever asks', () => {
  it('load joins the manager’s request, and the manager joins a load', async () => {
    const { cache, manager } = setup()
    const answer = deferred<string>()
    const [fetcher, other] = [vi.fn(() => answer.promise), vi.fn(async () => 'other')]
    manager.register('a', fetcher, { ttl: 60_000 })
    const loaded = cache.load('a', other)
    const loading = cache.load('b', fetcher, 60_000)
    const registration = manager.register('b', other, { ttl: 60_000 })
    expect([fetcher.mock.calls.length, other.mock.calls.length]).toEqual([2, 0])
    expect(registration.getSnapshot().isFetching).toBe(true)
    answer.resolve('data')
    await flush()
    expect([(await loaded).data, (await loading).data]).toEqual(['data', 'data'])
    expect(['a', 'b'].map((key) => manager.getSnapshot(key))).toMatchObject([
      { data: 'data', freshness: 'fresh', isFetching: false },
      { data: 'data', freshness: 'fresh', isFetching: false },
    ])
    expect([fetcher.mock.calls.length, other.mock.calls.length]).toEqual([2, 0])
  })

  it('load that joined keeps the request alive when the last registration leaves', async () => {
    const { cache, manager } = setup()
    const answer = deferred<string>()
    let signal: AbortSignal | undefined
    const registration = manager.register('k', (context) => {
      signal = context.signal
      return answer.promise
    })
    const loading = cache.load('k', async () => 'other')
    registration.unregister()
    await flush()
    expect(signal?.aborted).toBe(false)
    answer.resolve('data')
    expect((await loading).data).toBe('data')
    await flush()
    expect(manager.getStatus()).toEqual([])
  })

  it('a failure of the manager’s request is the failure of the load that joined it, and the other way round', async () => {
    const { cache, manager } = setup()
    const [first, second] = [deferred<string>(), deferred<string>()]
    manager.register('a', () => first.promise, { retry: false })
    const loaded = Promise.allSettled([cache.load('a', async () => 'other')])
    const loading = Promise.allSettled([cache.load('b', () => second.promise)])
    manager.register('b', async () => 'other', { retry: false })
    const error = new Error('down')
    first.reject(error)
    second.reject(error)
    expect(await loaded).toEqual([{ status: 'rejected', reason: error }])
    expect(await loading).toEqual([{ status: 'rejected', reason: error }])
    await flush()
    expect(['a', 'b'].map((key) => manager.getSnapshot(key).error)).toEqual([error, error])
  })

  it('a load that joined a request which was overtaken gets an answer all the same', async () => {
    const { cache, manager } = setup()
    const answers = [deferred<string>(), deferred<string>()]
    let calls = 0
    manager.register('k', () => answers[calls++]?.promise as Promise<string>, { ttl: 60_000 })
    const loading = cache.load('k', async () => 'other')
    manager.setData('k', 'mine')
    answers[0]?.resolve('older')
    await flush()
    answers[1]?.resolve('newest')
    await flush()
    expect(['mine', 'newest']).toContain((await loading).data)
  })

  it('a load that joined a request which was given up gets what is held, or asks itself', async () => {
    const { cache, manager } = setup()
    const answer = deferred<string>()
    const registration = manager.register('held', () => answer.promise)
    const held = cache.load('held', async () => 'asked itself')
    registration.unregister()
    manager.setData('held', 'mine')
    answer.resolve('older')
    expect((await held).data).toBe('mine')
    manager.register('empty', () => new Promise<string>(() => {}))
    const empty = cache.load('empty', async () => 'asked itself')
    manager.dispose()
    expect((await empty).data).toBe('asked itself')
  })

  it('two managers on one cache make one request of a key', async () => {
    const { cache, clock, manager } = setup()
    const other = new DataSyncManager({ clock, cache, environment: fixedEnvironment() })
    const fetcher = vi.fn(async () => 'data')
    manager.register('k', fetcher, { ttl: 60_000 })
    other.register('k', fetcher, { ttl: 60_000 })
    await flush()
    expect(fetcher).toHaveBeenCalledTimes(1)
    expect([manager, other].map((each) => each.getSnapshot('k').data)).toEqual(['data', 'data'])
  })

  it('a load that joined a request of the previous user is aborted by reset: it neither asks nor sees the next user’s data', async () => {
    const { cache, manager } = setup()
    let user = 'first'
    const other = vi.fn(async () => 'other')
    manager.register('me', () => (user === 'first' ? new Promise<string>(() => {}) : user), { ttl: 60_000 })
    const loading = Promise.allSettled([cache.load('me', other)])
    user = 'second'
    manager.reset({ scope: 'second' })
    expect(await loading).toMatchObject([{ status: 'rejected', reason: { code: 'aborted' } }])
    expect(other).not.toHaveBeenCalled()
    await flush()
    expect(cache.get('me')).toBe('second')
  })

  it('a load of the previous user is answered by its own fetcher, not with the next user’s data', async () => {
    const { cache, manager } = setup()
    const answer = deferred<string>()
    const loading = cache.load('me', () => answer.promise)
    manager.reset()
    cache.set('me', 'second')
    answer.resolve('first')
    expect(await loading).toMatchObject({ data: 'first', cached: false })
    expect(cache.get('me')).toBe('second')
  })

  it('the answer of a load is shown to watchers, as from the network, and heals an error', async () => {
    const { cache, manager } = setup()
    manager.register('k', () => Promise.reject(new Error('down')), { retry: false })
    await flush()
    expect(manager.getSnapshot('k').status).toBe('error')
    await cache.load('k', async () => 'loaded')
    expect(manager.getSnapshot('k')).toMatchObject({
      status: 'success',
      data: 'loaded',
      error: undefined,
      failureCount: 0,
      source: 'network',
    })
  })
})

describe('one system: the default instances', () => {
  afterEach(() => {
    for (const { key } of dataSyncManager.getStatus()) dataSyncManager.unregister(key)
    dataCache.clear()
  })

  it('dataSyncManager holds its data in dataCache', async () => {
    const registration = dataSyncManager.register('k', async () => 'data', { ttl: 60_000 })
    await flush()
    expect(dataCache.get('k')).toBe('data')
    expect(await fetchWithCache('k', async () => 'other')).toBe('data')
    dataCache.set('k', 'mine')
    expect(registration.getSnapshot().data).toBe('mine')
    dataCache.invalidate('k')
    await flush()
    expect(registration.getSnapshot()).toMatchObject({ data: 'data', freshness: 'fresh' })
    await dataSyncManager.invalidate('k', { refetch: 'none' })
    expect(dataCache.has('k')).toBe(false)
    registration.unregister()
  })

  it('a new manager has a cache of its own', async () => {
    const manager = new DataSyncManager({ clock: fakeClock(), environment: fixedEnvironment() })
    manager.setData('k', 'mine')
    expect(dataCache.peek('k')).toBeUndefined()
    expect(dataSyncManager.getSnapshot('k').status).toBe('pending')
    dataCache.clear()
    expect(manager.getSnapshot('k').data).toBe('mine')
  })

  it('two managers on one cache see each other', async () => {
    const { cache, clock, manager } = setup()
    const other = new DataSyncManager({ clock, cache, environment: fixedEnvironment() })
    const told: unknown[] = []
    other.subscribe('k', ({ data, freshness }) => told.push([data, freshness]))
    manager.setData('k', 1)
    await manager.invalidate('k')
    cache.delete('k')
    expect(told).toEqual([
      [1, 'fresh'],
      [1, 'stale'],
      [undefined, 'empty'],
    ])
  })

  it('one of two managers that leaves the cache while it is told does not hide the news from the other', () => {
    const { cache, clock, manager } = setup()
    const other = new DataSyncManager({ clock, cache, environment: fixedEnvironment() })
    const told: unknown[] = []
    const off = manager.subscribe('k', () => off())
    other.subscribe('k', ({ data }) => told.push(data))
    cache.set('k', 1)
    cache.set('k', 2)
    expect(told).toEqual([1, 2])
  })
})
