import { fakeClock } from '@freshline/test-utils'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { parseTarget, type TargetSet } from '../keys'
import type { Flight } from './flights'
import type { CacheRecord, Lifetime } from './record'
import { LIFE, Store } from './store'
import type { StoreObserver, StoreOptions } from './store-parts'

const life: Lifetime = { ttl: 1000, gcTime: 500, tags: [] }

afterEach(() => void vi.restoreAllMocks())

/** A store with an observer that notes what it is told and holds on to the keys in `held`. */
function setup(options: Partial<StoreOptions<string>> = {}) {
  const clock = fakeClock()
  const store = new Store<string>({ clock, life, ...options })
  const told: unknown[][] = []
  const held = new Set<string>()
  const flights = new Map<string, Flight<string>>()
  const observer: StoreObserver<string> = {
    holds: (key) => held.has(key),
    merge: (previous, next) => `${previous}+${next}`,
    flightOf: (key, hasBegun) => (hasBegun ? undefined : flights.get(key)),
    lifeOf: () => undefined,
    mutating: (target) => told.push(['mutating', target.keys]),
    written: ({ key, value }, origin) => told.push(['written', key, value, origin]),
    invalidated: (target, at, records, origin) =>
      told.push(['invalidated', target.keys, at, [...records].map(({ key }) => key), origin]),
    removed: ({ key, value }, reason) => told.push(['removed', key, value, reason]),
  }
  store.observers = [observer]
  const write = (key: string, value: string, more: object = {}) =>
    store.write(key, value, { started: ++store.sequence, life, ...more })
  return { clock, store, told, held, flights, observer, write }
}

const flight = (key: string, started: number, more: Partial<Flight<string>> = {}): Flight<string> => ({
  key,
  tags: [],
  started,
  forced: false,
  spoiled: 0,
  overlapped: false,
  join: () => Promise.resolve(''),
  ...more,
})

const facts = (record: CacheRecord<string> | undefined) =>
  record && [record.value, record.expires, record.epoch]
const target = (text: string): TargetSet => parseTarget(text)

describe('a write', () => {
  it('is told to observers with its origin, after the value that it replaces has left', () => {
    const left: unknown[][] = []
    const { store, told, write } = setup({ onRemove: (...all) => void left.push(all) })
    write('a', 'one', { origin: 'load', meta: 1 })
    const record = write('a', 'two', { meta: 2 })
    expect(told).toEqual([
      ['written', 'a', 'one', 'load'],
      ['written', 'a', 'two', undefined],
    ])
    expect(left).toEqual([['a', 'one', 'replaced']])
    expect(record).toBe(store.records.get('a'))
    expect(record?.meta).toBe(2)
  })

  it('is refused where something newer is held, by its start or by what versions say', () => {
    const { store, told, write } = setup()
    write('a', 'new', { started: 5 })
    expect(write('a', 'old', { started: 4 })).toBeUndefined()
    expect(write('a', 'lower', { started: 9, order: -1 })).toBeUndefined()
    expect(told).toHaveLength(1)
    expect(store.records.get('a')?.value).toBe('new')
    expect(write('a', 'same', { started: 5 })?.value).toBe('same')
    expect(write('a', 'equal', { started: 6, order: 0 })?.value).toBe('equal')
    // A higher version counts, though it was asked for earlier; what is held stays as late as it was.
    expect(write('a', 'higher', { started: 2, order: 1 })).toMatchObject({ value: 'higher', started: 6 })
  })

  it('lives as long as it is said to, or less where answer or a table says so', () => {
    const { store, write } = setup()
    expect(write('a', 'x')?.expires).toBe(1000)
    expect([
      write('a', 'x', { freshFor: 300 })?.expires,
      write('a', 'x', { freshFor: 5000 })?.expires,
    ]).toEqual([300, 1000])
    store.bounds.set({}, { lookup: (key) => (key === 'a' ? { ttl: 700 } : undefined) })
    store.bounds.set({}, { lookup: () => ({ ttl: 900 }) })
    expect([write('a', 'x')?.expires, write('b', 'x')?.expires]).toEqual([700, 900])
    expect(write('a', 'x', { freshFor: 10 })?.expires).toBe(10)
  })

  it('is stale at once where an invalidation came after its start', () => {
    const { store, write } = setup()
    store.invalidate(target('a*'))
    const at = store.sequence
    expect(facts(write('a', 'x', { started: at - 1 }))).toEqual(['x', 0, at])
    expect(facts(write('b', 'x', { started: at - 1 }))).toEqual(['x', 1000, 0])
    expect(facts(write('c', 'x', { spoiled: 7 }))).toEqual(['x', 0, 7])
    expect(facts(write('a', 'x'))).toEqual(['x', 1000, 0])
  })

  it('is stale at once where the value that it replaces was invalidated in a way that no log holds', () => {
    const { store, write } = setup()
    write('a', 'x')
    store.invalidate(parseTarget((key) => key === 'a'))
    const at = store.sequence
    expect(facts(write('a', 'y', { started: at - 1 }))).toEqual(['y', 0, at])
  })

  it('takes what did not change from the value of a key that is held, and of no other', () => {
    const { store, held, write } = setup()
    held.add('a')
    write('a', 'one')
    expect(write('a', 'two')?.value).toBe('one+two')
    write('b', 'one')
    expect(write('b', 'two')?.value).toBe('two')
    store.observers = []
    expect(write('a', 'three')?.value).toBe('three')
  })
})

describe('what is held', () => {
  it('neither expires away nor counts, until nobody holds it', async () => {
    const { clock, store, held, told, write } = setup({ maxEntries: 1 })
    held.add('a')
    write('a', 'x')
    write('b', 'y')
    write('c', 'z')
    expect([...store.records.keys()]).toEqual(['a', 'c'])
    expect(store.evictions).toBe(1)
    await clock.advance(10_000)
    expect([store.held('a')?.value, store.fresh('a'), store.held('c')]).toEqual(['x', undefined, undefined])
    expect([...store.records.keys()]).toEqual(['a'])
    store.unpin('a')
    expect(store.records.has('a')).toBe(true)
    held.delete('a')
    told.length = 0
    store.unpin('a')
    expect(told).toEqual([['removed', 'a', 'x', 'expired']])
    store.unpin('a')
    store.unpin('none')
    expect(told).toHaveLength(1)
  })

  it('is taken out of the order of use when it is pinned, and is the newest when it comes back', () => {
    const { store, write } = setup({ maxEntries: 2 })
    const record = write('a', 'x')
    write('b', 'x')
    if (record) for (let twice = 0; twice < 2; twice++) store.pin(record)
    write('c', 'x')
    expect([...store.records.keys()]).toEqual(['a', 'b', 'c'])
    store.unpin('a')
    expect([...store.records.keys()]).toEqual(['a', 'c'])
    // Unpinned already: its place stays.
    store.unpin('c')
    write('d', 'x')
    expect([...store.records.keys()]).toEqual(['a', 'd'])
  })

  it('is kept though it is larger than the whole cache; what nobody holds is not taken', () => {
    const left: unknown[][] = []
    const sizes = { maxBytes: 3, sizeOf: (value: string) => value.length }
    const { store, held, write } = setup({ ...sizes, onRemove: (...all) => void left.push(all) })
    held.add('a')
    expect(write('a', 'large')?.value).toBe('large')
    expect(store.bytes).toBe(5)
    expect(write('b', 'large')).toBeUndefined()
    expect(left).toEqual([['b', 'large', 'evicted']])
    expect(store.evictions).toBe(1)
  })

  it('takes a value that is as large as the whole cache', () => {
    const { store, write } = setup({ maxBytes: 3, sizeOf: (value) => value.length })
    expect(write('a', 'abc')?.value).toBe('abc')
    expect([store.bytes, store.evictions]).toEqual([3, 0])
  })
})

describe('what leaves', () => {
  it('is told to observers with its reason, once', () => {
    const { store, told, write } = setup()
    for (const key of ['a', 'b', 'c']) write(key, key)
    told.length = 0
    expect([store.delete('a'), store.delete('a')]).toEqual([true, false])
    store.clear()
    expect(told).toEqual([
      ['removed', 'a', 'a', 'deleted'],
      ['removed', 'b', 'b', 'deleted'],
      ['removed', 'c', 'c', 'deleted'],
    ])
    expect([store.records.size, store.bytes, store.prune()]).toEqual([0, 0, 0])
  })

  it('leaves with the next write once its time is over, and is not called evicted', async () => {
    const { clock, store, told, write } = setup({ maxEntries: 1 })
    write('a', 'x')
    await clock.advance(1500)
    told.length = 0
    write('b', 'y')
    expect(told).toEqual([
      ['removed', 'a', 'x', 'expired'],
      ['written', 'b', 'y', undefined],
    ])
    expect(store.evictions).toBe(0)
  })

  it('is found by its tags no more', () => {
    const { store, write } = setup()
    write('a', 'x', { life: { ...life, tags: ['t'] } })
    store.delete('a')
    expect(store.invalidate(parseTarget({ tag: 't' }))).toBe(0)
  })

  it('is not brought back as fresh by what was asked for before', () => {
    const { store, write } = setup()
    store.delete('a')
    expect([store.outdated(0, 'a', []), store.outdated(0, 'b', [])]).toEqual([1, 0])
    store.clear()
    expect(store.outdated(0, 'b', [])).toBe(store.sequence)
    const cleared = store.sequence
    expect(facts(write('b', 'x', { started: 0 }))).toEqual(['x', 0, cleared])
  })

  it('tells nobody of a write whose key an onRemove has deleted', () => {
    const { store, told, write } = setup({
      onRemove: (key, _value, reason) => {
        const record = store.records.get(key)
        if (reason === 'replaced' && record) store.remove(record, 'deleted')
      },
    })
    expect(write('a', 'one')?.value).toBe('one')
    told.length = 0
    expect(write('a', 'two')).toBeUndefined()
    expect(told.map(([what]) => what)).toEqual(['removed'])
    expect(store.records.has('a')).toBe(false)
  })

  it('reports by its name an onRemove that throws, and nothing where there is none', () => {
    const console = vi.spyOn(globalThis.console, 'error').mockImplementation(() => {})
    const problem = new Error('mine')
    const onRemove = () => {
      throw problem
    }
    for (const { store, write } of [setup(), setup({ onRemove })]) {
      write('a', 'x')
      store.delete('a')
    }
    expect(console.mock.calls).toEqual([['[Freshline] onRemove threw', problem]])
  })

  it('is remembered only where something can be on its way', () => {
    const { store } = setup()
    store.observers = []
    store.delete('a')
    expect([store.sequence, store.outdated(0, 'a', [])]).toEqual([0, 0])
    store.flights.add(flight('b', 0))
    store.delete('a')
    expect(store.outdated(0, 'a', [])).toBe(1)
  })

  it('can be put in again after clear, in an order of its own', () => {
    const { store, write } = setup({ maxEntries: 2 })
    for (const round of ['one', 'two']) {
      for (const key of ['a', 'b', 'c']) write(key, round)
      expect([...store.records.keys()]).toEqual(['b', 'c'])
      store.fresh('b')
      write('d', round)
      expect([...store.records.keys()]).toEqual(['b', 'd'])
      store.clear()
    }
  })
})

describe('an invalidation', () => {
  it('is told with what it reached, also where nothing is held', () => {
    const { store, told, write } = setup()
    write('a', 'x')
    told.length = 0
    expect([store.invalidate(target('a'), 'tab'), store.invalidate(target('z'))]).toEqual([1, 0])
    expect(told).toEqual([
      ['invalidated', ['a'], 2, ['a'], 'tab'],
      ['invalidated', ['z'], 3, [], undefined],
    ])
  })

  it('does not lengthen a freshness that is over', async () => {
    const { clock, store, write } = setup()
    write('a', 'x', { freshFor: 100 })
    write('b', 'x')
    await clock.advance(400)
    store.invalidate(target('*'))
    expect([facts(store.records.get('a')), facts(store.records.get('b'))]).toEqual([
      ['x', 100, 3],
      ['x', 400, 3],
    ])
  })

  it('spoils requests on their way for what it reached by a label held, or by a predicate', () => {
    const { store, write } = setup()
    write('a', 'x', { life: { ...life, tags: ['t'] } })
    const [a, b, c] = [flight('a', 1), flight('b', 1, { tags: ['u'] }), flight('c', 1)]
    for (const each of [a, b, c]) store.flights.add(each)
    store.invalidate(parseTarget({ tag: 't' }))
    expect([a.spoiled, b.spoiled, c.spoiled]).toEqual([2, 0, 0])
    store.invalidate(parseTarget((key, tags) => key === 'c' || tags.includes('u')))
    expect([a.spoiled, b.spoiled, c.spoiled]).toEqual([2, 3, 3])
  })
})

describe('a mutation', () => {
  it('makes doubtful what is on its way for what it names, and is told', () => {
    const { store, told } = setup()
    const [a, b, c] = [flight('a', 1), flight('b', 1), flight('c', 1, { overlapped: true })]
    for (const each of [a, b, c]) store.flights.add(each)
    const touched = target('a')
    store.beginMutation(touched)
    expect([a.overlapped, b.overlapped, c.overlapped]).toEqual([true, false, true])
    expect(told).toEqual([['mutating', ['a']]])
    expect([store.isMutating('a', []), store.isMutating('b', [])]).toEqual([true, false])
    store.mutating.delete(touched)
    expect(store.isMutating('a', [])).toBe(false)
    store.beginMutation(parseTarget({ tag: 't' }))
    expect([store.isMutating('x', ['t']), store.isMutating('x', [])]).toEqual([true, false])
  })
})

describe('the request on its way for a key', () => {
  it('is that of a load, else that of whoever watches', () => {
    const { store, flights } = setup()
    expect(store.flightOf('a', [])).toBeUndefined()
    const [own, watched] = [flight('a', 1), flight('a', 2)]
    flights.set('a', watched)
    expect(store.flightOf('a', [])).toBe(watched)
    // It waits for its turn: one that has begun is not there.
    expect(store.flightOf('a', [], true)).toBeUndefined()
    store.loads.set('a', own)
    expect([store.flightOf('a', []), store.flightOf('a', [], true)]).toEqual([own, own])
  })

  it('is none where its answer would be outdated', () => {
    const { store } = setup()
    store.loads.set('a', flight('a', 1))
    store.loads.set('b', flight('b', 1, { spoiled: 1 }))
    expect([store.flightOf('a', [])?.key, store.flightOf('b', [])]).toEqual(['a', undefined])
    store.sequence = 5
    store.invalidate(parseTarget({ tag: 't' }))
    expect([store.flightOf('a', [])?.key, store.flightOf('a', ['t'])]).toEqual(['a', undefined])
    store.invalidate(target('a'))
    expect(store.flightOf('a', [])).toBeUndefined()
  })
})

describe('the lifetime where none is said', () => {
  it('is 5 minutes fresh and 10 more kept, without tags', () => {
    expect(new Store({ clock: fakeClock() }).life).toBe(LIFE)
    expect(LIFE).toEqual({ ttl: 300_000, gcTime: 600_000, tags: [] })
  })
})
