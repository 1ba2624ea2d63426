import { isDeepStrictEqual } from 'node:util'
import { runInNewContext } from 'node:vm'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { share } from './structural-share'

const clone = <T>(value: T): T => structuredClone(value)
const freeze = <T>(value: T): T => {
  if (typeof value === 'object' && value) Object.values(Object.freeze(value)).forEach(freeze)
  return value
}

const nest = (depth: number, core: unknown) => {
  let value = core
  for (let level = 0; level < depth; level++) value = level % 2 ? [value, { level }] : { value, level }
  return value as object
}

describe('share', () => {
  it('answers the previous value where all is equal', () => {
    for (const value of [
      { a: [1, { b: null }], c: 'x' },
      [],
      {},
      [[], {}],
      [NaN],
      { a: undefined },
      [{ id: 1 }, { id: 2 }],
    ]) {
      expect(share(value, clone(value))).toBe(value)
    }
    const parsed: unknown = JSON.parse('{"a":{"b":1},"c":2}')
    expect(share(parsed, JSON.parse('{"c":2,"a":{"b":1}}'))).toBe(parsed)
  })

  it('keeps the identity of what did not change', () => {
    const previous = { rows: [{ n: 1 }, { n: 2 }, { n: 3 }], meta: { total: 3, filter: { q: 'a' } } }
    const next = clone(previous)
    next.rows[1] = { n: 5 }
    next.meta.total = 4
    const result = share(previous, next)
    expect(result).toEqual(next)
    expect(result.rows[0]).toBe(previous.rows[0])
    expect(result.rows[1]).toBe(next.rows[1])
    expect(result.rows[2]).toBe(previous.rows[2])
    expect(result.meta).not.toBe(previous.meta)
    expect(result.meta.filter).toBe(previous.meta.filter)
  })

  it('shares the rows of an array that became longer or shorter', () => {
    const previous = [{ n: 1 }, { n: 2 }, { n: 3 }]
    const longer = share(previous, [...clone(previous), { n: 4 }])
    expect(longer.map((row, at) => row === previous[at])).toEqual([true, true, true, false])
    const shorter = share(previous, clone(previous).slice(0, 2))
    expect(shorter).toHaveLength(2)
    expect(shorter[1]).toBe(previous[1])
  })

  it('finds a row without an id that moved, where it is the same object', () => {
    const rows = Array.from({ length: 5 }, (_, key) => ({ key, tags: ['x'], owner: { name: 'y' } }))
    const added = { key: 9, tags: ['x'], owner: { name: 'y' } }
    for (const next of [[added, ...rows], rows.slice(1), [...rows].reverse(), [...rows.slice(2), added]]) {
      const shared = share(rows, next)
      expect(shared.filter((row, at) => next[at] !== added && row !== next[at])).toEqual([])
      expect(shared).toEqual(next)
    }
    // Not the same object: by place, as nothing else is known of it.
    expect(share(rows, clone(rows).slice(1))[0]?.tags).toBe(rows[0]?.tags)
  })

  it('finds a row that moved by its id', () => {
    const previous = Array.from({ length: 5 }, (_, id) => ({ id, label: `row ${id}`, owner: { name: 'x' } }))
    const [first, second, third, fourth, fifth] = previous
    const next = clone([
      { id: 9, label: 'new', owner: { name: 'y' } },
      fifth,
      second,
      { ...third, label: 'edited' },
      fourth,
    ])
    const result = share(previous, next)
    expect(result).toEqual(next)
    expect(result[0]).toBe(next[0])
    expect(result[1]).toBe(fifth)
    expect(result[2]).toBe(second)
    expect(result[3]?.owner).toBe(third?.owner)
    expect(result[4]).toBe(fourth)
    expect(share(previous, clone(previous).reverse())).toEqual([fifth, fourth, third, second, first])
    expect(share(previous, clone([first, first]))).toEqual([first, first])
  })

  it('compares a row in its place where it has the id there, and each row once', () => {
    const twice = [
      { id: 1, of: { n: 1 } },
      { id: 1, of: { n: 2 } },
    ]
    expect(share(twice, clone(twice))).toBe(twice)
    const previous = Array.from({ length: 3 }, (_, at) => ({ id: at + 1, of: { n: at } }))
    const [first] = previous
    const result = share(previous, clone([{ id: 9, of: { n: 9 } }, first, first]))
    expect(result.map((row) => row === first)).toEqual([false, true, false])
  })

  it('finds rows by their ids where others have none', () => {
    const previous = [
      { id: 1, of: { n: 1 } },
      { id: 2, of: { n: 2 } },
      { id: undefined, of: { n: 3 } },
    ]
    const [one, two, none] = previous
    expect(share(previous, clone([two, one, none]))).toEqual([two, one, none])
    expect(share(previous, clone([two, one, none]))[0]).toBe(two)
    // The first that has to be looked for has no id, the last has one.
    expect(share(previous, clone([{ id: undefined, of: { n: 4 } }, two, one])).slice(1)).toEqual([two, one])
    expect(share(previous, clone([{ id: undefined, of: { n: 4 } }, two, one]))[2]).toBe(one)
  })

  it('does not look into what is the same', () => {
    let reads = 0
    const same = {
      get n() {
        return ++reads
      },
    }
    expect(share(same, same)).toBe(same)
    expect(share([same, 1], [same, 2])[0]).toBe(same)
    expect(reads).toBe(0)
  })

  it('tells undefined from missing, and an array from an object', () => {
    const pairs: [unknown, unknown][] = [
      [{ a: undefined }, {}],
      [{}, { a: undefined }],
      [{ a: undefined }, { b: undefined }],
      [[], {}],
      [[undefined], []],
      [{ a: 1 }, { a: '1' }],
      [{ a: 0 }, { a: -0 }],
      [{ a: null }, { a: {} }],
      [{ a: {} }, { a: null }],
      [{ length: 0 }, []],
      [Object.create(Array.prototype), []],
      [{}, Object.create(null)],
      [Object.create(null), {}],
      // What stands there for each object is no member of the previous one.
      [{ a: 1 }, { constructor: Object }],
    ]
    for (const [previous, next] of pairs) {
      const result = share(previous, next)
      expect(result).not.toBe(previous)
      expect(isDeepStrictEqual(result, next)).toBe(true)
    }
  })

  it('takes a member named __proto__ for data', () => {
    const parse = (json: string) => JSON.parse(json) as Record<string, unknown>
    const previous = parse('{"__proto__":{"a":[1]},"b":{"c":1},"d":{}}')
    expect(share(previous, parse('{"__proto__":{"a":[1]},"b":{"c":1},"d":{}}'))).toBe(previous)
    const result = share(previous, parse('{"__proto__":{"a":[1],"x":1},"b":{"c":1},"d":2}'))
    expect(JSON.stringify(result)).toBe('{"__proto__":{"a":[1],"x":1},"b":{"c":1},"d":2}')
    expect(Object.getPrototypeOf(result)).toBe(Object.prototype)
    expect(({} as { x?: number }).x).toBeUndefined()
    const fresh = share({ b: {} }, parse('{"b":{},"__proto__":{}}'))
    expect(Object.hasOwn(fresh, '__proto__')).toBe(true)
    expect(Object.getOwnPropertyDescriptor(fresh, '__proto__')?.value).not.toBe(Object.prototype)
  })

  it('compares objects without a prototype, and of another realm', () => {
    const bare = (a: number, b: number) =>
      Object.assign(Object.create(null), { a: { n: a }, b }) as { a: object; b: number }
    const previous = bare(1, 1)
    expect(share(previous, bare(1, 1))).toBe(previous)
    const result = share(previous, bare(1, 2))
    expect(Object.getPrototypeOf(result)).toBeNull()
    expect(result.b).toBe(2)
    expect(share({ a: 1 }, bare(1, 1))).not.toHaveProperty('constructor')
    const parseThere = runInNewContext('JSON.parse') as typeof JSON.parse
    const there: unknown = parseThere('{"a":[{"b":1}]}')
    expect(share(there, parseThere('{"a":[{"b":1}]}'))).toBe(there)
  })

  it('leaves all but plain objects and arrays alone', () => {
    class Row {
      constructor(readonly n: number) {}
    }
    class Rows extends Array<number> {}
    for (const make of [
      () => new Date(0),
      () => new Map([[1, 2]]),
      () => new Row(1),
      () => Rows.from([1]),
      () => new Set([1]),
      () => /a/,
    ]) {
      const next = { held: make() }
      const result = share({ held: make() }, next)
      expect(result).toBe(next)
    }
    const bare: object = Object.create(null)
    const call = (): object => Object.setPrototypeOf(() => 1, null) as object
    for (const [before, next] of [
      [call(), call()],
      [call(), bare],
      [bare, call()],
    ])
      expect(share(before, next)).toBe(next)
    const held = new Date(0)
    const previous = { held }
    expect(share(previous, { held })).toBe(previous)
  })

  it('answers the next value for cycles and for what throws', () => {
    const ring = () => {
      const value: { n: number; list: unknown[]; self?: unknown } = { n: 1, list: [{}] }
      value.list.push({ deeper: value })
      value.self = value
      return value
    }
    const next = ring()
    expect(share(ring(), next)).toBe(next)
    const deep = nest(20, next)
    expect(share(nest(20, ring()), deep)).toBe(deep)
    const throwing = {
      get a(): number {
        throw new Error('no')
      },
    }
    expect(share({ a: 1 }, throwing)).toBe(throwing)
  })

  it('shares what is met twice', () => {
    const row = { n: 1 }
    const previous = { a: row, b: [row, row] }
    const again = { n: 1 }
    expect(share(previous, { a: again, b: [again, again] })).toBe(previous)
    const below = { row }
    const deep = nest(20, [below, below])
    const same = { row: again }
    expect(share(deep, nest(20, [same, same]))).toBe(deep)
  })

  it('goes 5,000 levels deep, and further', () => {
    for (const depth of [5_000, 30_000]) {
      const previous = nest(depth, 1)
      expect(share(previous, nest(depth, 1)) === previous).toBe(true)
      const next = nest(depth, 2)
      expect(share(previous, next) === previous).toBe(false)
    }
  })

  it('equals the next value, shares all equal parts, and changes nothing', () => {
    const json = fc.jsonValue({ maxDepth: 4 })
    const mutated = json.chain((value) =>
      fc.tuple(fc.constant(value), fc.oneof(json, fc.constant(clone(value)), edit(value))),
    )
    fc.assert(
      fc.property(mutated, ([previous, next]) => {
        const before = [JSON.stringify(previous), JSON.stringify(next)]
        const result = share(freeze(previous), freeze(clone(next)))
        expect(isDeepStrictEqual(result, next)).toBe(true)
        expect([JSON.stringify(previous), JSON.stringify(next)]).toEqual(before)
        expect(isShared(previous, result)).toBe(true)
      }),
      { numRuns: 500 },
    )
  })
})

/** The same value with a few parts changed. */
function edit(value: unknown): fc.Arbitrary<unknown> {
  const leaf = fc.constantFrom<unknown>(0, 'edited', null, {}, [])
  if (typeof value !== 'object' || value === null) return fc.oneof(fc.constant(value), leaf)
  if (Array.isArray(value))
    return fc
      .tuple(...value.map(edit), leaf)
      .chain((list) => fc.subarray(list, { minLength: list.length >> 1 }))
  const entries = Object.entries(value).map(([name, item]) =>
    fc.tuple(fc.constant(name), fc.oneof(fc.constant(item), edit(item))),
  )
  return fc.tuple(...entries).map((list) => Object.fromEntries(list))
}

/** Whether every part that is in its old place and equal is the old part. */
function isShared(previous: unknown, result: unknown): boolean {
  if (typeof previous !== 'object' || typeof result !== 'object' || !previous || !result) return true
  if (Array.isArray(previous) !== Array.isArray(result)) return true
  if (isDeepStrictEqual(previous, result)) return result === previous
  return Object.keys(result).every(
    (name) => !Object.hasOwn(previous, name) || isShared(previous[name as never], result[name as never]),
  )
}
