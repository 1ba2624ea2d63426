// What naive versions get wrong. Each test is named after the bullet of the plan that it holds.
import { deferred, fakeClock, flush } from '@freshline/test-utils'
import { DataSyncManager, fixedEnvironment, TtlCache, hashKey, type SyncEvent } from '@freshline/core'
import { describe, expect, it, vi } from 'vitest'

function setup(options: ConstructorParameters<typeof DataSyncManager>[0] = {}) {
  const clock = fakeClock()
  const environment = fixedEnvironment()
  const manager = new DataSyncManager({ clock, environment, ...options })
  const events: SyncEvent[] = []
  manager.on('*', (event) => events.push(event))
  return { clock, environment, manager, events, types: () => events.map((event) => event.type) }
}

describe('B8 polling survives', () => {
  it('data set by hand faster than the interval does not starve the poll', async () => {
    const { clock, manager } = setup()
    let calls = 0
    manager.register('stats', async () => ++calls, { interval: 15_000 })
    await clock.advance(0)
    for (let second = 0; second < 60; second++) {
      manager.setData('stats', -second)
      await clock.advance(1000)
    }
    expect(calls).toBe(5)
  })

  it('data pushed faster than the interval does not starve the poll', async () => {
    let push: (data: unknown) => void = () => {}
    const { clock, manager } = setup({
      plugins: [
        (host) => {
          push = (data) =>
            host.apply({ type: 'data', key: 'stats', data, source: 'push', startedAt: host.mark() })
        },
      ],
    })
    let calls = 0
    manager.register('stats', async () => ++calls, { interval: 15_000 })
    await clock.advance(0)
    for (let second = 0; second < 60; second++) {
      push({ second })
      await clock.advance(1000)
    }
    expect(calls).toBe(5)
    expect(manager.getSnapshot('stats').status).toBe('success')
  })

  it('one failed poll with retries off does not end polling', async () => {
    const { clock, manager } = setup()
    const fetcher = vi.fn(async () => {
      if (fetcher.mock.calls.length === 2) throw new Error('down')
      return fetcher.mock.calls.length
    })
    manager.register('stats', fetcher, { interval: 10_000, retry: false })
    await clock.advance(10_000)
    expect(manager.getSnapshot('stats')).toMatchObject({ data: 1, failureCount: 1, status: 'success' })
    await clock.advance(20_000)
    expect(fetcher).toHaveBeenCalledTimes(3)
    expect(manager.getSnapshot('stats')).toMatchObject({ data: 3, failureCount: 0, error: undefined })
    await clock.advance(30_000)
    expect(fetcher).toHaveBeenCalledTimes(6)
  })

  it('retries follow the visibility policy of polls', async () => {
    const { clock, environment, manager } = setup()
    const fetcher = vi.fn(async () => {
      throw new Error('down')
    })
    manager.register('stats', fetcher, { interval: 10_000, retry: 5 })
    await clock.advance(0)
    expect(fetcher).toHaveBeenCalledTimes(1)
    environment.set({ visible: false })
    await clock.advance(600_000)
    expect(fetcher).toHaveBeenCalledTimes(1)
    expect(clock.pending).toBe(0)
    environment.set({ visible: true })
    await clock.advance(50)
    expect(fetcher).toHaveBeenCalledTimes(2)
  })

  it('two registrations at offset times poll once per interval', async () => {
    const { clock, manager } = setup()
    const fetcher = vi.fn(async () => 1)
    manager.register('stats', fetcher, { interval: 10_000 })
    await clock.advance(5000)
    manager.register('stats', fetcher, { interval: 10_000 })
    await clock.advance(55_000)
    expect(fetcher).toHaveBeenCalledTimes(7)
  })
})

describe('rule 1 one flight', () => {
  it('an invalidation during the first load leads to exactly one further request, and the first answer is not fresh', async () => {
    const { clock, manager } = setup()
    const first = deferred<string>()
    const second = deferred<string>()
    const fetcher = vi.fn(() => (fetcher.mock.calls.length === 1 ? first.promise : second.promise))
    manager.register('list', fetcher, { ttl: 60_000 })
    expect(fetcher).toHaveBeenCalledTimes(1)
    void manager.invalidate('list')
    void manager.invalidate('list')
    void manager.invalidate({ patterns: ['li*'] })
    await flush()
    expect(fetcher).toHaveBeenCalledTimes(2)
    first.resolve('old')
    await flush()
    expect(manager.getSnapshot('list')).toMatchObject({ data: 'old', freshness: 'stale' })
    second.resolve('new')
    await flush()
    expect(manager.getSnapshot('list')).toMatchObject({ data: 'new', freshness: 'fresh' })
    await clock.advance(30_000)
    expect(fetcher).toHaveBeenCalledTimes(2)
  })
})

describe('E4 monotonic reads', () => {
  it('a value written while an older GET is in flight is not reverted by it', async () => {
    const { manager } = setup()
    const old = deferred<string>()
    const fetcher = vi.fn(() => (fetcher.mock.calls.length === 1 ? old.promise : Promise.resolve('server')))
    manager.register('name', fetcher, { ttl: 60_000 })
    manager.setData('name', 'mine')
    old.resolve('old')
    await flush()
    expect(manager.getSnapshot('name').data).not.toBe('old')
    expect(fetcher).toHaveBeenCalledTimes(2)
    expect(manager.getSnapshot('name').data).toBe('server')
  })
})

describe('A7 time', () => {
  it('an infinite TTL with a full cache evicts by recency', () => {
    const cache = new TtlCache<number>({ ttl: Infinity, maxEntries: 3 })
    for (let n = 0; n < 100; n++) cache.set(`k${n}`, n)
    expect([...cache.keys()]).toEqual(['k97', 'k98', 'k99'])
    cache.clear()
    expect(cache.size).toBe(0)
    cache.set('again', 1)
    expect(cache.get('again')).toBe(1)
    expect(cache.get('k99')).toBeUndefined()
  })

  it('TTLs and intervals beyond 2^31-1 ms neither hang nor fire early', async () => {
    const { clock, manager } = setup()
    const fetcher = vi.fn(async () => 1)
    const month = 40 * 86_400_000
    manager.register('rare', fetcher, { interval: month })
    await clock.advance(0)
    await clock.advance(month - 1)
    expect(fetcher).toHaveBeenCalledTimes(1)
    await clock.advance(1)
    expect(fetcher).toHaveBeenCalledTimes(2)
  })

  it('a sleep of hours counts as time', async () => {
    const { clock, manager } = setup()
    const cache = new TtlCache<number>({ clock, ttl: 60_000 })
    cache.set('a', 1)
    const fetcher = vi.fn(async () => 1)
    manager.register('stats', fetcher, { interval: 15_000 })
    await clock.advance(0)
    clock.sleep(3 * 3_600_000)
    expect(cache.get('a')).toBeUndefined()
    await clock.advance(15_000)
    expect(fetcher).toHaveBeenCalledTimes(2)
    await clock.advance(15_000)
    expect(fetcher).toHaveBeenCalledTimes(3)
  })

  it('a wall clock set back a year loses nothing and keeps nothing fresh', async () => {
    const { clock, manager } = setup()
    const cache = new TtlCache<number>({ clock, ttl: 60_000 })
    cache.set('a', 1)
    const fetcher = vi.fn(async () => 1)
    manager.register('stats', fetcher, { interval: 15_000 })
    await clock.advance(0)
    clock.setWall(clock.now() - 365 * 86_400_000)
    await clock.advance(59_000)
    expect(cache.get('a')).toBe(1)
    await clock.advance(1000)
    expect(cache.get('a')).toBeUndefined()
    expect(fetcher).toHaveBeenCalledTimes(5)
  })
})

describe('keys', () => {
  it('different keys differ, and equal ones meet', () => {
    expect(hashKey(['a', 1, 23])).not.toBe(hashKey(['a', 12, 3]))
    expect(hashKey(['a:b'])).not.toBe(hashKey(['a', 'b']))
    expect(hashKey(['stores', 42])).toBe(hashKey('stores:42'))
  })
})

describe('rule 9 quiet when gone', () => {
  it('10,000 keys cost one timer; after the last unregister none, and no listener', async () => {
    const { clock, manager, environment } = setup({ maxConcurrent: Infinity })
    const subscribe = vi.spyOn(environment, 'subscribe')
    const registrations = Array.from({ length: 10_000 }, (_, n) =>
      manager.register(['key', n], async () => n, { interval: 15_000 + n }),
    )
    expect(clock.pending).toBe(1)
    await clock.advance(0)
    expect(clock.pending).toBe(1)
    expect(subscribe).toHaveBeenCalledTimes(1)
    for (const registration of registrations) registration.unregister()
    await flush()
    expect(clock.pending).toBe(0)
    expect(manager.getStatus()).toEqual([])
  })

  it('dispose leaves no timer and aborts what is in flight', async () => {
    const { clock, manager } = setup()
    let aborted = false
    manager.register(
      'slow',
      ({ signal }) =>
        new Promise((_, reject) => {
          signal.addEventListener('abort', () => {
            aborted = true
            reject(signal.reason)
          })
        }),
      { interval: 1000 },
    )
    await flush()
    manager.dispose()
    await flush()
    expect(aborted).toBe(true)
    expect(clock.pending).toBe(0)
    expect(() => manager.register('x', async () => 1)).toThrow(/disposed/)
  })
})

describe('foreign code that throws', () => {
  it('harms nobody else, and is reported', async () => {
    const reported: string[] = []
    const { clock, manager } = setup({
      report: (_error, where) => reported.push(where),
      plugins: [
        () => {
          throw 'plug-in'
        },
      ],
    })
    manager.on('success', () => {
      throw 'event'
    })
    const seen: unknown[] = []
    manager.subscribe('a', () => {
      throw 'listener'
    })
    manager.subscribe('a', (snapshot) => seen.push(snapshot.data))
    manager.register('a', async () => 'data', {
      interval: 1000,
      onError: () => {
        throw 'no'
      },
    })
    manager.register(
      'sync',
      () => {
        throw 'not an error'
      },
      {
        retry: false,
        onError: () => {
          throw 'onError'
        },
      },
    )
    await clock.advance(0)
    expect(seen).toEqual([undefined, 'data'])
    expect(manager.getSnapshot('sync')).toMatchObject({
      status: 'error',
      error: { code: 'unknown', cause: 'not an error' },
    })
    expect(reported).toContain('a plug-in')
    expect(reported).toContain('a listener of a')
    expect(reported).toContain('onError of sync')
    await clock.advance(1000)
    expect(manager.metrics().requests).toBe(3)
    const sized = new TtlCache({
      maxBytes: 100,
      sizeOf: () => {
        throw new Error('size')
      },
    })
    const error = vi.spyOn(console, 'error').mockImplementation(() => {})
    sized.set('x', 1)
    expect(sized.get('x')).toBe(1)
    expect(error).toHaveBeenCalledOnce()
    error.mockRestore()
  })
})

describe('D2 healthy polling', () => {
  it('a 15 s poll emits no stale in an hour', async () => {
    const { clock, manager, types } = setup()
    manager.register('stats', async () => ({ at: clock.now() }), { interval: 15_000 })
    await clock.advance(3_600_000)
    expect(types().filter((type) => type === 'stale')).toEqual([])
    expect(types().filter((type) => type === 'fetching')).toHaveLength(241)
  })

  it('flapping visibility 50 times in a second makes one request per key', async () => {
    const { clock, environment, manager } = setup()
    const fetcher = vi.fn(async () => 1)
    manager.register('a', fetcher)
    await clock.advance(60_000)
    expect(fetcher).toHaveBeenCalledTimes(1)
    for (let n = 0; n < 50; n++) {
      environment.set({ visible: false })
      await clock.advance(10)
      environment.set({ visible: true })
      await clock.advance(10)
    }
    expect(fetcher).toHaveBeenCalledTimes(2)
  })
})

describe('B14 reset', () => {
  it('refuses an answer that was in flight', async () => {
    const { manager } = setup()
    const mine = deferred<string>()
    manager.register('me', () => mine.promise)
    manager.reset()
    mine.resolve('previous user')
    await flush()
    expect(manager.getSnapshot('me')).toMatchObject({ status: 'pending', data: undefined })
  })
})
