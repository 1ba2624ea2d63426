// B4 offline pauses, online resumes; reconnect and focus are options.
import { flush } from '@freshline/test-utils'
import { NetworkError } from '@freshline/core'
import { describe, expect, it } from 'vitest'
import { counting, scripted, settled, setup } from './polling-support'

describe('B4 offline', () => {
  it('pauses polls and holds no timer for them', async () => {
    const { clock, environment, manager, told } = setup()
    const { fetcher, times } = counting(clock)
    manager.register('stats', fetcher, { interval: 10_000, ttl: Infinity })
    await clock.advance(0)
    environment.set({ online: false })
    expect(manager.isOnline).toBe(false)
    expect(manager.getSnapshot('stats').activity).toBe('paused')
    await clock.advance(3_600_000)
    expect(times).toEqual([0])
    expect(clock.pending).toBe(0)
    expect(told('offline', 'online')).toEqual(['offline'])
  })

  it('asks nothing for a key that is registered meanwhile, and asks for it on reconnect', async () => {
    const { clock, environment, manager, told } = setup()
    environment.set({ online: false })
    const { fetcher, times } = counting(clock)
    manager.register('stats', fetcher)
    await clock.advance(60_000)
    expect(times).toEqual([])
    expect(manager.getSnapshot('stats')).toMatchObject({ status: 'pending', activity: 'paused' })
    environment.set({ online: true })
    await flush()
    expect(times).toEqual([60_000])
    expect(told('online', 'fetching', 'success')).toEqual(['online', 'fetching stats', 'success stats'])
  })

  it('lets data become stale at its time, and shows it', async () => {
    const { clock, environment, manager, told } = setup()
    manager.register('stats', async () => 1, { interval: 10_000 })
    await clock.advance(0)
    environment.set({ online: false })
    await clock.advance(15_000)
    expect(manager.getSnapshot('stats')).toMatchObject({ data: 1, freshness: 'stale', error: undefined })
    await clock.advance(300_000)
    expect(manager.getSnapshot('stats').isOverdue).toBe(true)
    expect(told('stale', 'overdue')).toEqual(['stale stats', 'overdue stats'])
  })

  it('does not repeat a request that broke off with the network; it is asked for on reconnect', async () => {
    const { clock, environment, manager } = setup()
    const api = scripted<number>()
    manager.register('stats', api.fetcher, { interval: 10_000 })
    environment.set({ online: false })
    await api.last.fail(new NetworkError('gone'))
    await clock.advance(600_000)
    expect(api.count).toBe(1)
    environment.set({ online: true })
    await flush()
    expect(api.count).toBe(2)
    await api.last.answer(1)
    expect(manager.getSnapshot('stats')).toMatchObject({ data: 1, error: undefined, failureCount: 0 })
    await clock.advance(10_000)
    expect(api.count).toBe(3)
  })

  it('keeps an invalidation, answers it with skipped, and asks once on reconnect', async () => {
    const { environment, manager } = setup()
    const api = scripted<number>()
    manager.register('list', api.fetcher, { ttl: 3_600_000, refreshOnReconnect: false })
    await api.last.answer(1)
    environment.set({ online: false })
    expect(await settled(manager.invalidate('list'))).toMatchObject({ skipped: ['list'] })
    await manager.invalidate('*')
    environment.set({ online: true })
    expect(api.count).toBe(2)
    await api.last.answer(2)
    expect(api.count).toBe(2)
    expect(manager.getSnapshot('list')).toMatchObject({ data: 2, freshness: 'fresh' })
  })
})

describe('B4 reconnect', () => {
  it('asks for stale keys once, unless told not to, and leaves fresh ones alone', async () => {
    const { clock, environment, manager } = setup()
    const asked: string[] = []
    const fetcher = async ({ key }: { key: string }) => asked.push(key)
    manager.register('stale', fetcher, { ttl: 1000 })
    manager.register('fresh', fetcher, { ttl: 600_000 })
    manager.register('never', fetcher, { ttl: 1000, refreshOnReconnect: false })
    manager.register('polled', fetcher, { interval: 10_000, refreshOnReconnect: false })
    await clock.advance(0)
    environment.set({ online: false })
    await clock.advance(60_000)
    asked.length = 0
    environment.set({ online: true })
    await flush()
    expect(asked).toEqual(['stale', 'polled'])
  })

  it('while hidden waits until the page is shown', async () => {
    const { clock, environment, manager } = setup()
    const { fetcher, times } = counting(clock)
    manager.register('stats', fetcher)
    await clock.advance(0)
    environment.set({ visible: false })
    environment.set({ online: false })
    await clock.advance(60_000)
    environment.set({ online: true })
    await clock.advance(60_000)
    expect(times).toEqual([0])
    environment.set({ visible: true })
    await flush()
    expect(times).toEqual([0, 120_000])
  })

  it('and return at the same moment ask once', async () => {
    const { clock, environment, manager } = setup()
    const { fetcher, times } = counting(clock)
    manager.register('stale', fetcher)
    manager.register('polled', fetcher, { interval: 10_000 })
    await clock.advance(0)
    environment.set({ visible: false, online: false })
    await clock.advance(60_000)
    environment.set({ visible: true, online: true })
    await clock.advance(50)
    expect(times).toEqual([0, 0, 60_000, 60_000])
  })

  it('a network that flaps makes no storm', async () => {
    const { clock, environment, manager } = setup()
    const { fetcher, times } = counting(clock)
    manager.register('stats', fetcher)
    await clock.advance(60_000)
    for (let n = 0; n < 50; n++) {
      environment.set({ online: false })
      await clock.advance(10)
      environment.set({ online: true })
      await clock.advance(10)
    }
    expect(times.length).toBeLessThanOrEqual(3)
  })
})

describe('B4 focus', () => {
  it('asks for stale keys that want it, and only when the window had lost it', async () => {
    const { clock, environment, manager } = setup()
    const asked: string[] = []
    const fetcher = async ({ key }: { key: string }) => asked.push(key)
    manager.register('wants', fetcher, { refreshOnFocus: true })
    manager.register('fresh', fetcher, { refreshOnFocus: true, ttl: 600_000 })
    manager.register('not', fetcher)
    await clock.advance(60_000)
    asked.length = 0
    environment.set({ focused: true })
    await flush()
    expect(asked).toEqual([])
    environment.set({ focused: false })
    await clock.advance(10_000)
    environment.set({ focused: true })
    await flush()
    expect(asked).toEqual(['wants'])
  })

  it('of a hidden page asks nothing', async () => {
    const { clock, environment, manager } = setup()
    const { fetcher, times } = counting(clock)
    manager.register('stats', fetcher, { refreshOnFocus: true })
    await clock.advance(60_000)
    environment.set({ visible: false, focused: false })
    await clock.advance(10_000)
    environment.set({ focused: true })
    await clock.advance(10_000)
    expect(times).toEqual([0])
  })
})
