/** Contract: first loads, sharing, selections, and what time does to data. */
import { expect } from 'vitest'
import type { Facts } from './contract-case'
import { now, seen } from './stage'

export const reading: Facts = {
  async 'a first load is pending, then fetching, then data'({ mount, settle, script }) {
    const { fetcher, calls, answer } = script()
    const place = mount({ use: 'sync', key: 'stats', fetcher }, ['status', 'data', 'isFetching'])
    await settle()
    expect(calls).toHaveLength(1)
    await answer('five')
    expect(seen(place)).toEqual([
      ['pending', undefined, false],
      ['pending', undefined, true],
      ['success', 'five', false],
    ])
    expect(calls).toHaveLength(1)
  },

  async 'fresh data that is held is shown at once, without a request'({ manager, mount, settle, script }) {
    manager.setData('stats', 'held', { ttl: 60_000 })
    const { fetcher, calls } = script()
    const place = mount({ use: 'sync', key: 'stats', fetcher }, ['status', 'data', 'freshness'])
    await settle()
    expect(seen(place)).toEqual([['success', 'held', 'fresh']])
    expect(calls).toHaveLength(0)
  },

  async 'two places of a key share one request and one poll'({ manager, mount, settle, pass, script }) {
    const { fetcher, calls, answer } = script()
    const use = { use: 'sync', key: ['stats', 1], fetcher, options: { interval: 10_000 } } as const
    const first = mount(use, ['data'])
    const second = mount({ ...use, key: 'stats:1' }, ['data'])
    await settle()
    await answer('one')
    expect(calls).toHaveLength(1)
    await pass(10_000)
    expect(calls).toHaveLength(2)
    await answer('two')
    expect(seen(first)).toEqual([[undefined], ['one'], ['two']])
    expect(seen(second)).toEqual([[undefined], ['one'], ['two']])
    first.unmount()
    await settle()
    expect(manager.getStatus()).toMatchObject([{ key: 'stats:1', enabled: true, subscribers: 1 }])
    await pass(10_000)
    expect(calls).toHaveLength(3)
  },

  async 'a selection is told only when it changes'({ manager, mount, settle }) {
    manager.setData('stats', { a: 1, b: 1 }, { ttl: 60_000 })
    const select = (data: { a: number }) => data.a
    const place = mount({ use: 'sync', key: 'stats', fetcher: async () => ({ a: 0 }), options: { select } }, [
      'data',
    ])
    await settle()
    const before = place.frames.length
    await settle(() => manager.setData('stats', { a: 1, b: 2 }))
    await settle(() => manager.setData('stats', { a: 1, b: 3 }))
    expect(place.frames.length).toBe(before)
    await settle(() => manager.setData('stats', { a: 2, b: 3 }))
    expect(place.frames.length).toBe(before + 1)
    expect(seen(place)).toEqual([[1], [2]])
  },

  async 'an unchanged answer tells nothing to what reads only data'({ mount, settle, script, manager }) {
    const { fetcher, answer, calls } = script()
    const place = mount({ use: 'sync', key: 'stats', fetcher }, ['data'])
    await settle()
    await answer({ n: 1, list: [1] })
    const before = place.frames.length
    for (let time = 0; time < 3; time++) {
      await settle(() => void manager.refresh('stats'))
      await answer({ n: 1, list: [1] })
    }
    expect(calls).toHaveLength(4)
    expect(place.frames.length).toBe(before)
  },

  async 'a place without a fetcher only watches'({ manager, mount, settle, script }) {
    const place = mount({ use: 'sync', key: 'stats' }, ['status', 'data'])
    await settle()
    expect(manager.getStatus()).toMatchObject([{ enabled: false, subscribers: 1 }])
    const { fetcher, answer } = script()
    await settle(() => manager.register('stats', fetcher))
    await answer('five')
    expect(seen(place)).toEqual([
      ['pending', undefined],
      ['success', 'five'],
    ])
  },

  async 'data goes from fresh to stale to overdue as time passes'({ mount, settle, pass, script, clock }) {
    const { fetcher, answer } = script()
    const options = { ttl: 10_000, overdueAfter: 60_000 }
    const place = mount({ use: 'sync', key: 'stats', fetcher, options }, [
      'freshness',
      'isStale',
      'isOverdue',
    ])
    await settle()
    await answer('five')
    const start = clock.now()
    const before = place.frames.length
    await pass(9_999)
    expect(place.frames.length).toBe(before)
    await pass(1)
    expect(now(place)).toMatchObject({ freshness: 'stale', isOverdue: false })
    await pass(59_999)
    expect(place.frames.length).toBe(before + 1)
    await pass(1)
    expect(clock.now() - start).toBe(70_000)
    expect(seen(place)).toEqual([
      ['empty', false, false],
      ['fresh', false, false],
      ['stale', true, false],
      ['stale', true, true],
    ])
  },

  async 'without lifetime and interval, data is stale as it arrives'({ mount, settle, script }) {
    const { fetcher, answer } = script()
    const place = mount({ use: 'sync', key: 'stats', fetcher }, ['data', 'freshness'])
    await settle()
    await answer('five')
    expect(seen(place)).toEqual([
      [undefined, 'empty'],
      ['five', 'stale'],
    ])
  },
}
