import { describe, expect, it } from 'vitest'
import { hashKey } from './hash-key'

/** Client and server, of whatever version, have to write the same: these texts do not change. */
describe('the canonical text', () => {
  it.each<[unknown, string]>([
    [{}, '{}'],
    [[], '[]'],
    [{ b: 1, a: 'x' }, '{"a":"x","b":1}'],
    [{ a: undefined, b: [undefined, null] }, '{"b":[undefined,null]}'],
    [{ a: 5n, b: NaN, c: -0, d: true }, '{"a":5n,"b":NaN,"c":0,"d":true}'],
    [new Date(0), '{"Date" "1970-01-01T00:00:00.000Z"}'],
    [new Set([2, 1]), '{"Set" 1,2}'],
    [new Set(), '{"Set" }'],
    [new Map([['b', 1], ['a', 2]] as const), '{"Map" ["a",2],["b",1]}'], // prettier-ignore
    [new URLSearchParams('b=1&a=2'), '{"URLSearchParams" "b=1&a=2"}'],
    [/a*b/gi, String.raw`{"RegExp" "/a\*b/gi"}`],
    [new URL('https://a.example/x'), '{"URL" "https://a.example/x"}'],
    [{ toJSON: () => 'x' }, '{"Object" "x"}'],
    [{ toJSON: () => ({ b: 1, a: 2 }) }, '{"Object" {"a":2,"b":1}}'],
    [{ toJSON: 1 }, '{"toJSON":1}'],
    [Object.defineProperty({}, 'toJSON', { value: (): unknown => 1 }), '{"Object" 1}'],
    [Object.assign(Object.create(null) as object, { a: 1 }), '{"a":1}'],
  ])('%o is %s', (part, text) => {
    expect(hashKey([part as object])).toBe(text)
  })

  it('counts what stands for itself by its members', () => {
    const own = Object.defineProperty({ a: 1 }, 'toJSON', { value: (): unknown => own })
    const none: object = Object.defineProperty({}, 'toJSON', { value: (): unknown => none })
    expect([hashKey([own]), hashKey([none])]).toEqual(['{"a":1}', '{}'])
  })

  it.each([2, 3, 16, 17, 40])('has %d members in order, however they came', (count) => {
    const names = Array.from({ length: count }, (_, n) => `n${String(n).padStart(2, '0')}`)
    const text = `{${names.map((name) => `"${name}":1`).join()}}`
    for (const order of [
      names,
      [...names].reverse(),
      [...names.slice(count >> 1), ...names.slice(0, count >> 1)],
    ])
      expect(hashKey([Object.fromEntries(order.map((name) => [name, 1]))])).toBe(text)
  })

  it('escapes a bracket or quote where a segment begins, and nowhere else', () => {
    expect(['{a', '[a', '"a', 'a{b', 'a[b', 'a"b'].map((part) => hashKey([part]))).toEqual([
      String.raw`\{a`,
      String.raw`\[a`,
      String.raw`\"a`,
      'a{b',
      'a[b',
      'a"b',
    ])
    expect(hashKey(['{a{', 'b:c*'])).toBe(String.raw`\{a{:b\:c\*`)
  })

  it('finds a cycle wherever it closes', () => {
    for (const depth of [0, 3, 8, 9, 20]) {
      const bottom: { again?: object } = {}
      let top: object = bottom
      for (let level = 0; level < depth; level++) top = [top]
      for (const target of [top, bottom]) {
        bottom.again = target
        expect(() => hashKey(['x', top])).toThrow('a cycle')
      }
    }
  })

  it('takes what is met again beside itself, at any depth, for no cycle', () => {
    const part = { a: 1 }
    let deep: object = [part, part]
    for (let level = 0; level < 20; level++) deep = [deep, part, part]
    expect(hashKey(['x', deep])).toContain('[{"a":1},{"a":1}]')
  })
})
