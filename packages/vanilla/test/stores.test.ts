import { DataSyncManager, dataSyncManager, fixedEnvironment } from '@freshline/core'
import { deferred, fakeClock, flush } from '@freshline/test-utils'
import { afterEach, describe, expect, it, vi } from 'vitest'
import {
  createAutoSyncStore,
  createFreshnessStore,
  createMutation,
  createStatusStore,
  createSyncStore,
  selectStore,
} from '../src'

const managers: DataSyncManager[] = []
const createManager = () => {
  const clock = fakeClock()
  const reports: unknown[] = []
  const manager = new DataSyncManager({ clock, environment: fixedEnvironment() })
  vi.spyOn(manager, 'report').mockImplementation((error, where) => void reports.push([error, where]))
  managers.push(manager)
  return { manager, clock, reports }
}

afterEach(() => {
  for (const manager of managers.splice(0)) manager.dispose()
  vi.restoreAllMocks()
  vi.unstubAllGlobals()
})

describe('G3 the store contract', () => {
  it('calls a subscriber before subscribe returns, and registers for the first until the last has left', async () => {
    const { manager, clock } = createManager()
    const fetcher = vi.fn(async () => 'five')
    const store = createSyncStore('stats', fetcher, { manager, interval: 10_000 })
    expect([manager.getStatus(), store.get().status]).toEqual([[], 'pending'])
    const seen: unknown[][] = [[], []]
    const off = store.subscribe(({ data }) => seen[0]?.push(data))
    expect(seen[0]).toHaveLength(1)
    await flush()
    const offToo = store.subscribe(({ data }) => seen[1]?.push(data))
    expect(seen[1]).toEqual(['five'])
    expect(manager.getStatus()).toMatchObject([{ key: 'stats', subscribers: 1 }])
    off()
    off()
    await clock.advance(10_000)
    expect(fetcher).toHaveBeenCalledTimes(2)
    offToo()
    await flush()
    await clock.advance(60_000)
    expect(fetcher).toHaveBeenCalledTimes(2)
    expect([manager.getStatus(), clock.pending]).toEqual([[], 0])
    store.subscribe(() => {})()
  })

  it('asks nothing in a server render, whose subscribers leave at once, and works where one stays', async () => {
    vi.stubGlobal('document', undefined)
    const { manager, clock } = createManager()
    const fetcher = vi.fn(async () => 1)
    createSyncStore('stats', fetcher, { manager, interval: 1000 }).subscribe(() => {})()
    await clock.advance(10_000)
    expect(fetcher).not.toHaveBeenCalled()
    expect(clock.pending).toBe(0)
    const seen: unknown[] = []
    const store = createSyncStore('stats', fetcher, { manager })
    const off = store.subscribe(({ data }) => seen.push(data))
    await flush()
    expect(seen.at(-1)).toBe(1)
    off()
    expect(manager.getStatus()).toEqual([])
  })

  it('tells a function that is subscribed twice twice, and each value once', async () => {
    const { manager } = createManager()
    const store = createSyncStore<number>('stats', { manager })
    const seen: unknown[] = []
    const run = ({ data }: { data: unknown }) => void seen.push(data)
    const off = store.subscribe(run)
    store.subscribe(run)
    manager.setData('stats', 1, { ttl: Infinity })
    await flush()
    off()
    manager.setData('stats', 2)
    await flush()
    expect(seen).toEqual([undefined, undefined, 1, 1, 2])
  })

  it('reports what a subscriber throws, and tells the others', async () => {
    const { manager, reports } = createManager()
    const store = createSyncStore<number>('stats', { manager })
    const failure = new Error('subscriber')
    store.subscribe(({ data }) => {
      if (data === 1) throw failure
    })
    const seen: unknown[] = []
    store.subscribe(({ data }) => seen.push(data))
    manager.setData('stats', 1, { ttl: Infinity })
    await flush()
    expect(seen).toEqual([undefined, 1])
    expect(reports).toEqual([[failure, 'a subscriber of a store']])
  })

  it('leaves when the first call of a subscriber throws', async () => {
    const { manager, clock } = createManager()
    const store = createSyncStore('stats', async () => 1, { manager, interval: 1000 })
    const bad = () => {
      throw new Error('first')
    }
    expect(() => store.subscribe(bad)).toThrow('first')
    await flush()
    expect([manager.getStatus(), clock.pending]).toEqual([[], 0])
  })

  it('tells everybody one order of values, though one of them changes the value', async () => {
    const { manager } = createManager()
    const store = createSyncStore<number>('a', { manager })
    manager.setData('a', 1, { ttl: Infinity })
    manager.setData('b', 2, { ttl: Infinity })
    const seen: unknown[] = []
    store.subscribe(({ data }) => {
      if (data === 10) store.setKey('b')
    })
    store.subscribe(({ data }) => seen.push(data))
    manager.setData('a', 10)
    await flush()
    expect(seen).toEqual([1, 2])
  })

  it('does not tell one that another has taken off', async () => {
    const { manager } = createManager()
    const store = createSyncStore<number>('a', { manager })
    const seen: unknown[] = []
    let off = () => {}
    store.subscribe(({ data }) => data === 1 && off())
    off = store.subscribe(({ data }) => seen.push(data))
    manager.setData('a', 1, { ttl: Infinity })
    await flush()
    expect(seen).toEqual([undefined])
  })

  it('is an observable, under the symbol of the platform or the text that stands for it', async () => {
    const { manager } = createManager()
    const observable = Symbol('observable')
    const before = createSyncStore<number>('stats', { manager })
    Object.defineProperty(Symbol, 'observable', { value: observable, configurable: true })
    const after = createSyncStore<number>('stats', { manager })
    delete (Symbol as { observable?: symbol }).observable
    type Observable = { subscribe(observer: unknown): { unsubscribe(): void } }
    const open = (store: object, name: PropertyKey) =>
      (store as Record<PropertyKey, () => Observable>)[name]?.()
    expect(open(before, observable)).toBeUndefined()
    const seen: unknown[] = []
    const subscriptions = [
      open(before, '@@observable')?.subscribe({
        next: ({ data }: { data: number }) => seen.push(['a', data]),
      }),
      open(after, observable)?.subscribe(({ data }: { data: number }) => seen.push(['b', data])),
      open(after, '@@observable')?.subscribe({}),
    ]
    manager.setData('stats', 1, { ttl: Infinity })
    await flush()
    for (const subscription of subscriptions) subscription?.unsubscribe()
    manager.setData('stats', 2)
    await flush()
    expect(seen).toEqual([
      ['a', undefined],
      ['b', undefined],
      ['a', 1],
      ['b', 1],
    ])
    expect(manager.getStatus()).toEqual([])
  })
})

describe('G3 createSyncStore', () => {
  it('reads what is held while nobody is subscribed, with one identity until it changes', async () => {
    const { manager } = createManager()
    const store = createSyncStore('stats', async () => ({ n: 1 }), { manager, select: ({ n }) => ({ n }) })
    manager.setData('stats', { n: 1 }, { ttl: Infinity })
    const first = store.get()
    expect(first.data).toEqual({ n: 1 })
    expect(store.get()).toBe(first)
    manager.setData('stats', { n: 2 })
    expect(store.get().data).toEqual({ n: 2 })
  })

  it('may be told everything before it is subscribed to, and turns without a request in between', async () => {
    const { manager } = createManager()
    const calls: string[] = []
    const fetcher = async ({ key }: { key: string }) => void calls.push(key)
    const store = createSyncStore(null, fetcher, { manager })
    store.setKey(['user', 1])
    store.setKey(['user', 2])
    expect(manager.getStatus()).toEqual([])
    store.subscribe(() => {})
    await flush()
    expect(calls).toEqual(['user:2'])
  })

  it('merges options, and keeps those it does not name', async () => {
    const { manager, clock } = createManager()
    const fetcher = vi.fn(async () => 1)
    const store = createSyncStore('stats', fetcher, { manager, interval: 10_000, tags: ['t'] })
    store.subscribe(() => {})
    await flush()
    store.setOptions({ enabled: false })
    await clock.advance(60_000)
    expect(fetcher).toHaveBeenCalledTimes(1)
    store.setOptions({ enabled: true })
    await flush()
    await clock.advance(10_000)
    const before = fetcher.mock.calls.length
    await manager.refresh({ tag: 't' })
    expect(fetcher).toHaveBeenCalledTimes(before + 1)
  })

  it('throws options that are refused, and goes on with better ones', async () => {
    const { manager, clock } = createManager()
    const fetcher = vi.fn(async () => 1)
    const store = createSyncStore('stats', fetcher, { manager, interval: 10_000 })
    const off = store.subscribe(() => {})
    await flush()
    expect(() => store.setOptions({ interval: -1 })).toThrow(
      expect.objectContaining({ code: 'invalid_option' }),
    )
    store.setOptions({ interval: 5000 })
    await flush()
    const before = fetcher.mock.calls.length
    await clock.advance(5000)
    expect(fetcher).toHaveBeenCalledTimes(before + 1)
    off()
    await flush()
    expect([manager.getStatus(), clock.pending]).toEqual([[], 0])
  })

  it('throws what a selector throws where it is read, and reports it where it is told', async () => {
    const { manager, reports } = createManager()
    manager.setData('stats', 1, { ttl: Infinity })
    const failure = new Error('selector')
    const select = (n: number) => {
      if (n === 2) throw failure
      return n * 10
    }
    const store = createSyncStore('stats', async () => 1, { manager, select })
    const seen: unknown[] = []
    store.subscribe(({ data }) => seen.push(data))
    manager.setData('stats', 2)
    await flush()
    expect(() => store.get()).toThrow('selector')
    expect(reports).toEqual([[failure, 'a subscriber of a store']])
    manager.setData('stats', 3)
    await flush()
    expect(seen).toEqual([10, 30])
  })

  it('raises key errors where it is created and turned', () => {
    const { manager } = createManager()
    expect(() => createSyncStore([], { manager })).toThrow(expect.objectContaining({ code: 'invalid_key' }))
    const store = createSyncStore('a', { manager })
    expect(() => store.setKey([])).toThrow(expect.objectContaining({ code: 'invalid_key' }))
    expect(store.get().status).toBe('pending')
  })

  it('works with the manager of the page where none is given', async () => {
    const store = createSyncStore('default-of-page', async () => 'data')
    const seen: unknown[] = []
    const off = store.subscribe(({ data }) => seen.push(data))
    await vi.waitFor(() => expect(seen.at(-1)).toBe('data'))
    expect(dataSyncManager.getSnapshot('default-of-page').data).toBe('data')
    off()
  })

  it('may be created where there is no page, and is a coded error in use there', () => {
    vi.stubGlobal('document', undefined)
    const stores = [
      createSyncStore('stats', async () => 1),
      createFreshnessStore('stats'),
      createStatusStore(),
      createAutoSyncStore(),
    ]
    for (const store of stores) {
      expect(() => store.subscribe(() => {})).toThrow(expect.objectContaining({ code: 'no_manager' }))
    }
    const mutation = createMutation(async () => 1)
    expect(mutation.get().isPending).toBe(false)
    return expect(mutation.mutateAsync()).rejects.toMatchObject({ code: 'no_manager' })
  })
})

describe('G3 the other stores', () => {
  it('selects a part once per value, and tells only when it is another', async () => {
    const { manager } = createManager()
    manager.setData('list', [3, 1], { ttl: Infinity })
    const select = vi.fn(({ data }: { data: number[] | undefined }) => ({ length: data?.length }))
    const store = selectStore(
      createSyncStore<number[]>('list', { manager }),
      select,
      (before, after) => before.length === after.length,
    )
    const seen: unknown[] = []
    const off = store.subscribe((value) => seen.push(value))
    expect(store.get()).toBe(seen[0])
    const calls = select.mock.calls.length
    store.get()
    expect(select).toHaveBeenCalledTimes(calls)
    manager.setData('list', [4, 2])
    await flush()
    manager.setData('list', [4, 2, 1])
    await flush()
    expect(seen).toEqual([{ length: 2 }, { length: 3 }])
    off()
    expect(manager.getStatus()).toEqual([])
  })

  it('reads the status of all keys anew while nobody is subscribed', async () => {
    const { manager } = createManager()
    const store = createStatusStore({ manager })
    expect(store.get().entries).toEqual([])
    manager.register('stats', async () => 1)
    expect(store.get().entries).toMatchObject([{ key: 'stats' }])
  })

  it('switches by `set`, as writable stores do', () => {
    const { manager } = createManager()
    const store = createAutoSyncStore({ manager })
    const seen: unknown[] = []
    store.subscribe((enabled) => seen.push(enabled))
    store.set(false)
    store.toggle()
    store.set(true)
    expect(seen).toEqual([true, false, true])
  })

  it('ages a key it was turned to', async () => {
    const { manager, clock } = createManager()
    manager.setData('a', 1, { ttl: Infinity })
    await clock.advance(5000)
    manager.setData('b', 1, { ttl: Infinity })
    const store = createFreshnessStore('a', { manager })
    const seen: unknown[] = []
    const off = store.subscribe(({ age }) => seen.push(age))
    store.setKey('b')
    await clock.advance(1000)
    store.setKey(null)
    expect(seen).toEqual([5000, 0, 1000, undefined])
    off()
    expect(clock.pending).toBe(0)
  })

  it('keeps the state of a mutation for whoever subscribes later', async () => {
    const { manager } = createManager()
    const answer = deferred<string>()
    const save = createMutation((_name: string) => answer.promise, { manager, invalidates: ['stats'] })
    save.mutate('a')
    const seen: unknown[] = []
    save.subscribe(({ isPending, data }) => seen.push([isPending, data]))
    answer.resolve('saved')
    await flush()
    expect(seen).toEqual([
      [true, undefined],
      [false, 'saved'],
    ])
  })
})
