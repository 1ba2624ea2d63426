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

  it('says how a request that is repeated stands', async () => {
    const { clock, manager, probe } = start()
    const attempts: ((error: Error) => void)[] = []
    const load = () => new Promise<never>((_, reject) => attempts.push(reject))
    const fail = async (message: string) => {
      attempts.at(-1)?.(new Error(message))
      await clock.advance(0)
    }
    const request = () => probe.describe('a')?.request
    manager.subscribe('a', () => {})
    expect([probe.describe('a')?.registrations, request()]).toEqual([0, undefined])
    manager.register('a', load, { retry: { limit: 2, delay: () => 1000 } })
    await clock.advance(0)
    expect(request()).toEqual({ failures: 0, error: undefined, nextAt: undefined })
    await fail('one')
    expect(request()).toMatchObject({ failures: 1, error: { message: 'one' }, nextAt: clock.now() + 1000 })
    await clock.advance(1000)
    expect(request()).toMatchObject({ failures: 1, error: { message: 'one' }, nextAt: undefined })
    await fail('two')
    expect(request()).toMatchObject({ failures: 2, error: { message: 'two' }, nextAt: clock.now() + 1000 })
    await clock.advance(1000)
    await fail('three')
    expect(request()).toBeUndefined()
    manager.dispose()
  })

  it('lets requests under way fail, whatever is answered to them', async () => {
    const { clock, manager, probe } = start()
    const answers: ((value: string) => void)[] = []
    const signals: AbortSignal[] = []
    manager.register(
      'a',
      ({ signal }) => {
        signals.push(signal)
        return new Promise<string>((resolve) => answers.push(resolve))
      },
      { retry: false },
    )
    await clock.advance(0)
    // A forced request joins none, so two are under way.
    void manager.refresh('a', { force: true })
    await clock.advance(0)
    const down = new Error('down')
    expect(probe.fail('a', down)).toBe(true)
    expect(probe.fail('a', down)).toBe(false)
    expect(probe.fail('unknown', down)).toBe(false)
    expect(manager.getSnapshot('a')).toMatchObject({ status: 'error', error: down, activity: 'idle' })
    expect(signals.map(({ aborted }) => aborted)).toEqual([true, true])
    for (const answer of answers) answer('late')
    await clock.advance(0)
    expect(manager.getSnapshot('a').data).toBeUndefined()
    expect(manager.metrics().running).toBe(0)
    manager.dispose()
  })
})
