/** Contract: errors, refreshing, invalidating, and writing by hand. */
import { expect } from 'vitest'
import type { Facts } from './contract-case'
import { now, seen } from './stage'

const once = { retry: false } as const

export const asking: Facts = {
  async 'an error without data is status error, and the next success clears it'({ mount, settle, script }) {
    const { fetcher, answer, fail } = script()
    const place = mount({ use: 'sync', key: 'stats', fetcher, options: once }, [
      'status',
      'data',
      'error',
      'failureCount',
    ])
    const down = new Error('down')
    await settle()
    await fail(down)
    await settle(() => void place.call('refresh'))
    await answer('up')
    expect(seen(place)).toEqual([
      ['pending', undefined, undefined, 0],
      ['error', undefined, down, 1],
      ['success', 'up', undefined, 0],
    ])
  },

  async 'an error keeps data on screen beside it'({ mount, settle, script }) {
    const { fetcher, answer, fail } = script()
    const options = { ...once, ttl: 60_000 }
    const place = mount({ use: 'sync', key: 'stats', fetcher, options }, [
      'status',
      'data',
      'error',
      'freshness',
    ])
    const down = new Error('down')
    await settle()
    await answer('good')
    await settle(() => void place.call('refresh'))
    await fail(down)
    await settle(() => void place.call('refresh'))
    await answer('better')
    expect(seen(place)).toEqual([
      ['pending', undefined, undefined, 'empty'],
      ['success', 'good', undefined, 'fresh'],
      ['success', 'good', down, 'fresh'],
      ['success', 'better', undefined, 'fresh'],
    ])
  },

  async 'refresh asks whatever is held, and resolves with the snapshot'({ mount, settle, script }) {
    const { fetcher, calls, answer } = script()
    const options = { ttl: 60_000 }
    const place = mount({ use: 'sync', key: 'stats', fetcher, options }, ['data', 'isFetching'])
    await settle()
    await answer('one')
    let resolved: unknown
    await settle(
      () => void (place.call('refresh') as Promise<unknown>).then((snapshot) => (resolved = snapshot)),
    )
    expect(calls).toHaveLength(2)
    await answer('two')
    expect(resolved).toMatchObject({ key: 'stats', data: 'two', status: 'success' })
    expect(seen(place)).toEqual([
      [undefined, false],
      [undefined, true],
      ['one', false],
      ['one', true],
      ['two', false],
    ])
  },

  async 'a forced refresh tells the fetcher so'({ mount, settle, script }) {
    const { fetcher, calls, answer } = script()
    const place = mount({ use: 'sync', key: 'stats', fetcher }, ['data'])
    await settle()
    await answer('one')
    await settle(() => void place.call('refresh', { force: true }))
    expect(calls.map(({ given }) => (given as { forceFresh: boolean }).forceFresh)).toEqual([false, true])
  },

  async 'invalidate makes data stale, and asks once more'({ mount, settle, script }) {
    const { fetcher, calls, answer } = script()
    const place = mount({ use: 'sync', key: 'stats', fetcher, options: { ttl: 60_000 } }, [
      'data',
      'freshness',
    ])
    await settle()
    await answer('one')
    await settle(() => {
      void place.call('invalidate')
      void place.call('invalidate')
    })
    expect(now(place)).toEqual({ data: 'one', freshness: 'stale' })
    expect(calls).toHaveLength(2)
    await answer('two')
    expect(seen(place)).toEqual([
      [undefined, 'empty'],
      ['one', 'fresh'],
      ['one', 'stale'],
      ['two', 'fresh'],
    ])
  },

  async 'an answer that an invalidation overtook is never shown as fresh'({
    manager,
    mount,
    settle,
    script,
  }) {
    const { fetcher, calls, answer } = script()
    const place = mount({ use: 'sync', key: 'stats', fetcher, options: { ttl: 60_000, tags: ['t'] } }, [
      'data',
      'freshness',
    ])
    await settle()
    await settle(() => {
      for (let time = 0; time < 3; time++) void manager.invalidate({ tag: 't' })
    })
    expect(calls).toHaveLength(2)
    await answer('old', 0)
    expect(now(place).freshness).not.toBe('fresh')
    await answer('new', 1)
    expect(seen(place)).toEqual([
      [undefined, 'empty'],
      ['old', 'stale'],
      ['new', 'fresh'],
    ])
    expect(calls).toHaveLength(2)
  },

  async 'setData shows a value, and what a function makes of the present one'({ mount, settle, script }) {
    const { fetcher, calls, answer } = script()
    const place = mount({ use: 'sync', key: 'stats', fetcher, options: { ttl: 60_000 } }, ['data', 'source'])
    await settle()
    await answer(1)
    await settle(() => place.call('setData', 5))
    await settle(() => place.call('setData', (current: number) => current + 1))
    expect(seen(place)).toEqual([
      [undefined, undefined],
      [1, 'network'],
      [5, 'manual'],
      [6, 'manual'],
    ])
    expect(calls).toHaveLength(1)
  },
}
