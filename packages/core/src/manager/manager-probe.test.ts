import { fakeClock } from '@freshline/test-utils'
import { describe, expect, it } from 'vitest'
import { fixedEnvironment } from '../environment'
import { DataSyncManager } from './manager'
import { createManagerProbe } from './manager-probe'

function start() {
  const clock = fakeClock()
  const manager = new DataSyncManager({ clock, environment: fixedEnvironment() })
  return { clock, manager, probe: createManagerProbe(manager) }
}

describe('createManagerProbe', () => {
  it('intercepts attempts, the last one put in first, until it is taken off', async () => {
    const { clock, manager, probe } = start()
    const seen: string[] = []
    manager.register('a', () => (seen.push('fetcher'), 1), { retry: false })
    await clock.advance(0)
    const off = probe.intercept((_context, ask) => (seen.push('inner'), ask()))
    const offOuter = createManagerProbe(manager).intercept(
      ({ key }, ask) => (seen.push(`outer ${key}`), ask()),
    )
    await manager.refresh('a')
    expect(seen).toEqual(['fetcher', 'outer a', 'inner', 'fetcher'])
    offOuter()
    offOuter()
    const down = probe.intercept(() => Promise.reject(new Error('simulated')))
    await manager.refresh('a')
    expect(manager.getSnapshot('a')).toMatchObject({ status: 'success', failureCount: 1 })
    off()
    down()
    await manager.refresh('a')
    expect(manager.getSnapshot('a')).toMatchObject({ error: undefined, failureCount: 0 })
    expect(() => probe.intercept(1 as never)).toThrow('around: got 1')
    manager.dispose()
  })

  it('holds the network to be away, and tells of it', async () => {
    const { clock, manager, probe } = start()
    const told: string[] = []
    for (const type of ['online', 'offline'] as const) manager.on(type, () => told.push(type))
    manager.register('a', () => 1, { interval: 1000 })
    await clock.advance(0)
    probe.setOffline(true)
    probe.setOffline(true)
    expect(manager.isOnline).toBe(false)
    expect(manager.getSnapshot('a').activity).toBe('paused')
    expect((await manager.refresh('a')).skipped).toEqual(['a'])
    probe.setOffline(false)
    await clock.advance(0)
    expect(manager.isOnline).toBe(true)
    expect(told).toEqual(['offline', 'online'])
    manager.dispose()
  })

  it('ends no outage that another probe holds', () => {
    const { manager, probe } = start()
    const other = createManagerProbe(manager)
    other.setOffline(true)
    probe.setOffline(false)
    expect(manager.isOnline).toBe(false)
    probe.setOffline(true)
    other.setOffline(false)
    expect(manager.isOnline).toBe(false)
    probe.setOffline(false)
    expect(manager.isOnline).toBe(true)
    manager.dispose()
  })

  it('ends a lifetime as if its time had passed', async () => {
    const { clock, manager, probe } = start()
    const told: unknown[] = []
    manager.on('stale', ({ key, reason }) => told.push([key, reason]))
    manager.register('a', () => 1, { ttl: 60_000 })
    await clock.advance(1000)
    expect(probe.expire('a')).toBe(true)
    expect(probe.expire('a')).toBe(false)
    expect(probe.expire('unknown')).toBe(false)
    expect(manager.getSnapshot('a')).toMatchObject({ freshness: 'stale', expiresAt: clock.now() })
    expect(told).toEqual([['a', 'expired']])
    manager.dispose()
  })

  it('says what the registrations of a key ask for', async () => {
    const { clock, manager, probe } = start()
    manager.register('a', () => 1, { interval: 15_000, tags: ['x'] })
    manager.register('a', () => 1, { interval: 60_000, tags: ['y'], timeout: 500 })
    await clock.advance(0)
    expect(probe.describe('a')).toEqual({
      tags: ['x', 'y'],
      interval: 15_000,
      ttl: 20_000,
      isByServer: false,
      gcTime: 600_000,
      timeout: 500,
      registrations: 2,
    })
    expect(probe.describe('b')).toBeUndefined()
    manager.dispose()
  })
})
