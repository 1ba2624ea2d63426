/** Contract: a place whose key, options or switch change while it is on screen. */
import { expect } from 'vitest'
import type { Facts } from './contract-case'
import { now, seen } from './stage'

const keysOf = (manager: { getStatus(): { key: string }[] }) => manager.getStatus().map(({ key }) => key)

export const changing: Facts = {
  async 'a place moves with its key: the old one is left, the new one loaded'({
    manager,
    mount,
    settle,
    script,
  }) {
    const { fetcher, calls, answer } = script()
    const place = mount({ use: 'sync', key: ['user', 1], fetcher }, ['status', 'data'])
    await settle()
    await answer('Ada')
    await settle(() => place.update({ key: ['user', 2] }))
    expect(keysOf(manager)).toEqual(['user:2'])
    await answer('Bob')
    expect(seen(place)).toEqual([
      ['pending', undefined],
      ['success', 'Ada'],
      ['pending', undefined],
      ['success', 'Bob'],
    ])
    expect(calls.map(({ given }) => (given as { key: string }).key)).toEqual(['user:1', 'user:2'])
  },

  async 'a request for a key that was left is aborted'({ mount, settle, script }) {
    const { fetcher, calls, answer } = script()
    const place = mount({ use: 'sync', key: 'a', fetcher }, ['data'])
    await settle()
    await settle(() => place.update({ key: 'b' }))
    expect(calls.map(({ signal }) => signal?.aborted)).toEqual([true, false])
    await answer('late', 0)
    await answer('of b', 1)
    expect(seen(place)).toEqual([[undefined], ['of b']])
  },

  async 'the previous data stays until the new key has some, where asked'({ mount, settle, script }) {
    const { fetcher, answer } = script()
    const place = mount({ use: 'sync', key: ['page', 1], fetcher, options: { keepPrevious: true } }, [
      'status',
      'data',
      'isPrevious',
    ])
    await settle()
    await answer('one')
    await settle(() => place.update({ key: ['page', 2] }))
    await settle(() => place.update({ key: ['page', 3] }))
    await answer('three')
    expect(seen(place)).toEqual([
      ['pending', undefined, false],
      ['success', 'one', false],
      ['success', 'one', true],
      ['success', 'three', false],
    ])
  },

  async 'the error of a new key is shown instead of previous data'({ mount, settle, script }) {
    const { fetcher, answer, fail } = script()
    const options = { keepPrevious: true, retry: false } as const
    const place = mount({ use: 'sync', key: ['page', 1], fetcher, options }, ['status', 'data', 'isPrevious'])
    await settle()
    await answer('one')
    await settle(() => place.update({ key: ['page', 2] }))
    await fail(new Error('no'))
    expect(seen(place).slice(1)).toEqual([
      ['success', 'one', false],
      ['success', 'one', true],
      ['error', undefined, false],
    ])
  },

  async 'a null key waits'({ manager, mount, settle, script }) {
    const { fetcher, calls, answer } = script()
    const place = mount({ use: 'sync', key: null, fetcher }, ['status', 'data', 'isFetching'])
    await settle()
    await settle(() => void place.call('refresh'))
    expect(calls).toHaveLength(0)
    expect(manager.getStatus()).toEqual([])
    await settle(() => place.update({ key: 'user' }))
    await answer('Ada')
    expect(now(place)).toEqual({ status: 'success', data: 'Ada', isFetching: false })
    await settle(() => place.update({ key: null }))
    expect(now(place)).toEqual({ status: 'pending', data: undefined, isFetching: false })
    expect(manager.getStatus()).toEqual([])
    expect(calls).toHaveLength(1)
  },

  async 'a switched-off place asks nothing by itself'({ mount, settle, pass, script }) {
    const { fetcher, calls, answer } = script()
    const options = { interval: 10_000, enabled: false }
    const place = mount({ use: 'sync', key: 'stats', fetcher, options }, ['data'])
    await pass(60_000)
    expect(calls).toHaveLength(0)
    await settle(() => place.update({ options: { ...options, enabled: true } }))
    expect(calls).toHaveLength(1)
    await answer('one')
    await pass(10_000)
    expect(calls).toHaveLength(2)
    await answer('two')
    await settle(() => place.update({ options }))
    await pass(60_000)
    expect(calls).toHaveLength(2)
    await settle(() => void place.call('refresh'))
    expect(calls).toHaveLength(3)
    await answer('three')
    expect(seen(place)).toEqual([[undefined], ['one'], ['two'], ['three']])
  },

  async 'options that change count, without another request'({ manager, mount, settle, pass, script }) {
    const { fetcher, calls, answer } = script()
    const place = mount({ use: 'sync', key: 'stats', fetcher, options: { interval: 60_000 } }, ['data'])
    await settle()
    await answer('one')
    await settle(() => place.update({ options: { interval: 10_000, tags: ['later'] } }))
    expect(calls).toHaveLength(1)
    await pass(10_000)
    expect(calls).toHaveLength(2)
    await answer('two')
    await settle(() => void manager.refresh({ tag: 'later' }))
    expect(calls).toHaveLength(3)
  },

  async 'options that say the same register nothing anew'({ manager, mount, settle, script }) {
    const { fetcher, answer } = script()
    const registered: string[] = []
    manager.on('registered', ({ key = '' }) => registered.push(key))
    const options = () => ({ tags: ['a'], interval: 10_000, retry: { limit: 1 } })
    const place = mount({ use: 'sync', key: ['stats'], fetcher, options: options() }, ['data'])
    await settle()
    await answer('one')
    await settle(() => place.update({ key: ['stats'], options: options() }))
    expect(registered).toEqual(['stats'])
  },

  async 'the newest fetcher, callbacks and selector count'({ mount, settle, pass }) {
    const calls: string[] = []
    const by = (name: string) => ({
      fetcher: async () => {
        calls.push(`fetcher ${name}`)
        return name
      },
      options: {
        interval: 10_000,
        onSuccess: () => calls.push(`onSuccess ${name}`),
        select: (data: string) => `${data} by ${name}`,
      },
    })
    const place = mount({ use: 'sync', key: 'stats', ...by('a') }, ['data'])
    await settle()
    await settle(() => place.update(by('b')))
    expect(calls).toEqual(['fetcher a', 'onSuccess a'])
    await pass(10_000)
    expect(calls.slice(2)).toEqual(['fetcher b', 'onSuccess b'])
    expect(seen(place)).toEqual([[undefined], ['a by a'], ['a by b'], ['b by b']])
  },

  async 'functions keep to the key on screen'({ mount, settle, script, manager }) {
    const { fetcher, answer, calls } = script()
    const place = mount({ use: 'sync', key: ['user', 1], fetcher, options: { ttl: 60_000 } }, ['data'])
    await settle()
    await answer('Ada')
    await settle(() => place.update({ key: ['user', 2] }))
    await answer('Bob')
    await settle(() => place.call('setData', 'Bob!'))
    await settle(() => void place.call('invalidate'))
    expect(calls.map(({ given }) => (given as { key: string }).key)).toEqual(['user:1', 'user:2', 'user:2'])
    expect(manager.getSnapshot(['user', 1]).data).toBe('Ada')
    expect(now(place)).toEqual({ data: 'Bob!' })
  },
}
