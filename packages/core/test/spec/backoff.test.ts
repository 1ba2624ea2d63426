// B8 failing keys: backoff within bounds, Retry-After, and back to the interval on success.
import { flush, seeded } from '@freshline/test-utils'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { httpError, scripted, setup } from './polling-support'

afterEach(() => {
  vi.restoreAllMocks()
})

const INTERVAL = 10_000

/** A polled key whose requests fail until told otherwise; answers when they began. */
function failing(options: { retry?: number | false; error?: () => unknown } = {}) {
  const world = setup()
  const times: number[] = []
  const state = { isDown: true }
  world.manager.register(
    'stats',
    async () => {
      times.push(world.clock.monotonic())
      if (state.isDown) throw options.error?.() ?? new Error('down')
      return times.length
    },
    { interval: INTERVAL, retry: options.retry ?? false },
  )
  return { ...world, times, state }
}

const gapsOf = (times: readonly number[]) => times.slice(1).map((at, n) => at - (times[n] ?? 0))

describe('B8 backoff of polls', () => {
  it('grows, and stays between one and eight intervals, whatever the jitter (200 seeds)', async () => {
    for (let seed = 1; seed <= 200; seed++) {
      vi.spyOn(Math, 'random').mockImplementation(seeded(seed).next)
      const { clock, times, manager } = failing()
      await clock.advance(60 * INTERVAL)
      manager.dispose()
      const gaps = gapsOf(times)
      for (const [n, gap] of gaps.entries()) {
        const whole = Math.min(2 ** (n + 1), 8) * INTERVAL
        expect(gap, `seed ${seed}, gap ${n}`).toBeGreaterThanOrEqual(Math.floor(whole / 2))
        expect(gap, `seed ${seed}, gap ${n}`).toBeLessThanOrEqual(whole + 2)
      }
      // It never stops: in 60 intervals at most 8 lie between two requests.
      expect(gaps.length, `seed ${seed}`).toBeGreaterThanOrEqual(7)
    }
  })

  it('is spread: clients that failed together do not come back together', async () => {
    const seconds = new Set<number>()
    for (let seed = 1; seed <= 40; seed++) {
      vi.spyOn(Math, 'random').mockImplementation(seeded(seed).next)
      const { clock, times, manager } = failing()
      await clock.advance(4 * INTERVAL)
      manager.dispose()
      seconds.add(Math.floor((times[1] ?? 0) / 1000))
    }
    expect(seconds.size).toBeGreaterThan(6)
  })

  it('goes back to the interval after one success, with the error gone', async () => {
    const { clock, times, state, manager } = failing()
    await clock.advance(20 * INTERVAL)
    expect(manager.getSnapshot('stats')).toMatchObject({ status: 'error', error: { message: 'down' } })
    expect(manager.getSnapshot('stats').failureCount).toBe(times.length)
    state.isDown = false
    await clock.advance(9 * INTERVAL)
    expect(manager.getSnapshot('stats')).toMatchObject({
      status: 'success',
      error: undefined,
      failureCount: 0,
    })
    await clock.advance(INTERVAL)
    const before = times.length
    await clock.advance(5 * INTERVAL)
    expect(gapsOf(times).slice(-4)).toEqual([INTERVAL, INTERVAL, INTERVAL, INTERVAL])
    expect(times.length - before).toBe(5)
  })

  it('does not add up over separate failures', async () => {
    const { clock, manager } = setup()
    const times: number[] = []
    const everySecond = async () => {
      if (times.push(clock.monotonic()) % 2 === 0) throw new Error('down')
      return times.length
    }
    manager.register('stats', everySecond, { interval: INTERVAL, retry: false })
    await clock.advance(60 * INTERVAL)
    expect(Math.max(...gapsOf(times))).toBeLessThanOrEqual(2 * INTERVAL + 2)
    expect(times.length).toBeGreaterThan(40)
  })

  it('a person who asks does not wait for it', async () => {
    const { clock, times, state, manager } = failing()
    await clock.advance(30 * INTERVAL)
    state.isDown = false
    const before = times.length
    expect(await manager.refresh('stats')).toMatchObject({ refreshed: ['stats'] })
    expect(times).toHaveLength(before + 1)
    await clock.advance(3 * INTERVAL)
    expect(times).toHaveLength(before + 4)
  })

  it('of a first load without an interval ends after the retries, and on return it is asked for again', async () => {
    const { clock, environment, manager } = setup()
    const api = scripted<number>()
    manager.register('list', api.fetcher)
    for (let n = 0; n < 3; n++) {
      await api.last.fail()
      await clock.advance(10_000)
    }
    expect(api.count).toBe(3)
    expect(manager.getSnapshot('list')).toMatchObject({ status: 'error', failureCount: 1, activity: 'idle' })
    environment.set({ visible: false })
    environment.set({ visible: true })
    expect(api.count).toBe(4)
  })
})

describe('B8 repetition of one request', () => {
  it('waits between half and the whole of 1, 2, 4 s, and tells one failure in the end (200 seeds)', async () => {
    for (let seed = 1; seed <= 200; seed++) {
      vi.spyOn(Math, 'random').mockImplementation(seeded(seed).next)
      const { clock, manager, events } = setup()
      const times: number[] = []
      manager.register(
        'list',
        async () => {
          times.push(clock.monotonic())
          throw new Error('down')
        },
        { retry: 3 },
      )
      await clock.advance(60_000)
      const gaps = gapsOf(times)
      expect(gaps).toHaveLength(3)
      for (const [n, gap] of gaps.entries()) {
        expect(gap, `seed ${seed}`).toBeGreaterThanOrEqual(500 * 2 ** n)
        expect(gap, `seed ${seed}`).toBeLessThanOrEqual(1000 * 2 ** n + 2)
      }
      expect(events.filter(({ type }) => type === 'error')).toHaveLength(1)
      expect(manager.getSnapshot('list').failureCount).toBe(1)
      manager.dispose()
    }
  })

  it('is not made for what cannot succeed: 4xx, validation; it is for 408, 425, 429, 5xx and anything thrown', async () => {
    const { clock, manager } = setup()
    const asked = new Map<string, number>()
    for (const status of [400, 401, 403, 404, 409, 410, 422, 408, 425, 429, 500, 502, 503, 504]) {
      manager.register(
        `s${status}`,
        async () => {
          asked.set(`s${status}`, (asked.get(`s${status}`) ?? 0) + 1)
          throw httpError(status)
        },
        { retry: 1 },
      )
    }
    manager.register(
      'text',
      () => {
        asked.set('text', (asked.get('text') ?? 0) + 1)
        throw 'text'
      },
      { retry: 1 },
    )
    await clock.advance(20_000)
    const once = [...asked].filter(([, count]) => count === 1).map(([key]) => key)
    expect(once).toEqual(['s400', 's401', 's403', 's404', 's409', 's410', 's422'])
    expect([...asked].filter(([, count]) => count === 2)).toHaveLength(8)
  })

  it('follows the policy given: limit and delay', async () => {
    const { clock, manager } = setup()
    const times: number[] = []
    manager.register(
      'list',
      async () => {
        times.push(clock.monotonic())
        throw new Error('down')
      },
      { retry: { limit: 3, delay: (attempt) => attempt * 100 } },
    )
    await clock.advance(10_000)
    expect(times).toEqual([0, 100, 300, 600])
  })

  it('a policy that throws or answers nonsense does not end it', async () => {
    const { clock, manager } = setup({ report: () => {} })
    const times: number[] = []
    const fetcher = async () => {
      times.push(clock.monotonic())
      throw new Error('down')
    }
    manager.register('throws', fetcher, {
      retry: {
        limit: 1,
        delay: () => {
          throw new Error('no')
        },
      },
    })
    manager.register('nonsense', fetcher, { retry: { limit: 1, delay: () => Number.NaN } })
    await clock.advance(2000)
    expect(times).toHaveLength(4)
  })
})

describe('B8 Retry-After', () => {
  it('is honoured by the repetition, for 429 and 503', async () => {
    for (const status of [429, 503]) {
      const { clock, manager } = setup()
      const api = scripted<number>()
      manager.register('list', api.fetcher)
      await api.last.fail(httpError(status, 7000))
      await clock.advance(6999)
      expect(api.count).toBe(1)
      await clock.advance(2)
      expect(api.count).toBe(2)
    }
  })

  it('longer than a request may take is a failure now, and the next poll waits for it', async () => {
    const { clock, manager } = setup()
    const api = scripted<number>()
    manager.register('stats', api.fetcher, { interval: INTERVAL })
    await api.last.fail(httpError(429, 300_000))
    expect(manager.getSnapshot('stats')).toMatchObject({ status: 'error', failureCount: 1 })
    await clock.advance(299_999)
    expect(api.count).toBe(1)
    await clock.advance(1)
    expect(api.count).toBe(2)
    await api.last.answer(1)
    await clock.advance(INTERVAL)
    expect(api.count).toBe(3)
  })

  it('holds invalidations, return and reconnect as well, but not a person', async () => {
    const { clock, environment, manager } = setup()
    const api = scripted<number>()
    manager.register('stats', api.fetcher, { ttl: 1000 })
    await api.last.answer(1)
    await clock.advance(10_000)
    void manager.refresh('stats')
    await api.last.fail(httpError(503, 120_000))
    expect(api.count).toBe(2)
    void manager.invalidate('stats')
    environment.set({ visible: false, online: false })
    await clock.advance(10_000)
    environment.set({ visible: true, online: true })
    await clock.advance(100_000)
    expect(api.count).toBe(2)
    void manager.refresh('stats')
    expect(api.count).toBe(3)
    await api.last.answer(2)
    await clock.advance(60_000)
    expect(api.count).toBe(3)
  })

  it('of one key is a gate for all automatic requests of its origin, and for no other', async () => {
    const { clock, manager } = setup()
    const [a, b, c] = [scripted<number>(), scripted<number>(), scripted<number>()]
    const shop = { interval: INTERVAL, origin: 'https://shop.example' }
    manager.register('a', a.fetcher, shop)
    manager.register('b', b.fetcher, shop)
    manager.register('c', c.fetcher, { interval: INTERVAL, origin: 'https://other.example' })
    for (const api of [a, b, c]) await api.last.answer(1)
    await clock.advance(INTERVAL)
    await a.last.fail(httpError(429, 100_000))
    await b.last.answer(2)
    await c.last.answer(2)
    await clock.advance(50_000)
    expect([a.count, b.count]).toEqual([2, 2])
    expect(c.count).toBeGreaterThan(2)
    void manager.invalidate('b')
    await flush()
    expect(b.count).toBe(2)
    void manager.refresh('b')
    expect(b.count).toBe(3)
    await b.last.answer(3)
    await clock.advance(49_999)
    expect([a.count, b.count]).toEqual([2, 3])
    await clock.advance(1)
    expect([a.count, b.count]).toEqual([3, 4])
  })

  it('holds requests of the origin that already wait for their turn', async () => {
    const { clock, manager } = setup({ maxConcurrent: 2 })
    const apis = Array.from({ length: 8 }, () => scripted<number>())
    for (const [n, api] of apis.entries()) {
      manager.register(['key', n], api.fetcher, { origin: 'https://shop.example', retry: false })
    }
    await apis[0]?.last.fail(httpError(429, 60_000))
    await apis[1]?.last.answer(1)
    await clock.advance(59_999)
    expect(apis.map((api) => api.count)).toEqual([1, 1, 0, 0, 0, 0, 0, 0])
    await clock.advance(2)
    expect(apis.slice(2).filter((api) => api.count === 1)).toHaveLength(2)
  })

  it('holds repetitions of other keys of the origin', async () => {
    const { clock, manager } = setup()
    const [a, b] = [scripted<number>(), scripted<number>()]
    manager.register('a', a.fetcher, { origin: 'o', retry: false })
    manager.register('b', b.fetcher, { origin: 'o', retry: 3 })
    await b.last.fail(httpError(500))
    await a.last.fail(httpError(429, 20_000))
    await clock.advance(19_000)
    expect(b.count).toBe(1)
    await clock.advance(2000)
    expect(b.count).toBe(2)
  })

  it('that is longer counts, when two are said', async () => {
    const { clock, manager } = setup()
    const [a, b] = [scripted<number>(), scripted<number>()]
    manager.register('a', a.fetcher, { origin: 'o', retry: false, interval: INTERVAL })
    manager.register('b', b.fetcher, { origin: 'o', retry: false, interval: INTERVAL })
    await a.last.fail(httpError(429, 90_000))
    await b.last.fail(httpError(429, 40_000))
    await clock.advance(89_999)
    expect([a.count, b.count]).toEqual([1, 1])
    await clock.advance(1)
    expect([a.count, b.count]).toEqual([2, 2])
  })
})

describe('B8 an error', () => {
  it('in every callback and of every kind leaves the poll running', async () => {
    const { clock, manager } = setup({ report: () => {} })
    let calls = 0
    const kinds = [
      new Error('e'),
      'text',
      undefined,
      null,
      0,
      { odd: true },
      Object.freeze(new Error('frozen')),
    ]
    manager.register(
      'stats',
      () => {
        calls++
        throw kinds[calls % kinds.length]
      },
      {
        interval: 1000,
        retry: false,
        onError: () => {
          throw new Error('onError')
        },
      },
    )
    await clock.advance(60_000)
    expect(calls).toBeGreaterThanOrEqual(8)
    expect(manager.getSnapshot('stats').error).toBeInstanceOf(Error)
  })

  it('keeps data on screen, with the error beside it, until a success clears it', async () => {
    const { clock, manager } = setup()
    const api = scripted<string>()
    const seen: unknown[] = []
    manager.subscribe('list', ({ data, error, status, failureCount }) =>
      seen.push([data, error?.message, status, failureCount]),
    )
    manager.register('list', api.fetcher, { interval: INTERVAL, retry: false })
    await api.last.answer('data')
    await clock.advance(INTERVAL)
    await api.last.fail()
    await clock.advance(2 * INTERVAL + 10)
    await api.last.answer('data')
    expect(seen).toEqual([
      [undefined, undefined, 'pending', 0],
      ['data', undefined, 'success', 0],
      ['data', undefined, 'success', 0],
      ['data', 'down', 'success', 1],
      expect.anything(),
      ['data', 'down', 'success', 1],
      ['data', undefined, 'success', 0],
    ])
  })
})
