// B1 registrations that share a key, B7 one timer, and intervals that are functions.
import { fakeClock, flush } from '@freshline/test-utils'
import { DataSyncManager, fixedEnvironment, TtlCache } from '@freshline/core'
import { describe, expect, it, vi } from 'vitest'
import { counting, scripted, settled, setup } from './polling-support'

describe('B1 registering a key twice', () => {
  it('makes one request and one entry; everybody who registered sees it', async () => {
    const { manager, told } = setup()
    const api = scripted<string>()
    const one = manager.register('stats', api.fetcher)
    const two = manager.register(['stats'], api.fetcher)
    expect(api.count).toBe(1)
    await api.last.answer('data')
    expect(one.getSnapshot()).toBe(two.getSnapshot())
    expect(manager.getStatus().map(({ key }) => key)).toEqual(['stats'])
    expect(told('registered')).toEqual(['registered stats'])
  })

  it('polls at the smallest interval asked, counted from the last answer', async () => {
    const { clock, manager } = setup()
    const { fetcher, times } = counting(clock)
    manager.register('stats', fetcher, { interval: 60_000 })
    await clock.advance(5000)
    manager.register('stats', fetcher, { interval: 10_000 })
    await clock.advance(30_000)
    expect(times).toEqual([0, 10_000, 20_000, 30_000])
  })

  it('asks at once where the smaller interval is over already', async () => {
    const { clock, manager } = setup()
    const { fetcher, times } = counting(clock)
    manager.register('stats', fetcher, { interval: 60_000 })
    await clock.advance(30_000)
    manager.register('stats', fetcher, { interval: 10_000 })
    await clock.advance(15_000)
    expect(times).toEqual([0, 30_000, 40_000])
  })

  it('polls at the larger interval again when the smaller one leaves', async () => {
    const { clock, manager } = setup()
    const { fetcher, times } = counting(clock)
    manager.register('stats', fetcher, { interval: 30_000 })
    const fast = manager.register('stats', fetcher, { interval: 10_000 })
    await clock.advance(15_000)
    fast.unregister()
    await clock.advance(60_000)
    expect(times).toEqual([0, 10_000, 40_000, 70_000])
  })

  it('lives until the last one leaves, each leaving once', async () => {
    const { clock, manager, told } = setup()
    const { fetcher, times } = counting(clock)
    const one = manager.register('stats', fetcher, { interval: 10_000 })
    const two = manager.register('stats', fetcher, { interval: 10_000 })
    one.unregister()
    one.unregister()
    one.unregister()
    await clock.advance(10_000)
    expect(times).toEqual([0, 10_000])
    two.unregister()
    await clock.advance(60_000)
    expect(times).toEqual([0, 10_000])
    expect(told('unregistered')).toEqual(['unregistered stats'])
    expect(clock.pending).toBe(0)
  })

  it('unregister(key) drops one registration, and ignores keys it does not know', async () => {
    const { clock, manager } = setup()
    const { fetcher, times } = counting(clock)
    manager.register(['stats', 1], fetcher, { interval: 10_000 })
    manager.register('stats:1', fetcher, { interval: 10_000 })
    manager.unregister(['stats', 1])
    manager.unregister('another')
    await clock.advance(10_000)
    expect(times).toEqual([0, 10_000])
    manager.unregister('stats:1')
    await clock.advance(10_000)
    expect(times).toEqual([0, 10_000])
  })

  it('takes the newest fetcher without asking again, and the older one back when the newest leaves', async () => {
    const { clock, manager } = setup()
    const asked: string[] = []
    const by = (name: string) => async () => asked.push(name)
    manager.register('stats', by('first'), { interval: 10_000 })
    const second = manager.register('stats', by('second'), { interval: 10_000 })
    await clock.advance(0)
    expect(asked).toEqual(['first'])
    await clock.advance(10_000)
    expect(asked).toEqual(['first', 'second'])
    second.unregister()
    await clock.advance(10_000)
    expect(asked).toEqual(['first', 'second', 'first'])
  })

  it('is fresh for the shortest ttl', async () => {
    const { clock, manager, told } = setup()
    manager.register('stats', async () => 1, { ttl: 60_000 })
    manager.register('stats', async () => 1, { ttl: 20_000 })
    await clock.advance(19_999)
    expect(manager.getSnapshot('stats').freshness).toBe('fresh')
    await clock.advance(1)
    expect(manager.getSnapshot('stats').freshness).toBe('stale')
    expect(told('stale')).toEqual(['stale stats'])
  })

  it('is kept for the longest gcTime', async () => {
    const clock = fakeClock()
    const cache = new TtlCache({ clock })
    const manager = new DataSyncManager({ clock, cache, environment: fixedEnvironment() })
    const one = manager.register('stats', async () => 1, { ttl: 1000, gcTime: 5000 })
    const two = manager.register('stats', async () => 1, { ttl: 1000, gcTime: 50_000 })
    await clock.advance(0)
    one.unregister()
    await manager.refresh('stats')
    two.unregister()
    const peeked = cache.peek('stats')
    expect(peeked && peeked.removeAt - peeked.expiresAt).toBe(50_000)
  })

  it('unites the tags, also those that come after the data', async () => {
    const { clock, manager } = setup()
    const { fetcher, times } = counting(clock)
    manager.register('stats', fetcher, { ttl: 60_000, tags: ['numbers'] })
    await clock.advance(0)
    manager.register('stats', fetcher, { ttl: 60_000, tags: ['front'] })
    expect((await manager.refresh({ tag: 'front' })).unchanged.concat(times.map(String))).toHaveLength(2)
    expect(await manager.invalidate({ tag: 'numbers' })).toMatchObject({ refreshed: ['stats'] })
    expect(await manager.invalidate({ tag: 'front' })).toMatchObject({ refreshed: ['stats'] })
    expect(times).toHaveLength(4)
  })

  it('is enabled where any registration is', async () => {
    const { clock, manager } = setup()
    const { fetcher, times } = counting(clock)
    manager.register('stats', fetcher, { interval: 10_000, enabled: false })
    await clock.advance(30_000)
    expect(times).toEqual([])
    const on = manager.register('stats', fetcher, { interval: 20_000 })
    await clock.advance(20_000)
    expect(times).toEqual([30_000, 50_000])
    on.unregister()
    await clock.advance(60_000)
    expect(times).toEqual([30_000, 50_000])
  })

  it('does not poll at the interval of a registration that is not enabled', async () => {
    const { clock, manager } = setup()
    const { fetcher, times } = counting(clock)
    manager.register('stats', fetcher, { interval: () => 1000, enabled: false })
    manager.register('stats', fetcher, { interval: 1000, enabled: false })
    manager.register('stats', fetcher, { interval: 30_000 })
    await clock.advance(60_000)
    expect(times).toEqual([0, 30_000, 60_000])
  })

  it('calls every onError, also after one that throws', async () => {
    const { clock, manager } = setup({ report: () => {} })
    const told: string[] = []
    const failing = async () => {
      throw new Error('down')
    }
    manager.register('stats', failing, {
      retry: false,
      onError: () => {
        throw new Error('not again')
      },
    })
    manager.register('stats', failing, { onError: (error) => told.push(`two: ${error.message}`) })
    manager.register('stats', failing, { onError: (error) => told.push(`three: ${error.message}`) })
    await clock.advance(0)
    await manager.refresh('stats')
    expect(told.slice(0, 2)).toEqual(['two: down', 'three: down'])
  })

  it('rejects nonsense options before anything changes', () => {
    const { clock, manager } = setup()
    for (const options of [
      { interval: -1 },
      { interval: Number.NaN },
      { ttl: -5 },
      { gcTime: Number.NaN },
      { timeout: -1 },
      { overdueAfter: Number.NaN },
      { retry: -1 },
      { retry: 1.5 },
      { hiddenInterval: -3 },
    ]) {
      expect(() => manager.register('stats', async () => 1, options)).toThrow(/got|allowed|invalid|option/i)
    }
    expect(() => manager.register('a*', async () => 1)).toThrow(/\\\*/)
    expect(manager.getStatus()).toEqual([])
    expect(clock.pending).toBe(0)
  })
})

describe('B1 registering what is held', () => {
  it('asks nothing while it is fresh, and polls from when it was asked for', async () => {
    const { clock, manager } = setup()
    const { fetcher, times } = counting(clock)
    const first = manager.register('stats', fetcher, { interval: 10_000 })
    await clock.advance(4000)
    first.unregister()
    await clock.advance(2000)
    manager.register('stats', fetcher, { interval: 10_000 })
    await clock.advance(4000)
    expect(times).toEqual([0, 10_000])
  })

  it('asks at once where it is stale, and shows it meanwhile', async () => {
    const { clock, manager } = setup()
    const api = scripted<string>()
    const first = manager.register('list', api.fetcher, { ttl: 1000 })
    await api.last.answer('old')
    first.unregister()
    await clock.advance(60_000)
    const again = manager.register('list', api.fetcher, { ttl: 1000 })
    expect(again.getSnapshot()).toMatchObject({ data: 'old', freshness: 'stale', isFetching: true })
    expect(api.count).toBe(2)
  })
})

describe('B1 a registration that changes its mind', () => {
  it('takes a new interval from the last answer on', async () => {
    const { clock, manager } = setup()
    const { fetcher, times } = counting(clock)
    const registration = manager.register('stats', fetcher, { interval: 60_000 })
    await clock.advance(5000)
    registration.update(fetcher, { interval: 10_000 })
    await clock.advance(15_000)
    expect(times).toEqual([0, 10_000, 20_000])
  })

  it('asks at once when it becomes enabled and nothing fresh is held', async () => {
    const { clock, manager } = setup()
    const { fetcher, times } = counting(clock)
    const registration = manager.register('stats', fetcher, { enabled: false })
    await clock.advance(1000)
    expect(times).toEqual([])
    registration.update(fetcher, { enabled: true })
    await clock.advance(0)
    expect(times).toEqual([1000])
    expect(registration.getSnapshot().data).toBe(1)
  })

  it('keeps what it was when the new options are nonsense', async () => {
    const { clock, manager } = setup()
    const { fetcher, times } = counting(clock)
    const registration = manager.register('stats', fetcher, { interval: 10_000 })
    expect(() => registration.update(fetcher, { interval: -1 })).toThrow(/interval/)
    const other = manager.register('other', fetcher, { interval: 10_000 })
    other.unregister()
    registration.refresh().catch(() => {})
    await clock.advance(20_000)
    expect(times.filter((at) => at > 0)).toEqual([10_000, 20_000])
  })
})

describe('B1 defaults', () => {
  it('hold for every resource that does not say otherwise', async () => {
    const { clock, manager } = setup({ defaults: { interval: 5000, retry: false } })
    const plain = counting(clock)
    const own = counting(clock)
    manager.register('plain', plain.fetcher)
    manager.register('own', own.fetcher, { interval: 10_000 })
    manager.register('never', own.fetcher, { interval: 0 })
    await clock.advance(10_000)
    expect(plain.times).toEqual([0, 5000, 10_000])
    expect(own.times).toEqual([0, 0, 10_000])
  })

  it('ttl is the interval plus min(interval, 5 s), and 0 without an interval', async () => {
    const { clock, manager, told } = setup()
    const left = (key: string) => (manager.getSnapshot(key).expiresAt ?? Number.NaN) - clock.now()
    manager.register('slow', async () => 1, { interval: 15_000 })
    manager.register('fast', async () => 1, { interval: 1000 })
    manager.register('once', async () => 1)
    await clock.advance(0)
    expect(left('slow')).toBe(20_000)
    expect(left('fast')).toBe(2000)
    expect(manager.getSnapshot('once').freshness).toBe('stale')
    expect(told('stale')).toEqual([])
  })
})

describe('B7 one timer', () => {
  it('keys due together are asked for together', async () => {
    const { clock, manager } = setup({ maxConcurrent: Infinity })
    const times: number[] = []
    for (let n = 0; n < 50; n++) {
      manager.register(['key', n], async () => times.push(clock.monotonic()), { interval: 10_000 })
    }
    await clock.advance(10_000)
    expect(new Set(times)).toEqual(new Set([0, 10_000]))
    expect(clock.pending).toBe(1)
  })

  it('10,000 polled keys wake it at most 240 times a minute, and each is asked for at its interval', async () => {
    const inner = fakeClock()
    let wakes = 0
    const clock = {
      ...inner,
      schedule: (run: () => void, ms: number) =>
        inner.schedule(() => {
          wakes++
          run()
        }, ms),
    }
    const manager = new DataSyncManager({ clock, environment: fixedEnvironment(), maxConcurrent: Infinity })
    let asked = 0
    for (let n = 0; n < 10_000; n++) {
      manager.register(['key', n], async () => ++asked, { interval: 15_000 + ((n * 7919) % 45_000) })
    }
    await inner.advance(70_000)
    wakes = asked = 0
    await inner.advance(60_000)
    expect(wakes).toBeLessThanOrEqual(240)
    expect(wakes).toBeGreaterThan(30)
    // A minute of 10,000 keys at 15 to 60 s each: the sum of 60 s / interval.
    let polls = 0
    for (let n = 0; n < 10_000; n++) polls += 60_000 / (15_000 + ((n * 7919) % 45_000))
    expect(asked).toBeGreaterThan(polls * 0.98)
    expect(asked).toBeLessThan(polls * 1.02)
  }, 30_000)

  it('few keys are served to the millisecond', async () => {
    const { clock, manager } = setup()
    const { fetcher, times } = counting(clock)
    manager.register('a', fetcher, { interval: 1001 })
    manager.register('b', fetcher, { interval: 1003 })
    await clock.advance(3100)
    expect(times).toEqual([0, 0, 1001, 1003, 2002, 2006, 3003, 3009])
  })

  it('polls do not drift, however long answers take', async () => {
    const { clock, manager } = setup()
    const times: number[] = []
    const slow = () =>
      new Promise((resolve) => {
        times.push(clock.monotonic())
        clock.schedule(() => resolve(1), 700)
      })
    manager.register('a', slow, { interval: 1000 })
    await clock.advance(10_500)
    expect(times).toEqual([0, 1000, 2000, 3000, 4000, 5000, 6000, 7000, 8000, 9000, 10_000])
  })

  it('an answer that takes longer than the interval is not piled upon', async () => {
    const { clock, manager } = setup()
    let running = 0
    let most = 0
    const times: number[] = []
    const slow = () =>
      new Promise((resolve) => {
        most = Math.max(most, ++running)
        times.push(clock.monotonic())
        clock.schedule(() => resolve(--running), 2500)
      })
    manager.register('a', slow, { interval: 1000 })
    await clock.advance(20_000)
    expect(most).toBe(1)
    expect(times.length).toBeGreaterThanOrEqual(7)
    expect(times.length).toBeLessThanOrEqual(9)
  })
})

describe('B9 an interval that is a function', () => {
  it('is asked anew with the snapshot', async () => {
    const { clock, manager } = setup()
    const times: number[] = []
    manager.register('job', async () => ({ state: times.push(clock.monotonic()) < 4 ? 'running' : 'done' }), {
      interval: ({ data }) => (data?.state === 'done' ? 0 : 2000),
    })
    await clock.advance(60_000)
    expect(times).toEqual([0, 2000, 4000, 6000])
    expect(manager.getSnapshot('job').data).toEqual({ state: 'done' })
  })

  it('polls again when the data, set by hand, makes it say so', async () => {
    const { clock, manager } = setup()
    const { fetcher, times } = counting(clock)
    manager.register('job', fetcher as () => Promise<number | string>, {
      interval: ({ data }) => (data === 'go' ? 5000 : 0),
    })
    await clock.advance(60_000)
    expect(times).toEqual([0])
    manager.setData('job', 'go')
    await clock.advance(0)
    expect(times).toEqual([0, 60_000])
  })

  it('that throws, or answers nonsense, is reported, and polling goes on at 30 s', async () => {
    const reported: string[] = []
    const { clock, manager } = setup({ report: (_error, where) => reported.push(where) })
    const { fetcher, times } = counting(clock)
    manager.register('throws', fetcher, {
      interval: () => {
        throw new Error('no')
      },
    })
    manager.register('nonsense', fetcher, { interval: () => Number.NaN })
    await clock.advance(90_000)
    expect(times).toEqual([0, 0, 30_000, 30_000, 60_000, 60_000, 90_000, 90_000])
    expect(new Set(reported)).toEqual(new Set(['interval of throws', 'interval of nonsense']))
  })

  it('gives the ttl its length', async () => {
    const { clock, manager, told } = setup()
    manager.register('job', async () => 1, { interval: () => 20_000 })
    await clock.advance(3_600_000)
    expect(told('stale')).toEqual([])
    expect(manager.getSnapshot('job').freshness).toBe('fresh')
  })
})

describe('refreshOnStale', () => {
  it('asks at the moment freshness ends', async () => {
    const { clock, manager, told } = setup()
    const { fetcher, times } = counting(clock)
    manager.register('list', fetcher, { ttl: 7000, refreshOnStale: true })
    manager.register('still', fetcher, { ttl: 7000 })
    await clock.advance(21_000)
    expect(times).toEqual([0, 0, 7000, 14_000, 21_000])
    expect(told('stale')).toEqual(['stale list', 'stale still', 'stale list', 'stale list'])
  })

  it('waits while the page is hidden, and asks once on return', async () => {
    const { clock, environment, manager } = setup()
    const { fetcher, times } = counting(clock)
    manager.register('list', fetcher, { ttl: 7000, refreshOnStale: true })
    await clock.advance(1000)
    environment.set({ visible: false })
    await clock.advance(60_000)
    environment.set({ visible: true })
    await clock.advance(0)
    expect(times).toEqual([0, 61_000])
  })

  it('goes on after requests that failed', async () => {
    const { clock, manager } = setup()
    let isDown = false
    const times: number[] = []
    const fetcher = async () => {
      times.push(clock.monotonic())
      if (isDown) throw new Error('down')
      return times.length
    }
    manager.register('list', fetcher, { ttl: 10_000, refreshOnStale: true, retry: false })
    await clock.advance(5000)
    isDown = true
    await clock.advance(60_000)
    isDown = false
    await clock.advance(120_000)
    expect(manager.getSnapshot('list')).toMatchObject({ error: undefined, freshness: 'fresh' })
  })

  it('with a ttl of 0 makes no loop', async () => {
    const { clock, manager } = setup()
    const { fetcher, times } = counting(clock)
    manager.register('list', fetcher, { ttl: 0, refreshOnStale: true })
    await clock.advance(60_000)
    expect(times).toEqual([0])
  })
})

describe('re-entrance', () => {
  it('a fetcher that asks for its own key joins itself', async () => {
    const { clock, manager } = setup()
    let calls = 0
    const reports: unknown[] = []
    manager.register('self', async () => {
      calls++
      void manager.refresh('self').then((report) => reports.push(report.refreshed))
      return calls
    })
    await clock.advance(0)
    expect(calls).toBe(1)
    expect(reports).toEqual([['self']])
  })

  it('a fetcher that invalidates its own key makes no storm', async () => {
    const { clock, manager } = setup()
    const fetcher = vi.fn(async () => {
      void manager.invalidate('self')
      return 1
    })
    manager.register('self', fetcher)
    await clock.advance(60_000)
    expect(fetcher.mock.calls.length).toBeLessThanOrEqual(70)
    expect(fetcher.mock.calls.length).toBeGreaterThan(1)
  })

  it('a fetcher that sets its own key makes no storm', async () => {
    const { clock, manager } = setup()
    const fetcher = vi.fn(async () => {
      manager.setData('self', fetcher.mock.calls.length)
      return -1
    })
    manager.register('self', fetcher, { interval: 10_000 })
    await clock.advance(59_999)
    expect(fetcher.mock.calls.length).toBeLessThanOrEqual(12)
    expect(fetcher.mock.calls.length).toBeGreaterThanOrEqual(6)
  })

  it('a fetcher that unregisters its own key leaves nothing behind', async () => {
    const { clock, manager } = setup()
    const registration = manager.register('self', async () => {
      await Promise.resolve()
      registration.unregister()
      return 1
    })
    await clock.advance(0)
    expect(manager.getStatus()).toEqual([])
    expect(clock.pending).toBe(0)
  })

  it('a listener that registers, sets and invalidates sees one order of things', async () => {
    const { clock, manager } = setup()
    const seen: unknown[] = []
    manager.subscribe<number>('a', ({ data }) => {
      seen.push(data)
      if (data === 1) manager.setData('a', 2)
      if (data === 2) manager.register('b', async () => 'b')
    })
    manager.subscribe<number>('a', ({ data }) => seen.push(`second ${data}`))
    manager.setData('a', 1)
    await clock.advance(0)
    expect(seen).toEqual([1, 'second 1', 2, 'second 2'])
    expect(await settled(manager.refresh('b'))).toMatchObject({ unchanged: ['b'] })
    await flush()
  })
})
