/** Contract: places that leave, come back, or lose their manager; pages that are hidden. */
import { expect } from 'vitest'
import type { Facts } from './contract-case'
import { now, seen } from './stage'

export const leaving: Facts = {
  async 'a place that leaves aborts its request, is told nothing more, and leaves nothing behind'({
    manager,
    mount,
    settle,
    script,
    clock,
    listeners,
  }) {
    const { fetcher, calls, answer } = script()
    const place = mount({ use: 'sync', key: 'stats', fetcher, options: { interval: 10_000 } }, [
      'data',
      'isFetching',
    ])
    await settle()
    expect(listeners()).toBe(1)
    place.unmount()
    const shown = place.frames.length
    await settle()
    expect(calls.map(({ signal }) => signal?.aborted)).toEqual([true])
    await answer('late')
    await settle(() => clock.advance(3_600_000))
    expect(place.frames.length).toBe(shown)
    expect(calls).toHaveLength(1)
    expect(manager.getStatus()).toEqual([])
    expect(clock.pending).toBe(0)
    expect(listeners()).toBe(0)
  },

  async 'a place that leaves and comes back at once costs one request'({ mount, settle, script }) {
    const { fetcher, calls, answer } = script()
    const use = { use: 'sync', key: 'stats', fetcher } as const
    mount(use, ['data']).unmount()
    const place = mount(use, ['data'])
    await settle()
    expect(calls).toHaveLength(1)
    expect(calls[0]?.signal?.aborted).toBe(false)
    await answer('five')
    expect(seen(place)).toEqual([[undefined], ['five']])
  },

  async 'a request survives as long as one place wants it'({ mount, settle, script }) {
    const { fetcher, calls, answer } = script()
    const use = { use: 'sync', key: 'stats', fetcher } as const
    const first = mount(use, ['data'])
    const second = mount(use, ['data'])
    await settle()
    first.unmount()
    await settle()
    expect(calls[0]?.signal?.aborted).toBe(false)
    await answer('five')
    expect(now(second)).toEqual({ data: 'five' })
    expect(seen(first)).toEqual([[undefined]])
  },

  async 'a place that comes back shows what is held, and asks only for what is stale'({
    mount,
    settle,
    script,
    pass,
  }) {
    const { fetcher, calls, answer } = script()
    const use = { use: 'sync', key: 'stats', fetcher, options: { ttl: 10_000 } } as const
    const first = mount(use, ['data'])
    await settle()
    await answer('one')
    first.unmount()
    await pass(5_000)
    const second = mount(use, ['data', 'freshness'])
    await settle()
    expect(calls).toHaveLength(1)
    second.unmount()
    await pass(10_000)
    const third = mount(use, ['data', 'freshness'])
    await settle()
    expect(calls).toHaveLength(2)
    await answer('two')
    expect(seen(second)).toEqual([['one', 'fresh']])
    expect(seen(third).slice(-2)).toEqual([
      ['one', 'stale'],
      ['two', 'fresh'],
    ])
  },

  async 'a manager that is disposed of asks nothing more, and its places can leave'({
    manager,
    mount,
    settle,
    script,
    clock,
    listeners,
  }) {
    const { fetcher, calls, answer } = script()
    const place = mount({ use: 'sync', key: 'stats', fetcher, options: { interval: 10_000 } }, ['data'])
    await settle()
    await answer('one')
    await settle(() => manager.dispose())
    await settle(() => clock.advance(60_000))
    expect(now(place)).toEqual({ data: 'one' })
    expect(calls).toHaveLength(1)
    expect([clock.pending, listeners()]).toEqual([0, 0])
    place.unmount()
    await settle()
    expect(seen(place)).toEqual([[undefined], ['one']])
  },

  async 'reset clears what is on screen'({ manager, mount, settle, script }) {
    const { fetcher, answer } = script()
    const place = mount({ use: 'sync', key: 'me', fetcher, options: { ttl: 60_000 } }, ['status', 'data'])
    await settle()
    await answer('Ada')
    await settle(() => manager.reset({ scope: 'bob' }))
    await answer('Bob')
    expect(seen(place)).toEqual([
      ['pending', undefined],
      ['success', 'Ada'],
      ['pending', undefined],
      ['success', 'Bob'],
    ])
  },

  async 'a hidden page polls nothing, and asks once when it is back'({
    environment,
    mount,
    settle,
    script,
    pass,
  }) {
    const { fetcher, calls, answer } = script()
    const place = mount({ use: 'sync', key: 'stats', fetcher, options: { interval: 10_000 } }, ['data'])
    await settle()
    await answer('one')
    await settle(() => environment.set({ visible: false }))
    await pass(600_000)
    expect(calls).toHaveLength(1)
    await settle(() => environment.set({ visible: true }))
    await pass(50)
    expect(calls).toHaveLength(2)
    await answer('two')
    await pass(10_000)
    expect(calls).toHaveLength(3)
    expect(seen(place)).toEqual([[undefined], ['one'], ['two']])
  },
}
