// H8: one table of lifetimes for both sides.
import { defineFreshness, OptionError } from '@freshline/core'
import { describe, expect, it } from 'vitest'

describe('H8 defineFreshness', () => {
  it('answers for a key by its own name, else by the most specific pattern', () => {
    const table = defineFreshness({
      '*': { ttl: 1 },
      'stores:*': { ttl: 2 },
      'stores:*:open': { ttl: 3 },
      'stores:7*': { ttl: 4 },
      'stores:7': { ttl: 5 },
      '*:open': { ttl: 6 },
    })
    const ttlOf = (key: string | readonly (string | number)[]) => table.lookup(key)?.ttl
    expect(ttlOf('stats')).toBe(1)
    expect(ttlOf(['stores', 'list'])).toBe(2)
    // As long a beginning, and more text.
    expect(ttlOf(['stores', 8, 'open'])).toBe(3)
    // A longer beginning goes before more text.
    expect(ttlOf(['stores', 7, 'open'])).toBe(4)
    expect(ttlOf(['stores', 7])).toBe(5)
    expect(ttlOf('gates:open')).toBe(6)
  })

  it('of two patterns alike takes the one written first', () => {
    expect(defineFreshness({ 'a*b*c': { ttl: 1 }, 'a*c*b*': { ttl: 2 } }).lookup('a1b1c1b2c')?.ttl).toBe(1)
    expect(defineFreshness({ 'a*c*b*': { ttl: 2 }, 'a*b*c': { ttl: 1 } }).lookup('a1b1c1b2c')?.ttl).toBe(2)
  })

  it('knows nothing of other keys, and takes an escaped star for a star', () => {
    const table = defineFreshness({ 'a:\\*': { ttl: 1 }, 'b:\\**': { ttl: 2 } })
    expect(table.lookup('nothing')).toBeUndefined()
    expect(table.lookup(['a', 'x'])).toBeUndefined()
    expect(table.lookup(['a', '*'])?.ttl).toBe(1)
    expect(table.lookup(['b', '*', 'x'])?.ttl).toBe(2)
    expect(table.lookup(['b', 'x'])).toBeUndefined()
  })

  it('is frozen, and keeps its order', () => {
    const tags = ['x']
    const table = defineFreshness({
      b: { ttl: 1, tags },
      'a*': { ttl: 2, interval: 3, staleIfError: Infinity },
    })
    tags.push('y')
    expect(table.entries).toEqual([
      ['b', { ttl: 1, tags: ['x'] }],
      ['a*', { ttl: 2, interval: 3, staleIfError: Infinity }],
    ])
    expect([table, table.entries, ...table.entries.flat()].every(Object.isFrozen)).toBe(true)
    expect(Object.isFrozen(table.lookup('b')?.tags)).toBe(true)
  })

  it.each([
    [{ a: { ttl: -1 } }, 'freshness["a"].ttl: got -1'],
    [{ a: {} }, 'freshness["a"].ttl: got undefined'],
    [{ 'b*': { ttl: 1, interval: NaN } }, 'freshness["b*"].interval: got NaN'],
    [{ a: { ttl: 1, staleIfError: '5' } }, 'freshness["a"].staleIfError: got "5"'],
    [{ a: { ttl: 1, staleIfErrors: 5 } }, 'freshness["a"].staleIfErrors: got 5'],
    [{ a: { ttl: 1, tags: [''] } }, 'freshness["a"].tags: got '],
    [{ a: 5 }, 'freshness["a"]: got 5'],
    [{ '': { ttl: 1 } }, 'freshness: got ""'],
    [[], 'freshness: got '],
    [null, 'freshness: got null'],
  ])('refuses %j', (table, message) => {
    const define = () => defineFreshness(table as never)
    expect(define).toThrow(OptionError)
    expect(define).toThrow(message)
  })

  it('takes as many steps as there are lengths of beginnings, however many patterns', () => {
    const many = Object.fromEntries(
      Array.from({ length: 20_000 }, (_, index) => [
        `key-${String(index).padStart(5, '0')}:*`,
        { ttl: index },
      ]),
    )
    const table = defineFreshness(many)
    const started = performance.now()
    for (let at = 0; at < 20_000; at++) table.lookup('key-19999:x')
    expect(table.lookup('key-19999:x')?.ttl).toBe(19_999)
    // A scan would be 400 million steps.
    expect(performance.now() - started).toBeLessThan(1000)
  })
})
