import { outcome } from '@freshline/core'
import { deferred } from '@freshline/test-utils'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { page } from './page'

let open: ReturnType<typeof page> | undefined
const start = (...args: Parameters<typeof page>) => (open = page(...args))

afterEach(() => {
  open?.uninstall()
  open?.manager.dispose()
  vi.useRealTimers()
  Reflect.deleteProperty(document, 'visibilityState')
})

describe('explain: why it is fresh or stale', () => {
  it('a fresh key', async () => {
    const { manager, api, output, advance } = start()
    manager.register('stats', async () => 1, { interval: 30_000 })
    await advance(5000)
    expect(api.explain('stats')).toEqual({
      key: 'stats',
      isKnown: true,
      freshness: 'fresh',
      why: 'It is fresh for another 30 s: confirmed 5 s ago.',
      asked:
        'It was asked 5 s ago because it was registered and nothing fresh was held; the answer changed the data, 0 ms later.',
      next: expect.stringMatching(/^It is asked next in 25 s \(.+\)\.$/),
      heldBy: undefined,
      error: undefined,
    })
    expect(output.take()).toEqual([
      'Freshline: stats is fresh',
      '  It is fresh for another 30 s: confirmed 5 s ago.',
      expect.stringContaining('It was asked 5 s ago'),
      expect.stringContaining('It is asked next in 25 s'),
    ])
  })

  it('a lifetime that ended, and data that is overdue', async () => {
    const { manager, api, advance } = start()
    manager.register('stats', async () => 1, { ttl: 10_000 })
    await advance(70_000)
    expect(api.explain('stats')?.why).toBe('It is stale: its lifetime of 10 s ended 60 s ago.')
    await advance(300_000)
    expect(api.explain('stats')?.why).toBe(
      'It is stale: its lifetime of 10 s ended 6 min ago. It is overdue.',
    )
  })

  it('an invalidation, by call and by mutation', async () => {
    const { manager, api, advance } = start()
    manager.register('stats', async () => 1, { ttl: Infinity })
    await advance(0)
    expect(api.explain('stats')?.why).toBe('It is fresh for ever: confirmed just now.')
    void manager.invalidate('stats', { refetch: 'none' })
    await advance(4000)
    expect(api.explain('stats')?.why).toBe('It is stale: invalidated 4 s ago by a call of invalidate().')
    await manager.refresh('stats')
    manager.pause()
    await manager.mutate(async () => {}, { invalidates: ['stats'] })
    await advance(2000)
    expect(api.explain('stats')?.why).toBe('It is stale: invalidated 2 s ago by a mutation that named it.')
  })

  it('an invalidation while the request was under way', async () => {
    const { manager, api, advance } = start()
    const answer = deferred<number>()
    const answers = [answer.promise, new Promise<number>(() => {})]
    manager.register('stats', () => answers.shift() ?? 0, { ttl: 60_000 })
    void manager.invalidate('stats', { refetch: 'none' })
    answer.resolve(1)
    await advance(1000)
    expect(api.explain('stats')).toMatchObject({
      why: 'It is stale: invalidated by a call of invalidate() while the request that brought it was under way.',
      asked: 'It was asked 1 s ago because it was invalidated; no answer yet.',
    })
  })

  it('no lifetime, a fallback, and nothing at all', async () => {
    const { manager, api, advance } = start()
    manager.register('none', async () => 1)
    manager.register('fallback', () => Promise.reject(new Error('down')), { retry: false, fallback: 0 })
    manager.register('failed', () => Promise.reject(new Error('down')), { retry: false })
    manager.subscribe('quiet', () => {})
    manager.register('waiting', () => new Promise(() => {}))
    manager.setData('gone', 1)
    manager.subscribe('gone', () => {})
    await advance(0)
    const why = (key: string) => api.explain(key)?.why
    expect(why('none')).toBe('It is stale: it has no lifetime (ttl 0), so it is stale as soon as it arrives.')
    expect(why('fallback')).toBe('It shows its fallback: no request has succeeded.')
    expect(why('failed')).toBe('Nothing is held: 1 request failed, none has succeeded.')
    expect(why('quiet')).toBe('Nothing is held: no request has ended yet.')
    expect(why('waiting')).toBe('Nothing is held yet: the first request is under way.')
    expect(why('gone')).toMatch(/^It is fresh/)
    manager.reset()
    expect(why('gone')).toBe('Nothing is held: the data left the cache just now (deleted).')
  })

  it('an unknown key', () => {
    const { manager, api, output } = start()
    manager.subscribe('stats', () => {})
    expect(api.explain('stat')).toMatchObject({ isKnown: false, why: 'Nothing is known of this key.' })
    expect(output.take()).toEqual(['Freshline: stat: unknown key; did you mean stats?'])
  })
})

describe('explain: why it was asked', () => {
  it('the interval, a refresh, an invalidation', async () => {
    const { manager, api, advance } = start()
    let value = 0
    manager.register('stats', async () => value, { interval: 10_000 })
    await advance(10_500)
    const asked = () => api.explain('stats')?.asked
    expect(asked()).toBe(
      'It was asked just now because its interval was over; the answer was what was held already, 0 ms later.',
    )
    value = 1
    await manager.refresh('stats')
    expect(asked()).toBe(
      'It was asked just now because somebody called refresh(); the answer changed the data, 0 ms later.',
    )
    await manager.invalidate('stats')
    expect(asked()).toContain('because it was invalidated;')
  })

  it('a 304', async () => {
    const { manager, api, advance } = start()
    manager.register('stats', async ({ previous }) =>
      previous ? outcome(0, { notModified: true }) : outcome(1, { validators: { etag: '"a"' } }),
    )
    await advance(0)
    await manager.refresh('stats')
    expect(api.explain('stats')?.asked).toContain(
      '; the server said that nothing has changed (304), 0 ms later.',
    )
  })

  it('a failure, and no answer yet', async () => {
    const { manager, api, advance } = start()
    manager.register('bad', () => Promise.reject(new Error('down')), { retry: false })
    manager.register('slow', () => new Promise(() => {}))
    await advance(3000)
    expect(api.explain('bad')).toMatchObject({
      asked: expect.stringContaining('; it failed (down), 0 ms later.'),
      error: 'down',
    })
    expect(api.explain('slow')).toMatchObject({
      asked: 'It was asked 3 s ago because it was registered and nothing fresh was held; no answer yet.',
      next: 'A request is under way.',
    })
  })

  it('failures of a request that is repeated, and when the next try is', async () => {
    const { manager, api, output, advance } = start()
    const attempts: ((error: Error) => void)[] = []
    const load = () => new Promise<never>((_, reject) => attempts.push(reject))
    const retry = { limit: 3, delay: () => 4000 }
    manager.register('stats', load, { retry })
    const fail = () => {
      attempts.at(-1)?.(new Error('GET /api/stats answered 502'))
      return advance(0)
    }
    await fail()
    expect(api.explain('stats')).toMatchObject({
      why: 'Nothing is held yet: the first request has failed once.',
      asked: expect.stringMatching(/; it has failed once, and is tried again in 4 s\.$/),
      next: 'It is tried again in 4 s.',
      error: 'GET /api/stats answered 502',
    })
    expect(output.take().at(-1)).toBe('  Last error: GET /api/stats answered 502')
    await advance(4000)
    await fail()
    await advance(1000)
    expect(api.explain('stats')).toMatchObject({
      why: 'Nothing is held yet: the first request has failed 2 times.',
      asked: expect.stringMatching(/; it has failed 2 times, and is tried again in 3 s\.$/),
    })
    await advance(3000)
    expect(api.explain('stats')).toMatchObject({
      asked: expect.stringMatching(/; it has failed 2 times, and is tried again now\.$/),
      next: 'A request is under way.',
    })
  })

  it('failures of a repeated request beside data that is held', async () => {
    const { manager, api, advance } = start()
    let isUp = true
    const load = () => (isUp ? Promise.resolve(1) : Promise.reject(new Error('down')))
    manager.register('stats', load, { ttl: 1000, retry: { limit: 2, delay: () => 4000 } })
    await advance(2000)
    isUp = false
    void manager.refresh('stats')
    await advance(0)
    expect(api.explain('stats')).toMatchObject({
      why: 'It is stale: its lifetime of 1 s ended 1 s ago.',
      asked:
        'It was asked just now because somebody called refresh(); it has failed once, and is tried again in 4 s.',
      error: 'down',
    })
  })

  it('a request that was given up', async () => {
    const { manager, api, advance } = start()
    const { unregister } = manager.register('slow', () => new Promise(() => {}))
    await advance(1000)
    unregister()
    await advance(1000)
    expect(api.explain('slow')?.asked).toContain('; it was given up before an answer came.')
  })
})

describe('explain: when it is asked next, or what holds it', () => {
  it('backing off after failures', async () => {
    const { manager, api, advance } = start()
    manager.register('bad', () => Promise.reject(new Error('down')), { retry: false, interval: 1000 })
    await advance(10_000)
    const failures = manager.getStatus()[0]?.failures ?? 0
    expect(failures).toBeGreaterThan(1)
    expect(api.explain('bad')?.next).toMatch(
      new RegExp(
        `^It is backing off after ${failures} failures in a row: it is asked next in \\d+ m?s \\(.+\\)\\.$`,
      ),
    )
  })

  it('no interval', async () => {
    const { manager, api, advance } = start()
    manager.register('once', async () => 1)
    await advance(0)
    expect(api.explain('once')?.next).toBe(
      'It has no interval: it is asked on refresh, on invalidation, or when the page or the network returns.',
    )
  })

  it('each thing that can hold a key', async () => {
    const { manager, api, environment, advance } = start()
    manager.register('stats', async () => 1, { interval: 10_000 })
    manager.register('off', async () => 1, { enabled: false })
    manager.subscribe('watched', () => {})
    await advance(0)
    const held = (key = 'stats') => {
      const { heldBy, next } = api.explain(key) ?? {}
      return [heldBy, next]
    }
    expect(held()[0]).toBeUndefined()
    expect(held('off')).toEqual([
      'disabled',
      'It is not asked by itself: every registration of it says enabled: false.',
    ])
    expect(held('watched')[0]).toBe('unregistered')
    manager.pause()
    expect(held()).toEqual([
      'paused',
      'It is not asked by itself: auto-sync is off for everything; resume() switches it on.',
    ])
    manager.resume()
    manager.pause('stats')
    expect(held()).toEqual([
      'paused',
      'It is not asked by itself: it was paused; resume("stats") switches it on.',
    ])
    manager.resume('stats')
    manager.setEnabled('stats', false)
    expect(held()).toEqual([
      'disabled',
      'It is not asked by itself: it was switched off by setEnabled("stats", false).',
    ])
    manager.setEnabled('stats', true)
    environment.set({ online: false })
    expect(held()[0]).toBe('offline')
    environment.set({ online: true, visible: false })
    expect(held()[0]).toBe('plug-in')
    Object.defineProperty(document, 'visibilityState', { value: 'hidden', configurable: true })
    expect(held()).toEqual([
      'hidden',
      'It is not asked by itself: the page is hidden; it is asked when the page is shown.',
    ])
    environment.set({ visible: true })
    await advance(0)
    expect(held()[0]).toBeUndefined()
  })

  it('a registration that left', async () => {
    const { manager, api, advance } = start()
    manager.subscribe('stats', () => {})
    const registration = manager.register('stats', async () => 1, { ttl: 10_000 })
    await advance(0)
    registration.unregister()
    expect(api.explain('stats')).toMatchObject({
      heldBy: 'unregistered',
      next: 'It is not asked by itself: it is watched, but its last registration has left.',
    })
  })
})

describe('the record of events', () => {
  it('is bounded by events and by keys, and forgets the quietest key', async () => {
    const { manager, api, advance } = start()
    manager.register('busy', async () => 1, { interval: 1000 })
    manager.setData('quiet', 1)
    manager.subscribe('quiet', () => {})
    void manager.invalidate('quiet')
    await advance(100_000)
    expect(api.inspect('busy')?.events).toHaveLength(20)
    expect(api.inspect('quiet')?.events.length).toBeGreaterThan(0)
    const offs = Array.from({ length: 500 }, (_, index) => {
      manager.setData(`other:${index}`, 1)
      const off = manager.subscribe(`other:${index}`, () => {})
      void manager.invalidate(`other:${index}`)
      return off
    })
    expect(api.inspect('quiet')?.events).toEqual([])
    for (const off of offs) off()
  })

  it('remembers a switch after many events', async () => {
    const { manager, api, advance } = start()
    manager.register('stats', async () => 1, { interval: 1000 })
    manager.pause('stats')
    for (let count = 0; count < 30; count++) {
      await manager.refresh('stats')
      await advance(10)
    }
    expect(api.explain('stats')?.heldBy).toBe('paused')
  })
})
