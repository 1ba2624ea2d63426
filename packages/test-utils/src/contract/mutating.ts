/** Contract: mutations, what they show early, and what becomes of it. */
import { HttpError } from '@freshline/core'
import { expect } from 'vitest'
import type { Facts } from './contract-case'
import { seen } from './stage'

const STATE = ['isPending', 'error', 'data'] as const
const add = (count: number) => [{ key: 'list', update: (list: number[]) => [...list, count] }]
const conflict = () => new HttpError('conflict', { status: 409, headers: new Headers() })

export const mutating: Facts = {
  async 'a call is pending, then its data, until it is reset'({ mount, settle, script }) {
    const { fetcher, calls, answer } = script()
    const place = mount({ use: 'mutation', fn: fetcher }, STATE)
    await settle(() => place.call('mutate', 'a'))
    await answer('done')
    await settle(() => place.call('reset'))
    expect(seen(place)).toEqual([
      [false, undefined, undefined],
      [true, undefined, undefined],
      [false, undefined, 'done'],
      [false, undefined, undefined],
    ])
    expect(calls.map(({ given }) => given)).toEqual(['a'])
  },

  async 'a failure is state with mutate, and a rejection with mutateAsync'({ mount, settle, script }) {
    const { fetcher, fail } = script()
    const place = mount({ use: 'mutation', fn: fetcher }, STATE)
    const failures = [new Error('first'), new Error('second')]
    let caught: unknown
    await settle(() => place.call('mutate', 'a'))
    await fail(failures[0])
    await settle(() => void (place.call('mutateAsync', 'b') as Promise<unknown>).catch((e) => (caught = e)))
    await fail(failures[1])
    expect(caught).toBe(failures[1])
    expect(seen(place)).toEqual([
      [false, undefined, undefined],
      [true, undefined, undefined],
      [false, failures[0], undefined],
      [true, undefined, undefined],
      [false, failures[1], undefined],
    ])
  },

  async 'the state is the latest call’s'({ mount, settle, script }) {
    const { fetcher, answer } = script()
    const place = mount({ use: 'mutation', fn: fetcher }, ['data'])
    await settle(() => place.call('mutate', 'a'))
    await settle(() => place.call('mutate', 'b'))
    await answer('of b', 1)
    await answer('of a', 0)
    expect(seen(place)).toEqual([[undefined], ['of b']])
  },

  async 'callbacks are told with the variables, and options may be functions of them'({
    mount,
    settle,
    script,
    manager,
  }) {
    const { fetcher, answer, fail } = script()
    const told: unknown[] = []
    const place = mount(
      {
        use: 'mutation',
        fn: fetcher,
        options: {
          commit: (id: number) => [{ key: ['store', id], data: (result: unknown) => result }],
          onSuccess: (data, id) => told.push(['success', data, id]),
          onError: (error, id) => told.push(['error', error.message, id]),
          onSettled: (data, error, id) => told.push(['settled', data, error?.message, id]),
        },
      },
      STATE,
    )
    await settle(() => place.call('mutate', 7))
    await answer('saved')
    expect(manager.getSnapshot(['store', 7]).data).toBe('saved')
    await settle(() => place.call('mutate', 8))
    await fail(new Error('no'))
    expect(told).toEqual([
      ['success', 'saved', 7],
      ['settled', 'saved', undefined, 7],
      ['error', 'no', 8],
      ['settled', undefined, 'no', 8],
    ])
  },

  async 'an optimistic update shows at once, and rolls back alone on failure'({ mount, settle, script }) {
    const list = script()
    const write = script()
    const options = { optimistic: add, invalidates: ['list'] }
    const place = mount({ use: 'sync', key: 'list', fetcher: list.fetcher, options: { ttl: 60_000 } }, [
      'data',
      'source',
    ])
    const caller = mount({ use: 'mutation', fn: write.fetcher, options }, [])
    await settle()
    await list.answer([1])
    await settle(() => caller.call('mutate', 2))
    await settle(() => caller.call('mutate', 3))
    await write.fail(conflict(), 0)
    expect(seen(place)).toEqual([
      [undefined, undefined],
      [[1], 'network'],
      [[1, 2], 'optimistic'],
      [[1, 2, 3], 'optimistic'],
      [[1, 3], 'optimistic'],
    ])
    await write.fail(conflict(), 1)
    expect(seen(place).slice(5)).toEqual([[[1], 'network']])
    expect(list.calls).toHaveLength(1)
  },

  async 'a success asks for what it touched, without a flash of the old value'({ mount, settle, script }) {
    const list = script()
    const write = script()
    const options = { optimistic: add, invalidates: ['list'] }
    const place = mount({ use: 'sync', key: 'list', fetcher: list.fetcher, options: { ttl: 60_000 } }, [
      'data',
    ])
    const caller = mount({ use: 'mutation', fn: write.fetcher, options }, [])
    await settle()
    await list.answer([1])
    await settle(() => caller.call('mutate', 2))
    await write.answer('ok')
    expect(list.calls).toHaveLength(2)
    await list.answer([1, 2, 9])
    const texts = seen(place).map((values) => JSON.stringify(values))
    expect(texts.filter((text, index) => text !== texts[index - 1])).toEqual([
      '[null]',
      '[[1]]',
      '[[1,2]]',
      '[[1,2,9]]',
    ])
  },

  async 'commit shows the answer of a write before it is asked for again'({ mount, settle, script }) {
    const store = script()
    const write = script()
    const options = { commit: [{ key: 'store', data: (saved: unknown) => saved }], invalidates: ['store'] }
    const place = mount({ use: 'sync', key: 'store', fetcher: store.fetcher, options: { ttl: 60_000 } }, [
      'data',
    ])
    const caller = mount({ use: 'mutation', fn: write.fetcher, options }, [])
    await settle()
    await store.answer('before')
    await settle(() => caller.call('mutate', 'x'))
    await write.answer('saved')
    expect(seen(place)).toEqual([[undefined], ['before'], ['saved']])
    expect(store.calls).toHaveLength(2)
  },

  async 'a call is finished though its place has left'({ mount, settle, script, manager }) {
    const { fetcher, answer } = script()
    const other = mount({ use: 'sync', key: 'other' }, [])
    const options = { commit: [{ key: 'store', data: (saved: unknown) => saved }] }
    const place = mount({ use: 'mutation', fn: fetcher, options }, STATE)
    await settle(() => place.call('mutate', 'a'))
    place.unmount()
    const shown = place.frames.length
    await answer('saved')
    expect(manager.getSnapshot('store').data).toBe('saved')
    expect(place.frames.length).toBe(shown)
    other.unmount()
  },
}
