// B5 the auto-sync switch: for everything, for what a target names, and for one key.
import { flush } from '@freshline/test-utils'
import { rememberAutoSync } from '@freshline/core'
import { describe, expect, it } from 'vitest'
import { counting, scripted, settled, setup } from './polling-support'

describe('B5 pause and resume of everything', () => {
  it('ends polls and timers, tells once, and asks for what is due when resumed', async () => {
    const { clock, manager, told } = setup()
    const polled = counting(clock)
    const fresh = counting(clock)
    manager.register('polled', polled.fetcher, { interval: 10_000, ttl: Infinity })
    manager.register('fresh', fresh.fetcher, { interval: 600_000, ttl: Infinity })
    await clock.advance(1000)
    manager.pause()
    manager.pause()
    expect(manager.isPaused).toBe(true)
    expect(manager.getSnapshot('polled').activity).toBe('paused')
    await clock.advance(60_000)
    expect(clock.pending).toBe(0)
    manager.resume()
    manager.resume()
    expect(manager.isPaused).toBe(false)
    await clock.advance(10_000)
    expect(polled.times).toEqual([0, 61_000, 71_000])
    expect(fresh.times).toEqual([0])
    expect(told('paused', 'resumed')).toEqual(['paused', 'resumed'])
  })

  it('holds for keys registered meanwhile, all but their first load', async () => {
    const { clock, manager } = setup()
    manager.pause()
    const { fetcher, times } = counting(clock)
    manager.register('stats', fetcher, { interval: 10_000 })
    await clock.advance(60_000)
    expect(times).toEqual([0])
    manager.resume()
    await flush()
    expect(times).toEqual([0, 60_000])
  })

  it('a request in flight goes on, and its answer is taken', async () => {
    const { manager } = setup()
    const api = scripted<number>()
    manager.register('stats', api.fetcher)
    manager.pause()
    await api.last.answer(1)
    expect(manager.getSnapshot('stats').data).toBe(1)
    expect(api.last.context.signal.aborted).toBe(false)
  })

  it('answers an invalidation with skipped at once, also while a person’s request is on its way', async () => {
    const { manager } = setup()
    const api = scripted<number>()
    manager.register('list', api.fetcher, { ttl: 60_000 })
    await api.last.answer(1)
    manager.pause()
    const asked = manager.refresh('list')
    expect(api.count).toBe(2)
    expect(await settled(manager.invalidate('list'))).toMatchObject({ skipped: ['list'] })
    await api.last.answer(2)
    expect(await settled(asked)).toMatchObject({ refreshed: ['list'] })
    expect(manager.getSnapshot('list')).toMatchObject({ data: 2, freshness: 'stale' })
    manager.resume()
    expect(api.count).toBe(3)
    await api.last.answer(3)
    expect(manager.getSnapshot('list')).toMatchObject({ data: 3, freshness: 'fresh' })
  })

  it('keeps an invalidation, answers it with skipped, and asks once when resumed', async () => {
    const { manager } = setup()
    const api = scripted<number>()
    manager.register('list', api.fetcher, { ttl: 3_600_000 })
    await api.last.answer(1)
    manager.pause()
    expect(await settled(manager.invalidate('list'))).toMatchObject({ skipped: ['list'] })
    await manager.invalidate('list')
    expect(manager.getSnapshot('list').freshness).toBe('stale')
    expect(api.count).toBe(1)
    manager.resume()
    expect(api.count).toBe(2)
    await api.last.answer(2)
    expect(manager.getSnapshot('list')).toMatchObject({ data: 2, freshness: 'fresh' })
    expect(api.count).toBe(2)
  })

  it('does not ask on return, reconnect or focus', async () => {
    const { clock, environment, manager } = setup()
    const { fetcher, times } = counting(clock)
    manager.register('stats', fetcher, { refreshOnVisible: 'always', refreshOnFocus: true })
    await clock.advance(60_000)
    manager.pause()
    environment.set({ visible: false, online: false, focused: false })
    await clock.advance(60_000)
    environment.set({ visible: true, online: true, focused: true })
    await clock.advance(60_000)
    expect(times).toEqual([0])
    manager.resume()
    await clock.advance(10_000)
    expect(times.length).toBeLessThanOrEqual(2)
  })

  it('resumed while hidden or offline waits for both', async () => {
    const { clock, environment, manager } = setup()
    const { fetcher, times } = counting(clock)
    manager.register('stats', fetcher, { interval: 10_000 })
    await clock.advance(0)
    manager.pause()
    environment.set({ visible: false, online: false })
    await clock.advance(30_000)
    manager.resume()
    await clock.advance(30_000)
    environment.set({ visible: true })
    await clock.advance(30_000)
    expect(times).toEqual([0])
    environment.set({ online: true })
    await flush()
    expect(times).toEqual([0, 90_000])
  })

  it('a failing request is not repeated while paused', async () => {
    const { clock, manager } = setup()
    const api = scripted<number>()
    manager.register('stats', api.fetcher, { interval: 10_000, retry: 5 })
    await api.last.answer(1)
    await clock.advance(10_000)
    manager.pause()
    await api.last.fail()
    await clock.advance(600_000)
    expect(api.count).toBe(2)
    expect(manager.getSnapshot('stats')).toMatchObject({ data: 1, activity: 'paused' })
    manager.resume()
    await flush()
    expect(api.count).toBe(3)
  })
})

describe('B5 pause and resume of a target', () => {
  it('by key, array key, pattern and tag reaches what matches only', async () => {
    const { clock, manager, told } = setup()
    const asked: string[] = []
    const fetcher = async ({ key }: { key: string }) => asked.push(key)
    manager.register(['a', 1], fetcher, { interval: 10_000 })
    manager.register(['a', 2], fetcher, { interval: 10_000, tags: ['t'] })
    manager.register('b', fetcher, { interval: 10_000, tags: ['t'] })
    manager.register('c', fetcher, { interval: 10_000 })
    await clock.advance(0)
    const polled = async () => {
      asked.length = 0
      await clock.advance(10_000)
      return asked.sort().join()
    }
    manager.pause('a:*')
    expect(await polled()).toBe('b,c')
    manager.pause({ tag: 't' })
    expect(await polled()).toBe('c')
    manager.resume(['a', 1])
    expect(await polled()).toBe('a:1,c')
    manager.resume({ tag: 't' })
    expect(await polled()).toBe('a:1,a:2,b,c')
    expect(told('paused', 'resumed')).toEqual([
      'paused a:1',
      'paused a:2',
      'paused b',
      'resumed a:1',
      'resumed a:2',
      'resumed b',
    ])
  })

  it('and of everything are two switches: both must be on', async () => {
    const { clock, manager } = setup()
    const { fetcher, times } = counting(clock)
    manager.register('a', fetcher, { interval: 10_000 })
    await clock.advance(0)
    manager.pause('a')
    manager.pause()
    manager.resume()
    await clock.advance(30_000)
    expect(times).toEqual([0])
    manager.pause()
    manager.resume('a')
    await clock.advance(30_000)
    expect(times).toEqual([0])
    manager.resume()
    await flush()
    expect(times).toEqual([0, 60_000])
  })
})

describe('B5 setEnabled', () => {
  it('overrides what registrations say, both ways', async () => {
    const { clock, manager } = setup()
    const on = counting(clock)
    const off = counting(clock)
    manager.register('on', on.fetcher, { interval: 10_000 })
    manager.register('off', off.fetcher, { interval: 10_000, enabled: false })
    await clock.advance(0)
    manager.setEnabled('on', false)
    manager.setEnabled('off', true)
    await clock.advance(30_000)
    expect(on.times).toEqual([0])
    expect(off.times).toEqual([0, 10_000, 20_000, 30_000])
    expect(manager.getStatus().map(({ key, enabled }) => [key, enabled])).toEqual([
      ['on', false],
      ['off', true],
    ])
    manager.setEnabled('on', true)
    await clock.advance(0)
    expect(on.times).toEqual([0, 30_000])
  })

  it('on asks for what became stale while it was off', async () => {
    const { clock, manager } = setup()
    const { fetcher, times } = counting(clock)
    manager.register('list', fetcher, { ttl: 3_600_000 })
    await clock.advance(0)
    manager.setEnabled('list', false)
    await manager.invalidate('list')
    await clock.advance(1000)
    expect(times).toEqual([0])
    manager.setEnabled('list', true)
    await clock.advance(0)
    expect(times).toEqual([0, 1000])
    expect(manager.getSnapshot('list').freshness).toBe('fresh')
  })

  it('ignores keys that nobody registered, and is forgotten with the last registration', async () => {
    const { clock, manager } = setup()
    manager.setEnabled('nobody', false)
    expect(manager.getStatus()).toEqual([])
    const { fetcher, times } = counting(clock)
    const registration = manager.register('a', fetcher, { interval: 10_000 })
    await clock.advance(0)
    manager.setEnabled('a', false)
    registration.unregister()
    manager.register('a', fetcher, { interval: 10_000 })
    await clock.advance(10_000)
    expect(times).toEqual([0, 10_000])
  })
})

describe('B5 kept across reloads', () => {
  /** What `localStorage` is to a page: it outlives managers. */
  function storage(entries: [string, string][] = []) {
    const held = new Map(entries)
    return {
      held,
      getItem: (name: string) => held.get(name) ?? null,
      setItem: (name: string, value: string) => void held.set(name, value),
    }
  }

  it('a page that was switched off stays off, and one that was switched on again is on', () => {
    const kept = storage()
    const first = setup().manager
    rememberAutoSync(first, { storage: kept })
    first.pause()
    const second = setup().manager
    rememberAutoSync(second, { storage: kept })
    expect(second.isPaused).toBe(true)
    second.resume()
    const third = setup().manager
    rememberAutoSync(third, { storage: kept })
    expect(third.isPaused).toBe(false)
  })

  it('is not changed by the switches of single keys, nor after it was stopped', () => {
    const kept = storage()
    const { manager } = setup()
    const stop = rememberAutoSync(manager, { storage: kept, key: 'mine' })
    manager.register('a', async () => 1)
    manager.pause('a')
    manager.setEnabled('a', false)
    expect(kept.held.size).toBe(0)
    stop()
    manager.pause()
    expect(kept.held.size).toBe(0)
  })

  it('is kept apart for the users of one browser', () => {
    const kept = storage()
    const one = setup({ scope: 'one:' }).manager
    rememberAutoSync(one, { storage: kept })
    one.pause()
    const two = setup({ scope: 'two:' }).manager
    rememberAutoSync(two, { storage: kept })
    expect(two.isPaused).toBe(false)
  })

  it('does without a storage that is missing or throws', () => {
    const broken = {
      getItem: (): string | null => {
        throw new Error('forbidden')
      },
      setItem: (): void => {
        throw new Error('full')
      },
    }
    for (const options of [{ storage: broken }, {}]) {
      const { manager } = setup()
      const stop = rememberAutoSync(manager, options)
      manager.pause()
      expect(manager.isPaused).toBe(true)
      stop()
    }
  })
})
