/** Contract: ages, the state of a whole manager, and the switch for everything. */
import { expect } from 'vitest'
import type { Facts } from './contract-case'
import { now, seen } from './stage'

export const overviews: Facts = {
  async 'ages move by seconds below a minute, and by half minutes above'({ manager, mount, settle, pass }) {
    const place = mount({ use: 'freshness', key: 'stats' }, ['age'])
    await settle(() => manager.setData('stats', 1, { ttl: Infinity }))
    for (let second = 0; second < 3; second++) await pass(1000)
    expect(seen(place)).toEqual([[undefined], [0], [1000], [2000], [3000]])
    const before = place.frames.length
    for (let second = 3; second < 120; second++) await pass(1000)
    // 4 to 59 seconds, then 60, 90 and 120.
    expect(place.frames.length - before).toBe(56 + 3)
    await settle(() => manager.setData('stats', 2))
    expect(now(place)).toEqual({ age: 0 })
  },

  async 'freshness and times are told as they change'({ manager, mount, settle, pass, clock }) {
    const place = mount({ use: 'freshness', key: 'stats' }, [
      'freshness',
      'updatedAt',
      'expiresAt',
      'isOverdue',
    ])
    await settle()
    const at = clock.now()
    await settle(() => manager.setData('stats', 1, { ttl: 10_000 }))
    await pass(10_000)
    await pass(300_000)
    expect(seen(place)).toEqual([
      ['empty', undefined, undefined, false],
      ['fresh', at, at + 10_000, false],
      ['stale', at, at + 10_000, false],
      ['stale', at, at + 10_000, true],
    ])
  },

  async 'ages need one timer for all places, and none while hidden or left'({
    manager,
    environment,
    mount,
    settle,
    pass,
    clock,
    listeners,
  }) {
    const places = Array.from({ length: 5 }, () => mount({ use: 'freshness', key: 'stats' }, ['age']))
    const first = places[0] as (typeof places)[0]
    await settle(() => manager.setData('stats', 1, { ttl: Infinity }))
    const timers = clock.pending
    expect(timers).toBeLessThanOrEqual(2)
    await pass(5000)
    expect(places.map(now)).toEqual(Array.from({ length: 5 }, () => ({ age: 5000 })))
    await settle(() => environment.set({ visible: false }))
    const shown = first.frames.length
    await pass(30_000)
    expect(first.frames.length).toBe(shown)
    expect(clock.pending).toBeLessThan(timers)
    await settle(() => environment.set({ visible: true }))
    expect(now(first)).toEqual({ age: 35_000 })
    for (const place of places) place.unmount()
    await settle()
    expect([clock.pending, listeners()]).toEqual([0, 0])
  },

  async 'the freshness of a null key is empty'({ mount, settle, manager }) {
    const place = mount({ use: 'freshness', key: null }, ['freshness', 'age', 'isOverdue'])
    await settle()
    expect(seen(place)).toEqual([['empty', undefined, false]])
    expect(manager.getStatus()).toEqual([])
  },

  async 'the status of all keys is told once for all that happens in a turn'({
    manager,
    environment,
    mount,
    settle,
    script,
    clock,
  }) {
    const place = mount({ use: 'status' }, ['entries', 'isSyncing', 'isOnline', 'lastSync', 'errors'])
    await settle()
    expect(now(place)).toEqual({ entries: [], isSyncing: false, isOnline: true, lastSync: null, errors: [] })
    const good = script()
    const bad = script()
    await settle(() => {
      manager.register('good', good.fetcher)
      manager.register('bad', bad.fetcher, { retry: false })
    })
    expect(now(place)).toMatchObject({ isSyncing: true, entries: [{ key: 'good' }, { key: 'bad' }] })
    const before = place.frames.length
    await good.answer('yes')
    expect(place.frames.length).toBe(before + 1)
    await bad.fail(new Error('no'))
    expect(now(place)).toMatchObject({
      isSyncing: false,
      lastSync: new Date(clock.now()),
      errors: [{ key: 'bad', lastError: 'no' }],
    })
    await settle(() => environment.set({ online: false }))
    expect(now(place)).toMatchObject({ isOnline: false })
    const shown = place.frames.length
    place.unmount()
    await settle(() => environment.set({ online: true }))
    expect(place.frames.length).toBe(shown)
  },

  async 'the auto-sync switch pauses and resumes everything, also from elsewhere'({
    manager,
    mount,
    settle,
    script,
    pass,
  }) {
    const { fetcher, calls, answer } = script()
    const place = mount({ use: 'autoSync' }, ['enabled'])
    mount({ use: 'sync', key: 'stats', fetcher, options: { interval: 10_000 } }, [])
    await settle()
    await answer('one')
    await settle(() => place.call('toggle'))
    await pass(60_000)
    expect([manager.isPaused, calls.length]).toEqual([true, 1])
    await settle(() => place.call('setEnabled', true))
    expect(calls).toHaveLength(2)
    await settle(() => manager.pause())
    await settle(() => place.call('toggle'))
    expect(seen(place)).toEqual([[true], [false], [true], [false], [true]])
  },
}
