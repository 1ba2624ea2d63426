// D3: what is told, once, in order, after the state it tells of can be read.
import { deferred, fakeClock, flush } from '@freshline/test-utils'
import {
  DataSyncManager,
  fixedEnvironment,
  TtlCache,
  type DataSyncManagerOptions,
  type SyncEvent,
} from '@freshline/core'
import { describe, expect, it, vi } from 'vitest'

const START = Date.UTC(2026, 0, 1)

function setup(options: DataSyncManagerOptions = {}) {
  const clock = fakeClock(START)
  const environment = fixedEnvironment()
  const reported: [error: unknown, where: string][] = []
  const cache = new TtlCache({ clock })
  const manager = new DataSyncManager({
    clock,
    cache,
    environment,
    report: (error, where) => reported.push([error, where]),
    ...options,
  })
  let events: SyncEvent[] = []
  manager.on('*', (event) => events.push(event))
  return {
    clock,
    cache,
    environment,
    manager,
    reported,
    /** The events since the last call, as `type key (reason)`. */
    told() {
      const lines = events.map(({ type, key, reason }) =>
        [type, key, reason && `(${reason})`].filter(Boolean).join(' '),
      )
      events = []
      return lines
    },
    raw: () => events,
  }
}

describe('D3 events', () => {
  it('of a registration: registered, fetching, fresh, success, unchanged, unregistered', async () => {
    const { clock, manager, told } = setup()
    const registration = manager.register('k', async () => ({ id: 1 }), { interval: 10_000 })
    expect(told()).toEqual(['registered k', 'fetching k (registered)'])
    await flush()
    expect(told()).toEqual(['fresh k (registered)', 'success k (registered)'])
    await clock.advance(10_000)
    expect(told()).toEqual(['fetching k (poll)', 'unchanged k (poll)'])
    await registration.refresh()
    expect(told()).toEqual(['fetching k (refresh)', 'unchanged k (refresh)'])
    registration.unregister()
    registration.unregister()
    expect(told()).toEqual(['unregistered k'])
  })

  it('registered and unregistered are told for the first and the last registration of a key', () => {
    const { manager, told } = setup()
    const first = manager.register('k', async () => 1)
    const second = manager.register('k', async () => 1)
    first.unregister()
    manager.unregister('nobody')
    expect(told()).toEqual(['registered k', 'fetching k (registered)'])
    second.unregister()
    manager.unregister('k')
    expect(told()).toEqual(['unregistered k'])
  })

  it('error is told once a request, not once a retry', async () => {
    const { clock, manager, told } = setup()
    manager.register('k', () => Promise.reject(new Error('down')), {
      retry: { limit: 2, delay: () => 10 },
    })
    await clock.advance(20)
    expect(told()).toEqual(['registered k', 'fetching k (registered)', 'error k (registered)'])
  })

  it('invalidated: stale comes first, then the new request', async () => {
    const { manager, told } = setup()
    manager.register('k', async () => ({}), { ttl: 60_000 })
    await flush()
    told()
    await manager.invalidate('k')
    expect(told()).toEqual([
      'stale k (invalidated)',
      'invalidated k (invalidate)',
      'fetching k (invalidated)',
      'fresh k (invalidated)',
      'unchanged k (invalidated)',
    ])
  })

  it('invalidated is told of stale and of vacant entries as well, and not of unknown ones', async () => {
    const { manager, told } = setup()
    const never = deferred<number>()
    manager.register('stale', async () => 1)
    manager.register('vacant', () => never.promise)
    await flush()
    told()
    void manager.invalidate({ keys: ['stale', 'vacant', 'unknown'] }, { refetch: 'none' })
    expect(told()).toEqual(['invalidated stale (invalidate)', 'invalidated vacant (invalidate)'])
  })

  it('superseded is told where something newer is held', async () => {
    const { manager, told } = setup()
    const old = deferred<string>()
    let calls = 0
    manager.register('k', () => (calls++ === 0 ? old.promise : 'server'), { ttl: 60_000 })
    manager.setData('k', 'mine')
    told()
    old.resolve('old')
    await flush()
    expect(told()).toEqual(['superseded k (overtaken)', 'fetching k (superseded)', 'success k (superseded)'])
  })

  it('removed is told where the data of a watched key leaves, with the reason', async () => {
    const { cache, manager, told } = setup()
    manager.subscribe('k', () => {})
    manager.setData('k', 1)
    told()
    cache.delete('k')
    expect(told()).toEqual(['removed k (deleted)'])
    manager.setData('k', 1)
    told()
    cache.clear()
    expect(told()).toEqual(['removed k (deleted)'])
    cache.clear()
    expect(told()).toEqual([])
  })

  it('mutated is told once a mutation, after what it invalidates is stale', async () => {
    const { manager, told, raw } = setup()
    manager.register('k', async () => ({}), { ttl: 60_000 })
    await flush()
    told()
    await manager.mutate(async () => 'done', { invalidates: ['k'] })
    const mutated = raw().find(({ type }) => type === 'mutated')
    expect(mutated).toMatchObject({ type: 'mutated', at: START })
    expect(told().slice(0, 3)).toEqual(['stale k (invalidated)', 'invalidated k (mutation)', 'mutated'])
  })

  it('paused and resumed are told at a change, of the manager or of a key', () => {
    const { manager, told } = setup()
    manager.register('a', async () => 1)
    manager.register('b', async () => 1, { tags: ['t'] })
    told()
    manager.pause()
    manager.pause()
    manager.resume()
    manager.resume()
    expect(told()).toEqual(['paused', 'resumed'])
    manager.pause('a')
    manager.pause({ keys: ['a'], tags: ['t'] })
    manager.resume('*')
    manager.resume('a')
    manager.pause('unknown')
    expect(told()).toEqual(['paused a', 'paused b', 'resumed a', 'resumed b'])
  })

  it('setEnabled tells at a change alone', () => {
    const { manager, told } = setup()
    manager.register('a', async () => 1)
    told()
    manager.setEnabled('a', true)
    expect(told()).toEqual([])
    manager.setEnabled('a', false)
    manager.setEnabled('a', false)
    expect(told()).toEqual(['paused a (enabled)'])
    manager.setEnabled('a', true)
    manager.setEnabled('a', true)
    manager.setEnabled('unknown', true)
    expect(told()).toEqual(['resumed a (enabled)'])
  })

  it('online and offline are told of the manager', async () => {
    const { environment, manager, told } = setup()
    manager.register('k', async () => 1, { interval: 60_000 })
    await flush()
    told()
    environment.set({ online: false })
    environment.set({ online: false })
    environment.set({ online: true })
    expect(told()).toEqual(['offline', 'online'])
  })

  it('nothing is told of what changes nothing', async () => {
    const { manager, environment, told } = setup()
    manager.register('k', async () => 1, { ttl: 60_000 })
    await flush()
    told()
    manager.getSnapshot('k')
    manager.getStatus()
    manager.subscribe('k', () => {})()
    environment.set({})
    await manager.refresh('k', { ifStale: true })
    await manager.invalidate('unknown')
    await manager.refresh('unknown')
    expect(told()).toEqual([])
  })

  it('carry type, key, at, reason and snapshot', async () => {
    const { clock, manager, raw } = setup()
    await clock.advance(5000)
    manager.register(['k', 1], async () => 'data', { ttl: 60_000 })
    await flush()
    manager.pause()
    expect(raw().map((event) => Object.keys(event).sort())).toEqual(
      raw().map(() => ['at', 'key', 'reason', 'snapshot', 'type']),
    )
    expect(raw().at(-2)).toEqual({
      type: 'success',
      key: 'k:1',
      at: START + 5000,
      reason: 'registered',
      snapshot: expect.objectContaining({ key: 'k:1', data: 'data', updatedAt: START + 5000 }),
    })
    expect(raw().at(-1)).toEqual({
      type: 'paused',
      key: undefined,
      at: START + 5000,
      reason: undefined,
      snapshot: undefined,
    })
  })

  it('of a request carry its activity: fetching while it is under way, not when it has ended', async () => {
    const { manager, raw } = setup()
    let calls = 0
    manager.register(
      'k',
      async () => {
        if (++calls === 3) throw new Error('down')
        return 1
      },
      { retry: false },
    )
    await flush()
    await manager.refresh('k')
    await manager.refresh('k')
    const activities = raw()
      .filter(({ type }) => ['fetching', 'success', 'unchanged', 'error'].includes(type))
      .map(({ type, snapshot }) => [type, snapshot?.isFetching])
    expect(activities).toEqual([
      ['fetching', true],
      ['success', false],
      ['fetching', true],
      ['unchanged', false],
      ['fetching', true],
      ['error', false],
    ])
  })

  it('are told after the state they tell of can be read', async () => {
    const { manager, cache } = setup()
    const seen: [string, boolean, boolean][] = []
    manager.on('*', ({ type, key = '', snapshot }) => {
      seen.push([type, manager.getSnapshot(key) === snapshot, cache.has('k')])
    })
    const registration = manager.register('k', async () => 1, { ttl: 60_000 })
    await flush()
    cache.invalidate('k')
    await flush()
    registration.unregister()
    expect(seen.filter(([type]) => type !== 'registered')).toEqual([
      // The turn in which it is told has gone on by then; the state is never behind.
      ['fetching', expect.any(Boolean), false],
      ['fresh', expect.any(Boolean), true],
      ['success', expect.any(Boolean), true],
      ['stale', expect.any(Boolean), false],
      ['invalidated', expect.any(Boolean), false],
      ['fetching', expect.any(Boolean), false],
      ['fresh', expect.any(Boolean), true],
      ['unchanged', expect.any(Boolean), true],
      ['unregistered', expect.any(Boolean), true],
    ])
  })

  it('a transition is told exactly once each, over a day of polls, failures and invalidations', async () => {
    const { clock, environment, manager, raw } = setup()
    let calls = 0
    manager.register(
      'k',
      async () => {
        if (++calls % 7 < 3) throw new Error('down')
        return calls
      },
      { interval: 30_000, retry: false, overdueAfter: 60_000 },
    )
    for (let step = 0; step < 300; step++) {
      await clock.advance(17_000 + step * 100)
      if (step % 11 === 0) void manager.invalidate('k')
      if (step % 13 === 0) environment.set({ visible: step % 2 === 0, online: step % 3 !== 0 })
      if (step % 17 === 0) clock.sleep(400_000)
    }
    const moves = raw().filter(({ type }) => ['fresh', 'stale', 'overdue'].includes(type))
    const allowed = ['>fresh', 'fresh>stale', 'stale>fresh', 'stale>overdue', 'overdue>fresh']
    const made = moves.map(({ type }, at) => `${moves[at - 1]?.type ?? ''}>${type}`)
    expect(made.filter((move) => !allowed.includes(move))).toEqual([])
    expect(moves.map(({ snapshot }) => [snapshot?.freshness, snapshot?.isOverdue])).toEqual(
      moves.map(({ type }) => [type === 'fresh' ? 'fresh' : 'stale', type === 'overdue']),
    )
    expect(raw().filter(({ type }) => type === 'stale').length).toBeGreaterThan(10)
    expect(raw().filter(({ type }) => type === 'overdue').length).toBeGreaterThan(3)
  })

  it('a request is told by one fetching and one end', async () => {
    const { clock, manager, raw } = setup()
    let calls = 0
    manager.register(
      'k',
      async () => {
        if (++calls % 5 === 0) throw new Error('down')
        return calls % 2
      },
      { interval: 1000, retry: { limit: 1, delay: () => 10 } },
    )
    await clock.advance(100_000)
    const inFlight = raw()
      .map(({ type }) =>
        type === 'fetching' ? 1 : ['success', 'unchanged', 'error', 'superseded'].includes(type) ? -1 : 0,
      )
      .filter((step) => step !== 0)
    expect(inFlight.length).toBeGreaterThan(100)
    expect(inFlight).toEqual(inFlight.map((_, at) => (at % 2 === 0 ? 1 : -1)))
  })
})

describe('D3 listeners', () => {
  it('of one type hear that type, of * all, and each can leave', () => {
    const { manager } = setup()
    const heard: string[] = []
    const offs = [
      manager.on('registered', ({ type }) => heard.push(type)),
      manager.on('*', ({ type }) => heard.push(`* ${type}`)),
    ]
    manager.register('a', async () => 1)
    expect(heard).toEqual(['registered', '* registered', '* fetching'])
    for (const off of offs) {
      off()
      off()
    }
    manager.register('b', async () => 1)
    expect(heard).toHaveLength(3)
  })

  it('added twice hear twice, and leave one by one', () => {
    const { manager } = setup()
    const listener = vi.fn()
    const off = manager.on('paused', listener)
    manager.on('paused', listener)
    manager.pause()
    expect(listener).toHaveBeenCalledTimes(2)
    off()
    off()
    manager.resume()
    manager.pause()
    expect(listener).toHaveBeenCalledTimes(3)
  })

  it('that throw harm nobody, and are reported with the event', async () => {
    const { manager, reported } = setup()
    const heard: string[] = []
    const broken = new Error('mine')
    manager.on('success', () => {
      throw broken
    })
    manager.on('success', () => {
      throw 'no error'
    })
    manager.on('success', ({ type }) => heard.push(type))
    manager.register('k', async () => 1)
    await flush()
    expect(heard).toEqual(['success'])
    expect(reported).toEqual([
      [broken, 'a listener of "success"'],
      ['no error', 'a listener of "success"'],
    ])
  })

  it('that throw are told on the console where no report is given, and a report that throws is survived', async () => {
    const printed = vi.spyOn(console, 'error').mockImplementation(() => {})
    const { manager } = setup({ report: undefined })
    manager.on('paused', () => {
      throw new Error('mine')
    })
    manager.pause()
    expect(printed).toHaveBeenCalledOnce()
    printed.mockRestore()
    const deaf = setup({
      report: () => {
        throw new Error('report')
      },
    }).manager
    const heard = vi.fn()
    deaf.on('paused', () => {
      throw new Error('mine')
    })
    deaf.on('paused', heard)
    deaf.subscribe('k', () => {
      throw new Error('mine')
    })
    deaf.setData('k', 1)
    deaf.pause()
    expect(heard).toHaveBeenCalledOnce()
  })

  it('that act are told of everything in one order, the same for all', () => {
    const { manager } = setup()
    const first: string[] = []
    const second: string[] = []
    manager.on('*', ({ type }) => {
      first.push(type)
      if (type === 'paused') manager.resume()
    })
    manager.on('*', ({ type }) => second.push(type))
    manager.pause()
    manager.pause()
    expect(first).toEqual(['paused', 'resumed', 'paused', 'resumed'])
    expect(second).toEqual(first)
  })

  it('refuse what is no function', () => {
    const { manager } = setup()
    expect(() => manager.on('success', 'x' as never)).toThrow(
      expect.objectContaining({ code: 'invalid_option' }),
    )
    expect(() => manager.subscribe('k', undefined as never)).toThrow(
      expect.objectContaining({ code: 'invalid_option' }),
    )
    expect(manager.getStatus()).toEqual([])
  })

  it('onSuccess and onError of every registration are called, with the state that can be read', async () => {
    const { manager, reported } = setup()
    const heard: unknown[] = []
    let fails = false
    const fetcher = async () => {
      if (fails) throw new Error('down')
      return 'data'
    }
    manager.register('k', fetcher, {
      retry: false,
      onSuccess: () => {
        throw new Error('mine')
      },
      onError: () => {
        throw new Error('mine as well')
      },
    })
    manager.register('k', fetcher, {
      retry: false,
      onSuccess: (data, snapshot) => heard.push([data, snapshot === manager.getSnapshot('k')]),
      onError: (error, snapshot) =>
        heard.push([error.message, snapshot.data, snapshot === manager.getSnapshot('k')]),
    })
    await flush()
    fails = true
    await manager.refresh('k')
    expect(heard).toEqual([
      ['data', true],
      ['down', 'data', true],
    ])
    expect(reported.map(([, where]) => where)).toEqual(['onSuccess of k', 'onError of k'])
  })
})
