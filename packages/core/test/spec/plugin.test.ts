// The plug-in seam: what comes from other tabs, pushes and storage, tried with a fake plug-in.
import { deferred, fakeClock, flush } from '@freshline/test-utils'
import {
  DataSyncManager,
  fixedEnvironment,
  TtlCache,
  type DataSyncManagerOptions,
  type PluginHost,
  type SyncEvent,
} from '@freshline/core'
import { describe, expect, it, vi } from 'vitest'

const START = Date.UTC(2026, 0, 1)

function setup(options: Omit<DataSyncManagerOptions, 'plugins'> = {}) {
  const clock = fakeClock(START)
  const environment = fixedEnvironment()
  const cache = new TtlCache({ clock })
  const reported: [error: unknown, where: string][] = []
  const hosts: PluginHost[] = []
  const off = vi.fn()
  const manager = new DataSyncManager({
    clock,
    environment,
    cache,
    report: (error, where) => reported.push([error, where]),
    ...options,
    plugins: [
      (given) => {
        hosts.push(given)
        return off
      },
    ],
  })
  const [host] = hosts as [PluginHost]
  const events: SyncEvent[] = []
  manager.on('*', (event) => events.push(event))
  return {
    clock,
    environment,
    cache,
    manager,
    host,
    off,
    reported,
    events,
    types: () => events.map(({ type }) => type),
  }
}

/** Data from elsewhere, asked for just now unless said otherwise. */
function push(host: PluginHost, data: unknown, more: object = {}) {
  return host.apply({ type: 'data', key: 'k', data, source: 'push', startedAt: host.mark(), ...more })
}

describe('plug-ins: what they are given', () => {
  it('is clock, environment, scope and the manager’s snapshots', () => {
    const { clock, environment, manager, host } = setup({ scope: 'user 7' })
    expect(host.clock).toBe(clock)
    expect(host.environment).toBe(environment)
    expect(host.scope).toBe('user 7')
    manager.setData('k', 1)
    expect(host.getSnapshot('k')).toBe(manager.getSnapshot('k'))
  })

  it('is every event, after the state it tells of', async () => {
    const { manager, host } = setup()
    const heard: string[] = []
    const off = host.on('*', ({ type, key = '' }) =>
      heard.push(`${type} ${String(host.getSnapshot(key).data)}`),
    )
    manager.register('k', async () => 1, { ttl: 1000 })
    await flush()
    expect(heard).toEqual(['registered undefined', 'fetching undefined', 'fresh 1', 'success 1'])
    off()
    await manager.refresh('k')
    expect(heard).toHaveLength(4)
  })

  it('a plug-in is taken off with the manager, once', () => {
    const { manager, off } = setup()
    manager.register('k', async () => 1)
    manager.dispose()
    manager.dispose()
    expect(off).toHaveBeenCalledTimes(1)
  })

  it('one that throws, or throws when taken off, harms no other, and is reported', async () => {
    const clock = fakeClock(START)
    const reported: unknown[] = []
    const second = vi.fn()
    const manager = new DataSyncManager({
      clock,
      environment: fixedEnvironment(),
      report: (error, where) => reported.push([error, where]),
      plugins: [
        () => {
          throw 'at once'
        },
        () => () => {
          throw 'at the end'
        },
        () => second,
        () => {},
      ],
    })
    manager.register('k', async () => 1)
    await flush()
    expect(manager.getSnapshot('k').data).toBe(1)
    manager.dispose()
    expect(second).toHaveBeenCalledTimes(1)
    expect(reported).toEqual([
      ['at once', 'a plug-in'],
      ['at the end', 'a plug-in'],
    ])
  })
})

describe('plug-ins: outside data', () => {
  it.each(['push', 'tab', 'storage'] as const)(
    'from %s is shown at once, with its source',
    async (source) => {
      const { manager, host, types } = setup()
      manager.register('k', async () => 'asked', { ttl: 60_000 })
      await flush()
      const told = vi.fn()
      manager.subscribe('k', told)
      expect(push(host, 'pushed', { source })).toBe(true)
      expect(told).toHaveBeenCalledTimes(1)
      expect(manager.getSnapshot('k')).toMatchObject({
        data: 'pushed',
        source,
        cached: source !== 'push',
        freshness: 'fresh',
        updatedAt: START,
        expiresAt: START + 60_000,
      })
      expect(types()).not.toContain('superseded')
    },
  )

  it('heals an error: it is an answer', async () => {
    const { manager, host } = setup()
    manager.register('k', () => Promise.reject(new Error('down')), { retry: false })
    await flush()
    push(host, 'pushed')
    expect(manager.getSnapshot('k')).toMatchObject({ status: 'success', error: undefined, failureCount: 0 })
  })

  it('without a mark counts as older than everything held, and fills what is empty', () => {
    const { manager, host } = setup()
    expect(push(host, 'first', { startedAt: undefined })).toBe(true)
    expect(manager.getSnapshot('k').data).toBe('first')
    manager.setData('k', 'mine')
    expect(push(host, 'older', { startedAt: undefined })).toBe(false)
    expect(manager.getSnapshot('k').data).toBe('mine')
  })

  it('that was asked for before something newer was written is refused', async () => {
    const { manager, host } = setup()
    const early = host.mark()
    manager.setData('k', 'mine')
    const late = host.mark()
    expect(push(host, 'older', { startedAt: early })).toBe(false)
    expect(push(host, 'newer', { startedAt: late })).toBe(true)
    expect(manager.getSnapshot('k').data).toBe('newer')
  })

  it('supersedes a request that began earlier, which is followed by one more', async () => {
    const { manager, host, types } = setup()
    const answers = [deferred<string>(), deferred<string>()]
    let calls = 0
    manager.register('k', () => answers[calls++]?.promise as Promise<string>, { ttl: 60_000 })
    push(host, 'pushed')
    answers[0]?.resolve('older')
    await flush()
    expect(manager.getSnapshot('k').data).toBe('pushed')
    expect(types()).toContain('superseded')
    expect(calls).toBe(2)
    answers[1]?.resolve('newest')
    await flush()
    expect(manager.getSnapshot('k').data).toBe('newest')
  })

  it('is ordered by version where both have one', () => {
    const { manager, host } = setup()
    expect(push(host, 'v5', { version: 5 })).toBe(true)
    expect(push(host, 'v4', { version: 4 })).toBe(false)
    expect(push(host, 'v6', { version: 6, startedAt: undefined })).toBe(true)
    expect(manager.getSnapshot('k')).toMatchObject({ data: 'v6', version: 6 })
    // Equal versions fall back to the start.
    expect(push(host, 'v6 again', { version: 6 })).toBe(true)
    expect(push(host, 'v6 of old', { version: 6, startedAt: undefined })).toBe(false)
  })

  it('counts its age: by the ttl, or by what it says itself', () => {
    const { manager, host } = setup()
    manager.register('k', () => new Promise(() => {}), { ttl: 60_000 })
    push(host, 'aged', { age: 20_000 })
    expect(manager.getSnapshot('k')).toMatchObject({ updatedAt: START - 20_000, expiresAt: START + 40_000 })
    push(host, 'said', { age: 20_000, freshFor: 5000 })
    expect(manager.getSnapshot('k')).toMatchObject({ updatedAt: START - 20_000, expiresAt: START + 5000 })
    push(host, 'too old', { age: 90_000 })
    expect(manager.getSnapshot('k')).toMatchObject({ freshness: 'stale', data: 'too old' })
  })

  it('of an unknown key is held, with its tags, for whoever asks later', async () => {
    const { cache, manager, host } = setup()
    push(host, 'pushed', { tags: ['t'] })
    expect(cache.get('k')).toBe('pushed')
    expect(cache.invalidate({ tag: 't' })).toBe(1)
    expect(manager.getStatus()).toEqual([])
  })

  it('that was invalidated after it was asked for is shown, never as fresh', async () => {
    const { manager, host } = setup()
    const fetcher = vi.fn(async () => 'asked')
    manager.register('k', fetcher, { ttl: 60_000, enabled: false })
    const startedAt = host.mark()
    await manager.invalidate('k')
    expect(push(host, 'pushed', { startedAt })).toBe(true)
    expect(manager.getSnapshot('k')).toMatchObject({ data: 'pushed', freshness: 'stale' })
  })

  it('does not move, nor starve, the polls', async () => {
    const { clock, manager, host } = setup()
    const times: number[] = []
    manager.register('k', async () => times.push(clock.now() - START), { interval: 10_000 })
    await flush()
    for (let second = 0; second < 45; second++) {
      push(host, { second })
      await clock.advance(1000)
    }
    expect(times).toEqual([0, 10_000, 20_000, 30_000, 40_000])
  })

  it('keeps the identity of what it does not change', () => {
    const { manager, host } = setup()
    manager.subscribe('k', () => {})
    push(host, { a: { deep: 1 }, b: { deep: 2 } })
    const before = manager.getSnapshot<{ a: object; b: object }>('k').data
    push(host, { a: { deep: 1 }, b: { deep: 3 } })
    const after = manager.getSnapshot<{ a: object; b: object }>('k').data
    expect(after?.a).toBe(before?.a)
    expect(after?.b).not.toBe(before?.b)
    push(host, { a: { deep: 1 }, b: { deep: 3 } })
    expect(manager.getSnapshot('k').data).toBe(after)
  })

  it.each([
    ['a bare star', { key: 'a*' }, 'bare_star'],
    ['an empty key', { key: '' }, 'invalid_key'],
    ['a negative age', { age: -1 }, 'invalid_option'],
    ['an age that is no number', { age: NaN }, 'invalid_option'],
    ['a freshFor that is no number', { freshFor: 'long' }, 'invalid_option'],
  ])('with %s is refused with a coded error', (_, wrong, code) => {
    const { cache, host } = setup()
    expect(() => push(host, 'pushed', wrong)).toThrow(expect.objectContaining({ code }))
    expect(cache.size).toBe(0)
  })

  it('after dispose is nobody’s', async () => {
    const { clock, manager, host } = setup()
    manager.register('k', async () => 1, { interval: 1000 })
    const told = vi.fn()
    manager.subscribe('k', told)
    await flush()
    manager.dispose()
    told.mockClear()
    push(host, 'late')
    host.apply({ type: 'invalidate', target: 'k' })
    host.apply({ type: 'removed', key: 'k' })
    host.reconsider()
    await clock.advance(10_000)
    expect(told).not.toHaveBeenCalled()
    expect(clock.pending).toBe(0)
    expect(manager.getStatus()).toEqual([])
  })
})

describe('plug-ins: outside invalidations and removals', () => {
  it.each(['k', 'k*', { tag: 't' }, ((key) => key === 'k') as (key: string) => boolean])(
    'an invalidation by %j makes stale, and asks again where wanted',
    async (target) => {
      const { manager, host, types } = setup()
      const fetcher = vi.fn(async () => 'same')
      manager.register('k', fetcher, { ttl: 60_000, tags: ['t'] })
      await flush()
      expect(host.apply({ type: 'invalidate', target })).toBe(true)
      expect(manager.getSnapshot('k').freshness).toBe('stale')
      await flush()
      expect(fetcher).toHaveBeenCalledTimes(2)
      expect(manager.getSnapshot('k').freshness).toBe('fresh')
      expect(types()).toContain('invalidated')
    },
  )

  it('refetch: none leaves it at stale', async () => {
    const { manager, host } = setup()
    const fetcher = vi.fn(async () => 1)
    manager.register('k', fetcher, { ttl: 60_000 })
    await flush()
    host.apply({ type: 'invalidate', target: 'k', refetch: 'none' })
    await flush()
    expect(fetcher).toHaveBeenCalledTimes(1)
    expect(manager.getSnapshot('k').freshness).toBe('stale')
  })

  it('a hundred invalidations make no storm', async () => {
    const { clock, manager, host } = setup()
    const fetcher = vi.fn(async () => fetcher.mock.calls.length)
    manager.register('k', fetcher, { interval: 60_000 })
    await flush()
    for (let n = 0; n < 100; n++) {
      host.apply({ type: 'invalidate', target: 'k' })
      await clock.advance(20)
    }
    expect(fetcher.mock.calls.length).toBeLessThan(10)
    await clock.advance(5000)
    expect(manager.getSnapshot('k').freshness).toBe('fresh')
  })

  it('a bad target is a coded error', () => {
    const { host } = setup()
    expect(() => host.apply({ type: 'invalidate', target: {} })).toThrow(
      expect.objectContaining({ code: 'invalid_target' }),
    )
  })

  it('a removal empties the entry, and a wanted key is asked for again', async () => {
    const { manager, host } = setup()
    const fetcher = vi.fn(async () => 'data')
    manager.register('k', fetcher, { ttl: 60_000 })
    manager.setData('other', 1)
    await flush()
    expect(host.apply({ type: 'removed', key: 'k' })).toBe(true)
    expect(host.apply({ type: 'removed', key: 'other' })).toBe(true)
    expect(host.apply({ type: 'removed', key: 'unknown' })).toBe(false)
    expect(manager.getSnapshot('k')).toMatchObject({ status: 'pending', freshness: 'empty' })
    await flush()
    expect(fetcher).toHaveBeenCalledTimes(2)
    expect(manager.getSnapshot('k').data).toBe('data')
  })
})

describe('plug-ins: gates', () => {
  it('hold polls and follow-ups until reconsidered; what a person asks for goes through', async () => {
    const { clock, manager, host } = setup()
    const fetcher = vi.fn(async () => 1)
    let isOpen = true
    const keys = new Set<string>()
    host.gate((key) => {
      keys.add(key)
      return isOpen
    })
    manager.register(['k', 1], fetcher, { interval: 10_000 })
    await clock.advance(10_000)
    expect(fetcher).toHaveBeenCalledTimes(2)
    isOpen = false
    host.reconsider()
    expect(manager.getSnapshot('k:1').activity).toBe('paused')
    await clock.advance(60_000)
    await manager.invalidate('k:1')
    await flush()
    expect(fetcher).toHaveBeenCalledTimes(2)
    expect(clock.pending).toBeLessThanOrEqual(1)
    await manager.refresh('k:1')
    expect(fetcher).toHaveBeenCalledTimes(3)
    await clock.advance(60_000)
    expect(fetcher).toHaveBeenCalledTimes(3)
    isOpen = true
    host.reconsider('k:1')
    expect(fetcher).toHaveBeenCalledTimes(4)
    await clock.advance(10_000)
    expect(fetcher).toHaveBeenCalledTimes(5)
    expect([...keys]).toEqual(['k:1'])
  })

  it('hold the first load as well', async () => {
    const { manager, host } = setup()
    const fetcher = vi.fn(async () => 1)
    const off = host.gate(() => false)
    manager.register('k', fetcher)
    await flush()
    expect(fetcher).not.toHaveBeenCalled()
    off()
    expect(fetcher).toHaveBeenCalledTimes(1)
  })

  it('hold a key where one of several says no, and let it go when that one leaves', async () => {
    const { clock, manager, host } = setup()
    const fetcher = vi.fn(async () => 1)
    manager.register('k', fetcher, { interval: 1000 })
    await flush()
    host.gate(() => true)
    const off = host.gate(() => false)
    await clock.advance(5000)
    expect(fetcher).toHaveBeenCalledTimes(1)
    off()
    off()
    expect(fetcher).toHaveBeenCalledTimes(2)
  })

  it('of one key hold no other', async () => {
    const { clock, manager, host } = setup()
    const [held, free] = [vi.fn(async () => 1), vi.fn(async () => 1)]
    manager.register('held', held, { interval: 1000 })
    manager.register('free', free, { interval: 1000 })
    await flush()
    host.gate((key) => key !== 'held')
    await clock.advance(3000)
    expect([held.mock.calls.length, free.mock.calls.length]).toEqual([1, 4])
  })

  it('that throw hold nobody, and are reported', async () => {
    const { clock, manager, host, reported } = setup()
    const fetcher = vi.fn(async () => 1)
    const broken = new Error('mine')
    host.gate(() => {
      throw broken
    })
    manager.register('k', fetcher, { interval: 1000 })
    await clock.advance(2000)
    expect(fetcher).toHaveBeenCalledTimes(3)
    expect(reported).toContainEqual([broken, 'a gate'])
  })
})

describe('plug-ins: scaled intervals', () => {
  it('stretch polls while they say so, and the next poll follows when they change their mind', async () => {
    const { clock, manager, host } = setup()
    const times: number[] = []
    let factor = 1
    const off = host.scaleInterval(() => factor)
    manager.register('k', async () => times.push(clock.now() - START), { interval: 10_000, ttl: 0 })
    await clock.advance(10_000)
    factor = 4
    host.reconsider()
    await clock.advance(80_000)
    expect(times).toEqual([0, 10_000, 50_000, 90_000])
    off()
    await clock.advance(10_000)
    expect(times).toEqual([0, 10_000, 50_000, 90_000, 100_000])
  })

  it('multiply, per key', async () => {
    const { clock, manager, host } = setup()
    const [a, b] = [vi.fn(async () => 1), vi.fn(async () => 1)]
    host.scaleInterval(() => 2)
    host.scaleInterval((key) => (key === 'a' ? 3 : 1))
    manager.register('a', a, { interval: 1000 })
    manager.register('b', b, { interval: 1000 })
    await clock.advance(6000)
    expect([a.mock.calls.length, b.mock.calls.length]).toEqual([2, 4])
  })

  it('do not make data stale that is polled as agreed', async () => {
    const { clock, manager, host, types } = setup()
    host.scaleInterval(() => 4)
    manager.register('k', async () => ({}), { interval: 15_000 })
    await clock.advance(600_000)
    expect(types()).not.toContain('stale')
  })

  it('of nonsense, or that throw, change nothing; those that throw are reported', async () => {
    const { clock, manager, host, reported } = setup()
    const broken = new Error('mine')
    for (const factor of [0, -1, NaN, undefined]) host.scaleInterval(() => factor as number)
    host.scaleInterval(() => {
      throw broken
    })
    const fetcher = vi.fn(async () => 1)
    manager.register('k', fetcher, { interval: 1000 })
    await clock.advance(3000)
    expect(fetcher).toHaveBeenCalledTimes(4)
    expect(reported).toContainEqual([broken, 'a scale'])
  })

  it('of Infinity end polling while they last', async () => {
    const { clock, manager, host } = setup()
    const fetcher = vi.fn(async () => 1)
    const off = host.scaleInterval(() => Infinity)
    manager.register('k', fetcher, { interval: 1000 })
    await clock.advance(60_000)
    expect(fetcher).toHaveBeenCalledTimes(1)
    off()
    await clock.advance(1000)
    expect(fetcher.mock.calls.length).toBeGreaterThanOrEqual(2)
  })
})
