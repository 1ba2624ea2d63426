// D1, D2, C6: what a snapshot tells, how freshness moves, and what failing leaves on screen.
import { deferred, fakeClock, flush } from '@freshline/test-utils'
import {
  DataSyncManager,
  fixedEnvironment,
  HttpError,
  outcome,
  TtlCache,
  type DataSyncManagerOptions,
  type Snapshot,
  type SyncEvent,
} from '@freshline/core'
import { describe, expect, it, vi } from 'vitest'

const START = Date.UTC(2026, 0, 1)
const MINUTE = 60_000

function setup(options: DataSyncManagerOptions = {}) {
  const clock = fakeClock(START)
  const environment = fixedEnvironment()
  const reported: [error: unknown, where: string][] = []
  const manager = new DataSyncManager({
    clock,
    environment,
    report: (error, where) => reported.push([error, where]),
    ...options,
  })
  const events: SyncEvent[] = []
  manager.on('*', (event) => events.push(event))
  return { clock, environment, manager, events, reported, types: () => events.map((event) => event.type) }
}

/** All snapshots that a watcher of a key is told, the present one first. */
function watch(manager: DataSyncManager, key: string): Snapshot[] {
  const told: Snapshot[] = []
  manager.subscribe(key, (snapshot) => told.push(snapshot))
  told.push(manager.getSnapshot(key))
  return told
}

const pending = {
  key: 'k',
  status: 'pending',
  data: undefined,
  error: undefined,
  freshness: 'empty',
  isOverdue: false,
  activity: 'idle',
  isFetching: false,
  isStale: false,
  source: undefined,
  cached: false,
  updatedAt: undefined,
  expiresAt: undefined,
  failureCount: 0,
  version: undefined,
}

describe('D1 every member of a snapshot', () => {
  it('from the first request over an answer and a failure to the next answer', async () => {
    const { clock, manager } = setup()
    const answers = [deferred<number>(), deferred<number>(), deferred<number>()]
    let calls = 0
    const told = watch(manager, 'k')
    manager.register('k', () => answers[calls++]?.promise as Promise<number>, {
      interval: 10_000,
      retry: false,
      tags: ['t'],
    })
    expect(told).toEqual([pending, { ...pending, activity: 'fetching', isFetching: true }])
    await clock.advance(100)
    answers[0]?.resolve(1)
    await flush()
    const first = {
      ...pending,
      status: 'success',
      data: 1,
      freshness: 'fresh',
      source: 'network',
      updatedAt: START + 100,
      expiresAt: START + 15_100,
    }
    const fetching = { activity: 'fetching', isFetching: true }
    expect(told.slice(2)).toEqual([first])
    await clock.advance(9900)
    expect(told.slice(3)).toEqual([{ ...first, ...fetching }])
    const error = new Error('down')
    answers[1]?.reject(error)
    await flush()
    expect(told.slice(4)).toEqual([{ ...first, error, failureCount: 1 }])
    // Freshness is left to the clock.
    await clock.advance(5100)
    expect(told.slice(5)).toEqual([{ ...first, error, failureCount: 1, freshness: 'stale', isStale: true }])
    void manager.refresh('k')
    answers[2]?.resolve(3)
    await flush()
    expect(told.at(-1)).toEqual({
      ...first,
      data: 3,
      updatedAt: START + 15_100,
      expiresAt: START + 30_100,
    })
  })

  it('status is error where nothing is held, and success with the error beside it where something is', async () => {
    const { manager } = setup()
    let fails = true
    const error = new Error('down')
    manager.register(
      'k',
      async () => {
        if (fails) throw error
        return 'data'
      },
      { retry: false },
    )
    await flush()
    expect(manager.getSnapshot('k')).toEqual({ ...pending, status: 'error', error, failureCount: 1 })
    await manager.refresh('k')
    expect(manager.getSnapshot('k')).toMatchObject({ status: 'error', failureCount: 2 })
    fails = false
    await manager.refresh('k')
    expect(manager.getSnapshot('k')).toMatchObject({
      status: 'success',
      data: 'data',
      error: undefined,
      failureCount: 0,
    })
    fails = true
    await manager.refresh('k')
    expect(manager.getSnapshot('k')).toMatchObject({
      status: 'success',
      data: 'data',
      error,
      failureCount: 1,
    })
  })

  it('retries are one failure', async () => {
    const { clock, manager } = setup()
    const fetcher = vi.fn(async () => {
      throw new Error('down')
    })
    manager.register('k', fetcher, { retry: { limit: 3, delay: () => 100 } })
    await clock.advance(250)
    expect(manager.getSnapshot('k')).toMatchObject({ status: 'pending', failureCount: 0, isFetching: true })
    await clock.advance(50)
    expect(fetcher).toHaveBeenCalledTimes(4)
    expect(manager.getSnapshot('k')).toMatchObject({ status: 'error', failureCount: 1, isFetching: false })
  })

  it('what is no Error becomes one, with its cause', async () => {
    const { manager } = setup()
    manager.register('k', () => Promise.reject('text'), { retry: false })
    await flush()
    expect(manager.getSnapshot('k').error).toBeInstanceOf(Error)
    expect(manager.getSnapshot('k').error).toMatchObject({ code: 'unknown', cause: 'text' })
  })

  it.each([undefined, null, false, 0, ''])('%s as data is success, not empty', async (data) => {
    const { manager } = setup()
    const told = watch(manager, 'k')
    manager.register('k', async () => data, { ttl: MINUTE })
    await flush()
    expect(told.at(-1)).toMatchObject({ status: 'success', data, freshness: 'fresh', updatedAt: START })
  })

  it('source and cached say where the data came from', async () => {
    const { manager } = setup({ cache: undefined })
    const clock = fakeClock(START)
    const cache = new TtlCache({ clock })
    const other = new DataSyncManager({ clock, cache, environment: fixedEnvironment() })
    cache.set('held', 1)
    expect(other.getSnapshot('held')).toMatchObject({
      source: 'cache',
      cached: true,
      data: 1,
      freshness: 'fresh',
    })
    other.register('held', async () => 2, { interval: 1000 })
    expect(other.getSnapshot('held')).toMatchObject({ source: 'cache', cached: true, data: 1 })
    await other.refresh('held')
    expect(other.getSnapshot('held')).toMatchObject({ source: 'network', cached: false, data: 2 })
    other.setData('held', 3)
    expect(other.getSnapshot('held')).toMatchObject({ source: 'manual', cached: false, data: 3 })
    let answer: unknown = outcome('body', { validators: { etag: '"1"' } })
    manager.register('k', async () => answer)
    await flush()
    expect(manager.getSnapshot('k')).toMatchObject({ source: 'network', data: 'body' })
    answer = outcome(undefined, { notModified: true })
    await manager.refresh('k')
    expect(manager.getSnapshot('k')).toMatchObject({ source: 'revalidated', data: 'body', cached: false })
  })

  it('version is what the resource reads from the data, or the outcome says', async () => {
    const { manager } = setup()
    manager.register('a', async () => ({ rev: 7 }), { version: (data) => data.rev })
    manager.register('b', async () => outcome('x', { version: 'v2' }))
    manager.register('c', async () => 'none')
    await flush()
    expect(['a', 'b', 'c'].map((key) => manager.getSnapshot(key).version)).toEqual([7, 'v2', undefined])
  })

  it('a version function that throws is reported, and there is none', async () => {
    const { manager, reported } = setup()
    const broken = new Error('mine')
    manager.register('k', async () => 1, {
      version: () => {
        throw broken
      },
    })
    await flush()
    expect(manager.getSnapshot('k')).toMatchObject({ status: 'success', data: 1, version: undefined })
    expect(reported).toEqual([[broken, 'version of k']])
  })

  it('an infinite ttl is told as Infinity', async () => {
    const { manager, clock } = setup()
    manager.register('k', async () => 1, { ttl: Infinity })
    await flush()
    expect(manager.getSnapshot('k')).toMatchObject({ freshness: 'fresh', expiresAt: Infinity })
    await clock.advance(1e10)
    expect(manager.getSnapshot('k').freshness).toBe('fresh')
  })
})

describe('D1 activity', () => {
  it('is paused while offline, hidden, switched off or held by pause, and idle again after', async () => {
    const { environment, manager } = setup()
    manager.register('k', async () => 1, { interval: 60_000 })
    await flush()
    const told = watch(manager, 'k')
    environment.set({ online: false })
    environment.set({ online: true })
    environment.set({ visible: false })
    environment.set({ visible: true })
    manager.pause()
    manager.resume()
    manager.pause('k')
    manager.resume({ patterns: ['k*'] })
    manager.setEnabled('k', false)
    manager.setEnabled('k', true)
    expect(told.map(({ activity }) => activity)).toEqual([
      'idle',
      'paused',
      'idle',
      'paused',
      'idle',
      'paused',
      'idle',
      'paused',
      'idle',
      'paused',
      'idle',
    ])
  })

  it('a request goes on while the page is hidden, and its answer is shown', async () => {
    const { environment, manager } = setup()
    const answer = deferred<number>()
    manager.register('k', () => answer.promise, { interval: 60_000 })
    environment.set({ visible: false })
    expect(manager.getSnapshot('k').activity).toBe('fetching')
    answer.resolve(1)
    await flush()
    expect(manager.getSnapshot('k')).toMatchObject({ data: 1, activity: 'paused' })
  })

  it('a key that is only watched is idle', () => {
    const { environment, manager } = setup()
    const told = watch(manager, 'k')
    environment.set({ online: false })
    expect(told).toEqual([pending])
  })
})

describe('D1 identity', () => {
  it('an unknown key is one frozen, pending object, and reading it makes no entry', () => {
    const { manager } = setup()
    const other = setup().manager
    const unknown = manager.getSnapshot('nobody')
    expect(unknown).toEqual({ ...pending, key: '' })
    expect(Object.isFrozen(unknown)).toBe(true)
    expect(manager.getSnapshot(['some', 'body'])).toBe(unknown)
    expect(other.getSnapshot('nobody')).toBe(unknown)
    expect(manager.getStatus()).toEqual([])
  })

  it('the snapshot is the same object until something in it changes', async () => {
    const { clock, manager } = setup()
    const registration = manager.register(['list', 1], async () => ({ rows: [1] }), { interval: 10_000 })
    const asked = registration.getSnapshot()
    expect(registration.getSnapshot()).toBe(asked)
    expect(manager.getSnapshot('list:1')).toBe(asked)
    await flush()
    const answered = registration.getSnapshot()
    expect(answered).not.toBe(asked)
    await clock.advance(9999)
    expect(registration.getSnapshot()).toBe(answered)
    manager.pause('other')
    manager.register('other', async () => 1)
    await flush()
    expect(registration.getSnapshot()).toBe(answered)
  })

  it('what is held without an entry has one snapshot as well, until it becomes stale', async () => {
    const { clock, manager } = setup()
    manager.setData('k', { id: 1 }, { ttl: 1000 })
    const held = manager.getSnapshot('k')
    expect(held).toMatchObject({ data: { id: 1 }, freshness: 'fresh', key: 'k' })
    await clock.advance(500)
    expect(manager.getSnapshot('k')).toBe(held)
    await clock.advance(500)
    const stale = manager.getSnapshot('k')
    expect(stale).toMatchObject({ freshness: 'stale', isStale: true, data: { id: 1 } })
    expect(manager.getSnapshot('k')).toBe(stale)
    manager.setData('k', { id: 2 })
    expect(manager.getSnapshot('k')).toMatchObject({ freshness: 'fresh', data: { id: 2 } })
    expect(manager.getStatus()).toEqual([])
  })

  it('snapshots that were told do not change afterwards', async () => {
    const { clock, manager } = setup()
    let calls = 0
    const told = watch(manager, 'k')
    const copies: Snapshot[] = []
    manager.subscribe('k', (snapshot) => copies.push({ ...snapshot }))
    manager.register('k', async () => ({ n: ++calls }), { interval: 1000 })
    await clock.advance(3000)
    manager.invalidate('k').catch(() => {})
    await clock.advance(1000)
    expect(told.slice(1)).toEqual(copies)
    expect(new Set(told).size).toBe(told.length)
  })

  it('the methods of a registration keep their identity and may be taken off', async () => {
    const { manager } = setup()
    const registration = manager.register('k', async () => 1)
    const { refresh, subscribe, getSnapshot, unregister } = registration
    const again = registration
    expect([again.refresh, again.subscribe, again.getSnapshot, again.unregister]).toEqual([
      refresh,
      subscribe,
      getSnapshot,
      unregister,
    ])
    const told = vi.fn()
    subscribe(told)
    expect(await refresh()).toBe(getSnapshot())
    expect(told).toHaveBeenCalled()
    unregister()
    unregister()
    expect(manager.getStatus()).toMatchObject([{ key: 'k', enabled: false }])
  })
})

describe('D1 listeners', () => {
  it('are told once per change, with the state that can be read', async () => {
    const { manager } = setup()
    const seen: boolean[] = []
    manager.subscribe('k', (snapshot) => seen.push(snapshot === manager.getSnapshot('k')))
    manager.register('k', async () => 1, { ttl: MINUTE })
    await flush()
    expect(seen).toEqual([true, true])
  })

  it('with a selector are told (selected, snapshot), only when what they selected changed', async () => {
    const { clock, manager } = setup()
    let data = { name: 'a', visits: 1 }
    const names: unknown[][] = []
    const registration = manager.register('k', async () => data, { interval: 1000 })
    registration.subscribe(
      (name, snapshot) => names.push([name, snapshot.isFetching]),
      (snapshot) => snapshot.data?.name,
    )
    await clock.advance(0)
    data = { name: 'a', visits: 2 }
    await clock.advance(1000)
    data = { name: 'b', visits: 2 }
    await clock.advance(1000)
    expect(names).toEqual([
      ['a', false],
      ['b', false],
    ])
  })

  it('subscribed twice are told twice, and leave one by one', () => {
    const { manager } = setup()
    const listener = vi.fn()
    const offs = [manager.subscribe('k', listener), manager.subscribe('k', listener)]
    manager.setData('k', 1)
    expect(listener).toHaveBeenCalledTimes(2)
    offs[0]?.()
    offs[0]?.()
    manager.setData('k', 2)
    expect(listener).toHaveBeenCalledTimes(3)
    offs[1]?.()
    manager.setData('k', 3)
    expect(listener).toHaveBeenCalledTimes(3)
    expect(manager.getStatus()).toEqual([])
  })

  it('that throw, or whose selector does, harm nobody, and are reported', async () => {
    const { manager, reported } = setup()
    const told: unknown[] = []
    manager.subscribe('k', () => {
      throw new Error('listener')
    })
    manager.subscribe(
      'k',
      () => {},
      (snapshot) => {
        if (snapshot.status === 'success') throw new Error('selector')
      },
    )
    manager.subscribe('k', (snapshot) => told.push(snapshot.data))
    manager.setData('k', 1)
    manager.setData('k', 2)
    expect(told).toEqual([1, 2])
    expect(reported.map(([error, where]) => [(error as Error).message, where])).toEqual([
      ['listener', 'a listener of k'],
      ['selector', 'a listener of k'],
      ['listener', 'a listener of k'],
      ['selector', 'a listener of k'],
    ])
  })

  it('whose selector throws at once leave nothing behind', () => {
    const { clock, environment, manager } = setup()
    const on = vi.spyOn(environment, 'subscribe')
    expect(() =>
      manager.subscribe(
        'k',
        () => {},
        () => {
          throw new Error('selector')
        },
      ),
    ).toThrow('selector')
    expect(manager.getStatus()).toEqual([])
    expect(clock.pending).toBe(0)
    expect(on).not.toHaveBeenCalled()
  })

  it('that leave while being told are not told any more; that come then are told of what comes after', () => {
    const { manager } = setup()
    const told: string[] = []
    manager.subscribe('k', () => {
      told.push('first')
      off()
      if (told.length === 1) manager.subscribe('k', (snapshot) => told.push(`late ${String(snapshot.data)}`))
    })
    const off = manager.subscribe('k', () => told.push('never'))
    manager.setData('k', 1)
    expect(told).toEqual(['first'])
    manager.setData('k', 2)
    expect(told).toEqual(['first', 'first', 'late 2'])
  })

  it('that write are told after everybody was told of what came before', () => {
    const { manager } = setup()
    const told: string[] = []
    manager.subscribe<number>('k', ({ data = 0 }) => {
      told.push(`a ${data}`)
      if (data < 3) manager.setData('k', data + 1)
    })
    manager.subscribe('k', ({ data }) => told.push(`b ${String(data)}`))
    manager.setData('k', 1)
    expect(told.filter((line) => line.startsWith('a'))).toEqual(['a 1', 'a 2', 'a 3'])
    // The second may be told of fewer, never of older ones after newer ones, and of the last one.
    const seen = told.filter((line) => line.startsWith('b')).map((line) => Number(line.slice(2)))
    expect(seen).toEqual([...seen].sort())
    expect(seen.at(-1)).toBe(3)
  })

  it('of one key are not told of another', async () => {
    const { manager } = setup()
    const told = watch(manager, 'a')
    manager.register('b', async () => 1, { interval: 1000 })
    await flush()
    manager.setData('c', 1)
    expect(told).toEqual([{ ...pending, key: 'a' }])
  })
})

describe('D2 freshness', () => {
  it('moves empty, fresh, stale, overdue, each at its moment, once, and told once', async () => {
    const { clock, manager, events } = setup()
    const told = watch(manager, 'k')
    manager.register('k', async () => 1, { ttl: 1000 })
    await clock.advance(10 * MINUTE)
    expect(told.map(({ freshness, isOverdue }) => [freshness, isOverdue])).toEqual([
      ['empty', false],
      ['empty', false],
      ['fresh', false],
      ['stale', false],
      ['stale', true],
    ])
    expect(
      events
        .filter(({ type }) => ['fresh', 'stale', 'overdue'].includes(type))
        .map(({ type, at, key, reason, snapshot }) => [
          type,
          at - START,
          key,
          reason,
          snapshot?.freshness,
          snapshot?.isOverdue,
        ]),
    ).toEqual([
      ['fresh', 0, 'k', 'registered', 'fresh', false],
      ['stale', 1000, 'k', 'expired', 'stale', false],
      ['overdue', 1000 + 5 * MINUTE, 'k', undefined, 'stale', true],
    ])
    expect(clock.pending).toBe(0)
  })

  it('ends for a thousand keys at a thousand times with one timer at a time', async () => {
    const { clock, manager, types } = setup({ maxConcurrent: Infinity })
    for (let n = 0; n < 1000; n++)
      manager.register(`k${n}`, async () => n, { ttl: 1000 + n, overdueAfter: Infinity })
    await clock.advance(0)
    let most = 0
    for (let step = 0; step < 30; step++) {
      most = Math.max(most, clock.pending)
      await clock.advance(100)
    }
    expect(most).toBe(1)
    expect(types().filter((type) => type === 'stale')).toHaveLength(1000)
    expect(clock.pending).toBe(0)
  })

  it('of a ttl of 0 is stale from the start, without fresh or stale events', async () => {
    const { clock, manager, types } = setup()
    manager.register('k', async () => 1)
    await clock.advance(1000)
    expect(manager.getSnapshot('k')).toMatchObject({ freshness: 'stale', expiresAt: START, updatedAt: START })
    expect(types()).toEqual(['registered', 'fetching', 'success'])
  })

  it('lasts for the interval plus min(interval, 5 s) where no ttl is said', async () => {
    const { clock, manager } = setup()
    manager.register('short', async () => 1, { interval: 2000 })
    manager.register('long', async () => 1, { interval: 60_000 })
    manager.register('said', async () => 1, { interval: 60_000, ttl: 10 })
    await clock.advance(0)
    expect(['short', 'long', 'said'].map((key) => (manager.getSnapshot(key).expiresAt ?? 0) - START)).toEqual(
      [4000, 65_000, 10],
    )
  })

  it('stale data is fresh again with the next answer, and overdue ends', async () => {
    const { clock, manager, types } = setup()
    manager.register('k', async () => 1, { ttl: 1000, overdueAfter: 500 })
    await clock.advance(2000)
    expect(manager.getSnapshot('k')).toMatchObject({ freshness: 'stale', isOverdue: true })
    await manager.refresh('k')
    expect(manager.getSnapshot('k')).toMatchObject({ freshness: 'fresh', isOverdue: false, isStale: false })
    await clock.advance(2000)
    expect(types().filter((type) => type === 'stale' || type === 'overdue')).toEqual([
      'stale',
      'overdue',
      'stale',
      'overdue',
    ])
  })

  it('overdue counts from the end of freshness; an invalidation is one', async () => {
    const { clock, manager, events } = setup()
    manager.register('k', async () => 1, { ttl: 60 * MINUTE, overdueAfter: MINUTE, enabled: true })
    await clock.advance(MINUTE)
    manager.pause()
    await manager.invalidate('k')
    await clock.advance(MINUTE - 1)
    expect(manager.getSnapshot('k')).toMatchObject({
      freshness: 'stale',
      isOverdue: false,
      expiresAt: START + MINUTE,
    })
    await clock.advance(1)
    expect(manager.getSnapshot('k').isOverdue).toBe(true)
    expect(events.filter(({ type }) => type === 'stale').map(({ reason }) => reason)).toEqual(['invalidated'])
  })

  it('a failed poll does not touch freshness', async () => {
    const { clock, manager, types } = setup()
    let fails = false
    manager.register(
      'k',
      async () => {
        if (fails) throw new Error('down')
        return 1
      },
      { interval: 10_000, ttl: 60_000, retry: false },
    )
    await clock.advance(0)
    fails = true
    await clock.advance(40_000)
    expect(manager.getSnapshot('k')).toMatchObject({ freshness: 'fresh', status: 'success', data: 1 })
    expect(manager.getSnapshot('k').failureCount).toBeGreaterThanOrEqual(2)
    expect(types()).not.toContain('stale')
  })

  it('of data that was set by hand ends as well, without a fetcher', async () => {
    const { clock, manager } = setup()
    const told = watch(manager, 'k')
    manager.setData('k', 1, { ttl: 1000 })
    await clock.advance(5 * MINUTE + 1000)
    expect(told.map(({ freshness, isOverdue }) => [freshness, isOverdue])).toEqual([
      ['empty', false],
      ['fresh', false],
      ['stale', false],
      ['stale', true],
    ])
  })

  it('is told after a sleep at the first tick, stale and overdue in order', async () => {
    const { clock, manager, types } = setup()
    manager.register('k', async () => 1, { ttl: 10_000, refreshOnVisible: false })
    await clock.advance(0)
    clock.sleep(60 * MINUTE)
    await clock.advance(10_000)
    expect(types().slice(-2)).toEqual(['stale', 'overdue'])
    expect(manager.getSnapshot('k')).toMatchObject({ freshness: 'stale', isOverdue: true })
  })

  it('does not come back when the wall clock is set back a year, nor end when it is', async () => {
    const { clock, manager, types } = setup()
    manager.register('k', async () => 1, { ttl: 10_000, overdueAfter: Infinity })
    await clock.advance(5000)
    clock.setWall(START - 365 * 86_400_000)
    await clock.advance(4999)
    expect(manager.getSnapshot('k').freshness).toBe('fresh')
    await clock.advance(1)
    expect(manager.getSnapshot('k').freshness).toBe('stale')
    clock.setWall(START - 2 * 365 * 86_400_000)
    await clock.advance(60_000)
    expect(manager.getSnapshot('k').freshness).toBe('stale')
    expect(types().filter((type) => type === 'stale')).toHaveLength(1)
  })

  it('that ended while the page was hidden is told on return, once', async () => {
    const { clock, environment, manager, types } = setup()
    manager.register('k', async () => 1, { ttl: 1000, refreshOnVisible: false })
    await clock.advance(0)
    environment.set({ visible: false })
    await clock.advance(10_000)
    expect(clock.pending).toBe(0)
    environment.set({ visible: true })
    await clock.advance(0)
    expect(types().filter((type) => type === 'stale')).toHaveLength(1)
    expect(manager.getSnapshot('k').freshness).toBe('stale')
  })

  it('refreshOnStale asks at the moment it ends', async () => {
    const { clock, manager } = setup()
    const fetcher = vi.fn(async () => 1)
    manager.register('k', fetcher, { ttl: 1000, refreshOnStale: true })
    await clock.advance(3500)
    expect(fetcher).toHaveBeenCalledTimes(4)
  })
})

describe('C6 fallback', () => {
  it('keeps the last good data on failure, marked stale in time, with the error beside it', async () => {
    const { clock, manager } = setup()
    let fails = false
    manager.register(
      'k',
      async () => {
        if (fails) throw new Error('down')
        return 'good'
      },
      { interval: 1000, retry: false },
    )
    await clock.advance(0)
    fails = true
    await clock.advance(MINUTE)
    expect(manager.getSnapshot('k')).toMatchObject({
      status: 'success',
      data: 'good',
      freshness: 'stale',
      error: { message: 'down' },
      updatedAt: START,
    })
  })

  it('shows the static fallback, stale, with the error, where nothing is held', async () => {
    const { manager } = setup()
    const error = new Error('down')
    const fallback = { rows: [] as number[] }
    const told = watch(manager, 'k')
    manager.register<{ rows: number[] }>('k', () => Promise.reject(error), { retry: false, fallback })
    await flush()
    expect(told.map(({ status }) => status)).toEqual(['pending', 'pending', 'success'])
    expect(told.at(-1)).toEqual({
      ...pending,
      status: 'success',
      data: fallback,
      error,
      failureCount: 1,
      freshness: 'stale',
      isStale: true,
    })
    expect(told.at(-1)?.data).toBe(fallback)
  })

  it.each([null, false, 0, ''])('takes %s as a fallback', async (fallback) => {
    const { manager } = setup()
    manager.register<unknown>('k', () => Promise.reject(new Error('down')), { retry: false, fallback })
    await flush()
    expect(manager.getSnapshot('k')).toMatchObject({ status: 'success', data: fallback, freshness: 'stale' })
  })

  it('does not show the fallback before the request failed, nor over what is held', async () => {
    const { manager } = setup()
    manager.setData('k', 'held')
    const answer = deferred<string>()
    manager.register('k', () => answer.promise, { retry: false, fallback: 'fallback' })
    void manager.refresh('k')
    expect(manager.getSnapshot('k').data).toBe('held')
    answer.reject(new Error('down'))
    await flush()
    expect(manager.getSnapshot('k')).toMatchObject({ data: 'held', error: { message: 'down' } })
  })

  it('is no data: it is not stored, and the first answer replaces it', async () => {
    const clock = fakeClock(START)
    const cache = new TtlCache({ clock })
    const manager = new DataSyncManager({ clock, cache, environment: fixedEnvironment() })
    let fails = true
    manager.register(
      'k',
      async () => {
        if (fails) throw new Error('down')
        return 'real'
      },
      { retry: false, fallback: 'fallback', ttl: MINUTE },
    )
    await flush()
    expect(cache.peek('k')).toBeUndefined()
    await manager.refresh('k')
    expect(manager.getSnapshot('k')).toMatchObject({ data: 'fallback', failureCount: 2 })
    fails = false
    await manager.refresh('k')
    expect(manager.getSnapshot('k')).toMatchObject({
      status: 'success',
      data: 'real',
      error: undefined,
      failureCount: 0,
      freshness: 'fresh',
      source: 'network',
    })
  })

  it('is given to the updater of setData as nothing that came from the server', async () => {
    const { manager } = setup()
    manager.register<string>('k', () => Promise.reject(new Error('down')), {
      retry: false,
      fallback: 'fallback',
    })
    await flush()
    manager.setData('k', (current: unknown) => `after ${String(current)}`)
    expect(manager.getSnapshot('k')).toMatchObject({
      data: 'after fallback',
      freshness: 'stale',
      source: 'manual',
    })
  })

  it('is shown again when an optimistic update over it is taken back, or what is held is deleted', async () => {
    const clock = fakeClock(START)
    const cache = new TtlCache({ clock })
    const manager = new DataSyncManager({ clock, cache, environment: fixedEnvironment() })
    const fallback = 'fallback'
    manager.register<string>('k', () => Promise.reject(new Error('down')), { retry: false, fallback })
    await flush()
    const before = manager.getSnapshot('k')
    const rejected = new HttpError('no', { status: 400, headers: new Headers() })
    const mutation = manager.mutate(() => Promise.reject(rejected), {
      optimistic: [{ key: 'k', update: () => 'expected' }],
    })
    expect(manager.getSnapshot('k')).toMatchObject({ data: 'expected', source: 'optimistic' })
    await expect(mutation).rejects.toBe(rejected)
    expect(manager.getSnapshot('k')).toEqual(before)
    manager.setData('k', 'by hand')
    manager.pause()
    cache.delete('k')
    expect(manager.getSnapshot('k')).toMatchObject({ status: 'success', data: fallback, isStale: true })
    manager.reset()
    expect(manager.getSnapshot('k')).toMatchObject({ status: 'pending', data: undefined })
  })
})
