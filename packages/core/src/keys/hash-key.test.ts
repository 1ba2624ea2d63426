import { runInNewContext } from 'node:vm'
import { describe, expect, it } from 'vitest'
import { hashKey, toEntryKey, type Key } from './hash-key'

/** A key that the types do not allow. */
const asKey = (value: unknown) => value as Key
const holes = (length: number): unknown[] => Object.assign([], { length })
const codeOf = (run: () => unknown) => {
  try {
    return run()
  } catch (error) {
    return (error as { code?: string }).code
  }
}

class Point {
  constructor(
    readonly x: number,
    readonly y: number,
  ) {}
}
class Money {
  readonly #cents: number
  constructor(cents: number) {
    this.#cents = cents
  }
  toJSON() {
    return (this.#cents / 100).toFixed(2)
  }
}

describe('hashKey', () => {
  it('takes a string as written', () => {
    for (const text of ['stores', 'stores:42', 'https://a.example/x?y=1&z=*', '{"a":1}', '\\', ':', ' ']) {
      expect(hashKey(text)).toBe(text)
    }
  })

  it('joins the segments of an array with colons', () => {
    expect(hashKey(['stores', 42])).toBe('stores:42')
    expect(hashKey(['stores', 'list', { page: 1 }])).toBe('stores:list:{"page":1}')
    expect(hashKey(['a', true, null, 7n, -0, 1e21, NaN])).toBe('a:true:null:7:0:1e+21:NaN')
    expect(hashKey(['', 'a', ''])).toBe(':a:')
  })

  it('escapes what has a meaning in a text segment', () => {
    expect(hashKey(['a:b', 'c*d', 'e\\f'])).toBe('a\\:b:c\\*d:e\\\\f')
    expect(hashKey(['{x', '[x', '"x', 'x{'])).toBe('\\{x:\\[x:\\"x:x{')
    expect(hashKey(['a', { 'x*': '*' }])).toBe('a:{"x\\*":"\\*"}')
  })

  it('makes one key of what is declared to be one', () => {
    expect(hashKey(['stores', 42])).toBe(hashKey('stores:42'))
    const meet = (a: unknown, b: unknown) => expect(hashKey(asKey(['x', a]))).toBe(hashKey(asKey(['x', b])))
    meet(1, '1')
    meet(null, 'null')
    meet(10n, 10)
    meet(-0, 0)
    meet({ a: -0 }, { a: 0 })
    meet({ a: 1, b: 2 }, { b: 2, a: 1 })
    meet({ a: 1, b: undefined }, { a: 1 })
    meet({ b: { d: 1, c: [{ f: 1, e: 2 }] }, a: 1 }, { a: 1, b: { c: [{ e: 2, f: 1 }], d: 1 } })
    meet({ 10: 'a', 9: 'b', z: 1 }, { z: 1, 9: 'b', 10: 'a' })
    meet(new Set([1, 'a', { b: 1 }]), new Set([{ b: 1 }, 'a', 1]))
    meet(new Map(Object.entries({ a: 1, b: 2 })), new Map(Object.entries({ b: 2, a: 1 })))
    meet(new Date(5), new Date(5))
    meet(new Date(NaN), new Date('nonsense'))
    meet(new Money(150), new Money(150))
    meet(new Point(1, 2), { x: 1, y: 2 })
    meet(Object.assign(new Point(1, 2), { x: undefined, y: undefined }), {})
    meet(Object.assign(Object.create(null), { a: 1 }), { a: 1 })
    meet({ a: 1, [Symbol('s')]: 2 }, { a: 1 })
    const there: unknown = runInNewContext('({ a: [new Date(5), new Map([[1, 2]])] })')
    meet(there, { a: [new Date(5), new Map([[1, 2]])] })
  })

  it('keeps all others apart', () => {
    const proto = (json: string) => JSON.parse(json) as object
    // prettier-ignore
    const values: unknown[] = [
      '', ' ', ':', '::', '*', '\\', '\\\\', '\\*', '\\:', '{}', '[]', '""', '{"a":1}', '"a"', 'a', 'b', 'a:b', 'A', 'é', 'e\u0301',
      '\ud800', '\udc00', '\\ud800', '\ufffd', '\u0000', 'undefined', 'NaN', 'null', '1n', 1, 1.5, true,
      {}, [], [[]], [{}], [1, 23], [12, 3], ['1', 23], ['1,23'], [null], [undefined], ['undefined'], ['null'], [NaN],
      ['NaN'], [Infinity], [-Infinity], ['Infinity'], [1n], ['1n'], ['1'], [1], [true], ['true'], [''], ['*'], ['\\*'],
      ['\ud800'], ['\\ud800'], ['\udc00'], [undefined, undefined], [holes(3)],
      { a: 1 }, { a: '1' }, { a: 1n }, { a: null }, { a: NaN }, { a: 'NaN' }, { a: Infinity }, { a: [] }, { a: {} },
      { a: '1","b":"2' }, { a: '1', b: '2' }, { 'a":1,"b': 2 }, { a: 1, b: 2 }, { a: { b: 2 } }, { '': 1 }, { '*': 1 },
      { a: '*' }, { a: '\\*' }, { a: '\\' }, { a: '\\\\*' }, { '\\*': 1 }, { a: [undefined] }, { a: [null] }, { 0: 'a' }, ['a'],
      proto('{"__proto__":1}'), proto('{"__proto__":{"a":1}}'), proto('{"constructor":{"a":1}}'), { toString: 1 },
      new Date(0), new Date(1), new Date(NaN), { a: new Date(0) }, { a: new Date(0).toISOString() },
      { Date: new Date(0).toISOString() }, '{"Date" "1970-01-01T00:00:00.000Z"}', [new Date(0).toISOString()],
      new Map(), new Map([['a', 1]]), new Map([['a', '1']]), new Map([[{ a: 1 }, 1]]), new Map([[1, 'a']]), new Map([['1', 'a']]),
      new Map([['a', undefined]]), new Map([['a', 1], ['b', 2]]), { Map: [['a', 1]] }, [['a', 1]], { Set: [] },
      new Set(), new Set([1]), new Set(['1']), new Set([[1]]), new Set([1, 2]), new Set([undefined]), new Set([{}, {}]), new Set([{}]),
      new URLSearchParams(), new URLSearchParams('a=1'), new URLSearchParams('a=1&b=2'), new URLSearchParams('b=2&a=1'),
      new URLSearchParams('a=1&a=2'), new URLSearchParams('a=2&a=1'), new URLSearchParams('a=*'), { URLSearchParams: 'a=1' },
      { URLSearchParams: '"a=1"' }, { 'URLSearchParams"': 'a=1' },
      /a/, /a/g, /b/, new Money(100), new Money(200), '2.00', { a: new Money(200) }, { a: '2.00' }, new Point(1, 2), new Point(2, 1),
      new URL('http://a.example/'), new URL('http://b.example/'), { a: new URL('http://a.example/') }, { a: 'http://a.example/' },
      new Uint8Array([1]), new Uint8Array([2]), new Int8Array([1]),
      { [Symbol.toStringTag]: 'Map', a: 3 }, { [Symbol.toStringTag]: 'Date', a: 4 },
    ]
    const keys: unknown[][] = [
      ...values.map((value) => ['k', value]),
      ['k'],
      ['k', '', ''],
      ['k', 'a', 'b'],
      ['a', 1, 23],
      ['a', 12, 3],
    ]
    keys.push(['k', 'a', { b: 1 }], ['k', ['a', { b: 1 }]], ['k', { a: 1 }, { b: 2 }], ['k', { a: 1 }, 'b'])
    const owner = new Map<string, unknown>()
    for (const key of keys) {
      const text = hashKey(asKey(key))
      expect(owner.get(text), `${text} has two owners`).toBeUndefined()
      owner.set(text, key)
    }
  })

  it('refuses an empty key', () => {
    for (const key of ['', [], ['']]) expect(codeOf(() => hashKey(key))).toBe('invalid_key')
  })

  it('refuses what is no key', () => {
    for (const key of [undefined, null, 1, true, {}, () => 1, Symbol('s'), new Set(['a'])]) {
      expect(codeOf(() => hashKey(asKey(key)))).toBe('invalid_key')
    }
    expect(() => hashKey(asKey(42))).toThrow(/got number, allowed: text, or an array/)
  })

  it('refuses what has no content to tell it by', () => {
    const cycle: { self?: unknown } = {}
    cycle.self = { deeper: [cycle] }
    const selfHolding = new Set<unknown>()
    selfHolding.add(new Map([[1, selfHolding]]))
    class Hidden {
      readonly #a = 1
      get a() {
        return this.#a
      }
    }
    const endless = (): object => ({ toJSON: endless })
    const throwing = {
      get a(): number {
        throw new Error('no')
      },
    }
    const hiding = [Promise.resolve(), new WeakMap(), new Hidden(), new ArrayBuffer(1), new Error('e')]
    for (const value of [() => 1, Symbol('s'), cycle, selfHolding, throwing, endless(), ...hiding]) {
      const keys = [[value], ['k', { a: value }], ['k', [value]], ['k', new Map([[value, 1]])]]
      for (const key of keys) expect(codeOf(() => hashKey(asKey(key)))).toBe('invalid_key')
    }
    expect(() => hashKey(['k', throwing])).toThrow(expect.objectContaining({ cause: new Error('no') }))
  })

  it('refuses an undefined segment and a hole', () => {
    expect(() => hashKey(asKey(['k', undefined]))).toThrow(/undefined as segment 1/)
    expect(codeOf(() => hashKey(asKey(holes(2))))).toBe('invalid_key')
  })

  it('writes what is met twice, if it is no cycle', () => {
    const shared = { a: 1 }
    expect(hashKey(['k', { y: shared, x: [shared, shared] }])).toBe('k:{"x":[{"a":1},{"a":1}],"y":{"a":1}}')
    const itself = { b: 2, a: 1, toJSON: () => 0 }
    itself.toJSON = () => itself as never
    expect(codeOf(() => hashKey(['k', itself]))).toBe('invalid_key')
    class Same {
      readonly a = 1
      toJSON() {
        return this
      }
    }
    expect(hashKey(['k', new Same()])).toBe('k:{"a":1}')
  })

  it('goes 5,000 levels deep, and further', () => {
    for (const depth of [5_000, 9_999]) {
      let value: unknown = { b: 1, a: undefined }
      for (let level = 0; level < depth; level++) {
        value = level % 3 ? { a: level, b: value } : level % 2 ? [value] : new Set([value])
      }
      const text = hashKey(['k', value as object])
      expect(text.length).toBeGreaterThan(depth)
    }
  })

  it('writes what is deep as it writes what is not', () => {
    let value: unknown = []
    for (let level = 0; level < 5_000; level++) value = level % 2 ? [value, 1] : { a: '*', b: value }
    const brackets = hashKey(['k', value as object]).replaceAll(/[^[\]{}]/g, '')
    expect(brackets).toBe('[{'.repeat(2_500) + '[]' + '}]'.repeat(2_500))
  })
})

describe('toEntryKey', () => {
  it('refuses a text with a bare star and names the escape', () => {
    for (const key of ['*', 'stores:*', 'a\\\\*', '\\*:*']) {
      expect(() => toEntryKey(key)).toThrow(
        expect.objectContaining({ code: 'bare_star', message: expect.stringContaining('\\*') }),
      )
    }
  })

  it('takes an escaped star, and a star in an array', () => {
    expect(toEntryKey('stores:\\*')).toBe('stores:\\*')
    expect(toEntryKey(['stores', '*'])).toBe('stores:\\*')
    expect(toEntryKey(['stores', { '*': ['*', '\\*', '\\'] }])).toBe(
      'stores:{"\\*":["\\*","\\\\\\*","\\\\"]}',
    )
  })
})
