// B6: one row a key, ready for `console.table`.
import { deferred, fakeClock, flush } from '@freshline/test-utils'
import { DataSyncManager, fixedEnvironment, HttpError, type DataSyncManagerOptions } from '@freshline/core'
import { describe, expect, it } from 'vitest'

const START = Date.UTC(2026, 0, 1)

function setup(options: DataSyncManagerOptions = {}) {
  const clock = fakeClock(START)
  const environment = fixedEnvironment()
  const manager = new DataSyncManager({ clock, environment, ...options })
  const next = (key: string) => {
    const at = manager.getStatus().find((row) => row.key === key)?.nextSync
    return at ? at.getTime() - START : at
  }
  return { clock, environment, manager, next }
}

describe('B6 getStatus', () => {
  it('has a row for each key, with exactly the pinned members', async () => {
    const { clock, manager } = setup()
    manager.register('stats', async () => 1, { interval: 30_000 })
    manager.subscribe('stats', () => {})
    manager.subscribe('stats', () => {})
    manager.register('broken', () => Promise.reject(new Error('down')), { retry: false })
    manager.subscribe('watched', () => {})
    await clock.advance(100)
    expect(manager.getStatus()).toEqual([
      {
        key: 'stats',
        active: true,
        enabled: true,
        freshness: 'fresh',
        lastSync: new Date(START),
        nextSync: new Date(START + 30_000),
        lastError: null,
        failures: 0,
        subscribers: 2,
      },
      {
        key: 'broken',
        active: true,
        enabled: true,
        freshness: 'empty',
        lastSync: null,
        nextSync: null,
        lastError: 'down',
        failures: 1,
        subscribers: 0,
      },
      {
        key: 'watched',
        active: false,
        enabled: false,
        freshness: 'empty',
        lastSync: null,
        nextSync: null,
        lastError: null,
        failures: 0,
        subscribers: 1,
      },
    ])
  })

  it('is ready for console.table: flat rows of text, numbers, booleans, dates and null', async () => {
    const { manager } = setup()
    manager.register(['a', { b: 1 }], async () => ({ deep: { data: true } }), { interval: 1000 })
    await flush()
    for (const row of manager.getStatus()) {
      for (const value of Object.values(row)) {
        expect(value === null || value instanceof Date || Object(value) !== value).toBe(true)
      }
    }
    expect(JSON.parse(JSON.stringify(manager.getStatus()))).toMatchObject([
      { key: 'a:{"b":1}', nextSync: '2026-01-01T00:00:01.000Z' },
    ])
  })

  it('is empty before the first registration and after the last', async () => {
    const { manager } = setup()
    expect(manager.getStatus()).toEqual([])
    const registration = manager.register('k', async () => 1)
    await flush()
    registration.unregister()
    expect(manager.getStatus()).toEqual([])
  })

  it('answers a copy', async () => {
    const { manager } = setup()
    manager.register('k', async () => 1)
    const before = manager.getStatus()
    await flush()
    expect(before).toMatchObject([{ lastSync: null }])
    before.pop()
    expect(manager.getStatus()).toHaveLength(1)
  })

  it('nextSync follows the polls, and what holds them', async () => {
    const { clock, environment, manager, next } = setup()
    manager.register('k', async () => 1, {
      interval: 10_000,
      refreshOnVisible: false,
      refreshOnReconnect: false,
    })
    await clock.advance(25_000)
    expect(next('k')).toBe(30_000)
    const held = () => manager.getStatus().map(({ active, enabled, nextSync }) => [active, enabled, nextSync])
    manager.pause()
    expect(held()).toEqual([[false, true, null]])
    manager.resume()
    manager.pause('k')
    expect(held()).toEqual([[false, true, null]])
    manager.resume('k')
    manager.setEnabled('k', false)
    expect(held()).toEqual([[false, false, null]])
    manager.setEnabled('k', true)
    environment.set({ visible: false })
    expect(held()).toEqual([[false, true, null]])
    environment.set({ visible: true, online: false })
    expect(held()).toEqual([[false, true, null]])
    environment.set({ online: true })
    expect(next('k')).toBe(30_000)
  })

  it('nextSync is the hidden interval where there is one', async () => {
    const { clock, environment, manager, next } = setup()
    manager.register('k', async () => 1, { interval: 10_000, hiddenInterval: 60_000 })
    await clock.advance(5000)
    environment.set({ visible: false })
    expect(manager.getStatus()).toMatchObject([{ active: true, nextSync: new Date(START + 60_000) }])
    expect(next('k')).toBe(60_000)
  })

  it('nextSync is later after failures, and as late as the server asked', async () => {
    const { clock, manager, next } = setup()
    let error: Error = new Error('down')
    manager.register('k', () => Promise.reject(error), { interval: 10_000, retry: false })
    await clock.advance(0)
    expect(next('k')).toBeGreaterThanOrEqual(10_000)
    error = new HttpError('busy', { status: 429, headers: new Headers(), retryAfter: 600_000 })
    await clock.advance((next('k') ?? 0) + 1)
    expect(manager.getStatus()).toMatchObject([{ failures: 2 }])
    expect((next('k') ?? 0) - (clock.now() - START)).toBeGreaterThanOrEqual(600_000)
  })

  it('nextSync is not earlier than the server asked, also where an invalidation is owed', async () => {
    const { clock, manager, next } = setup()
    let isDown = false
    manager.register(
      'k',
      async () => {
        if (isDown) throw new HttpError('busy', { status: 503, headers: new Headers(), retryAfter: 600_000 })
        return 1
      },
      { ttl: 60_000, retry: false },
    )
    await clock.advance(1000)
    isDown = true
    await manager.invalidate('k')
    expect(manager.getStatus()).toMatchObject([{ failures: 1, freshness: 'stale' }])
    expect(next('k')).toBeGreaterThanOrEqual(601_000)
  })

  it('nextSync is never in the past', async () => {
    const { clock, manager, next } = setup()
    const never = deferred<number>()
    manager.register('slow', () => never.promise, { interval: 10_000, timeout: 300_000 })
    await clock.advance(25_000)
    const at = next('slow')
    expect(at === null || Number(at) >= 25_000).toBe(true)
  })

  it('lastSync is the last answer, changed or not, not the last failure', async () => {
    const { clock, manager } = setup()
    let fails = false
    const last = () => manager.getStatus()[0]?.lastSync?.getTime()
    manager.register(
      'k',
      async () => {
        if (fails) throw new Error('down')
        return 1
      },
      { interval: 10_000, retry: false },
    )
    await clock.advance(20_000)
    expect(last()).toBe(START + 20_000)
    fails = true
    await clock.advance(15_000)
    expect(last()).toBe(START + 20_000)
    manager.setData('k', 2)
    expect(last()).toBe(START + 20_000)
    expect(manager.getStatus()).toMatchObject([{ lastError: 'down', failures: 1 }])
  })

  it('lastError goes with the next success', async () => {
    const { manager } = setup()
    let fails = true
    manager.register(
      'k',
      async () => {
        if (fails) throw new Error('down')
        return 1
      },
      { retry: false },
    )
    await flush()
    await manager.refresh('k')
    expect(manager.getStatus()).toMatchObject([{ lastError: 'down', failures: 2 }])
    fails = false
    await manager.refresh('k')
    expect(manager.getStatus()).toMatchObject([{ lastError: null, failures: 0 }])
  })

  it('freshness moves with time', async () => {
    const { clock, manager } = setup()
    manager.register('k', async () => 1, { ttl: 1000 })
    const freshness = () => manager.getStatus()[0]?.freshness
    expect(freshness()).toBe('empty')
    await clock.advance(999)
    expect(freshness()).toBe('fresh')
    await clock.advance(1)
    expect(freshness()).toBe('stale')
  })

  it('a registration that is not enabled is not active; one that is makes the key active', async () => {
    const { manager } = setup()
    manager.register('k', async () => 1, { interval: 1000, enabled: false })
    expect(manager.getStatus()).toMatchObject([{ enabled: false, active: false, nextSync: null }])
    const second = manager.register('k', async () => 1, { interval: 5000 })
    expect(manager.getStatus()).toMatchObject([
      { enabled: true, active: true, nextSync: new Date(START + 5000) },
    ])
    await flush()
    second.unregister()
    expect(manager.getStatus()).toMatchObject([{ enabled: false, active: false, nextSync: null }])
  })
})
