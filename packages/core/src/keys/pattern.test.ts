import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { hashKey } from './hash-key'
import { compilePattern, isPattern } from './pattern'

const matches = (pattern: string, text: string) => compilePattern(pattern).matches(text)

describe('isPattern', () => {
  it('finds a star that an even run of backslashes precedes', () => {
    for (const text of ['*', 'a*', '\\\\*', 'a\\*b*', '\\\\\\\\*']) expect(isPattern(text)).toBe(true)
    for (const text of ['', 'a', '\\*', 'a\\*b', '\\\\\\*', '\\', 'a?b.c[d]'])
      expect(isPattern(text)).toBe(false)
  })
})

describe('compilePattern', () => {
  it('lets a star stand for any run of characters, also none', () => {
    for (const text of ['stores:', 'stores:42', 'stores:42:summary'])
      expect(matches('stores:*', text)).toBe(true)
    for (const text of ['stores', 'store:1', 'xstores:1']) expect(matches('stores:*', text)).toBe(false)
    expect(matches('*:summary', 'stores:42:summary')).toBe(true)
    expect(matches('*:summary', 'summary')).toBe(false)
    expect(matches('a*b*c', 'a-b-b-c')).toBe(true)
    expect(matches('a*b*c', 'a-c-b')).toBe(false)
    expect(matches('*', '')).toBe(true)
    expect(matches('**', 'anything\nat all')).toBe(true)
  })

  it('never uses a character twice', () => {
    expect(matches('ab*ba', 'aba')).toBe(false)
    expect(matches('ab*ba', 'abba')).toBe(true)
    expect(matches('a*b*b', 'ab')).toBe(false)
    expect(matches('a*bb*b', 'abb')).toBe(false)
  })

  it('takes all else literally', () => {
    expect(matches('a?c*', 'abc')).toBe(false)
    expect(matches('https://a.example/x?y=*', 'https://a.example/x?y=1')).toBe(true)
    for (const text of ['.', '+', '(', '[a-z]', '$', '^', '|', '{1}'])
      expect(matches(`${text}*`, `${text}x`)).toBe(true)
  })

  it('matches the canonical text, escapes kept', () => {
    expect(matches('stores:\\**', hashKey(['stores', '*x']))).toBe(true)
    expect(matches('stores:\\**', hashKey(['stores', 'x']))).toBe(false)
    expect(matches('a\\:*', hashKey(['a:b']))).toBe(true)
    expect(matches('a:*', hashKey(['a:b']))).toBe(false)
    expect(matches('a\\\\*', hashKey(['a\\b']))).toBe(true)
    expect(matches('s:{"q":"\\**', hashKey(['s', { q: '*', z: 1 }]))).toBe(true)
  })

  it('matches itself alone without a bare star', () => {
    expect(matches('stores:\\*', 'stores:\\*')).toBe(true)
    expect(matches('stores', 'stores:1')).toBe(false)
  })

  it('tells its prefix, and whether that says all', () => {
    const facts = (source: string) => {
      const { prefix, exactPrefix } = compilePattern(source)
      return [prefix, exactPrefix]
    }
    expect(facts('stores:*')).toEqual(['stores:', true])
    expect(facts('stores:**')).toEqual(['stores:', true])
    expect(facts('*')).toEqual(['', true])
    expect(facts('stores:*:summary')).toEqual(['stores:', false])
    expect(facts('*x*')).toEqual(['', false])
    expect(facts('stores:\\**')).toEqual(['stores:\\*', true])
    expect(facts('stores')).toEqual(['stores', false])
    expect(compilePattern('a*').source).toBe('a*')
  })

  it('agrees with a plain matcher', () => {
    const text = (letters: string, maxLength: number) =>
      fc.array(fc.constantFrom(...letters), { maxLength }).map((list) => list.join(''))
    fc.assert(
      fc.property(text('ab*\\', 10), text('ab*\\', 14), (pattern, canonical) => {
        expect(matches(pattern, canonical)).toBe(matchPlainly(pattern, canonical))
        const { prefix, exactPrefix } = compilePattern(pattern)
        expect(exactPrefix && matches(pattern, canonical)).toBe(exactPrefix && canonical.startsWith(prefix))
      }),
      { numRuns: 3_000 },
    )
  })

  it('agrees with a plain matcher where literals are long', () => {
    const run = fc
      .tuple(fc.constantFrom('a', 'ab', 'aab'), fc.integer({ min: 12, max: 40 }))
      .map(([unit, times]) => unit.repeat(times))
    fc.assert(
      fc.property(
        fc.array(run, { maxLength: 5 }),
        fc.array(run, { minLength: 1, maxLength: 2 }),
        (canonical, literals) => {
          const pattern = `*${literals.join('*')}*`
          expect(matches(pattern, canonical.join('b'))).toBe(matchPlainly(pattern, canonical.join('b')))
        },
      ),
    )
  })

  it('finds a long literal where an occurrence begins within one that fails, and after the one before', () => {
    const run = 'a'.repeat(32)
    expect(matches(`*${run}b*`, `a${run}b`)).toBe(true)
    expect(matches(`*${run}ba${run}c*`, `${run}ba${run}ba${run}c`)).toBe(true)
    for (const [count, fits] of [
      [63, false],
      [64, true],
    ] as const)
      expect(matches(`*${run}*${run}*`, 'a'.repeat(count))).toBe(fits)
  })

  it('is not slowed by hostile texts', () => {
    // Each of these takes minutes where time grows with the product of the lengths.
    const long = 'a'.repeat(1_000_000)
    const half = 'a'.repeat(250_000)
    expect(matches('*'.repeat(10_000) + 'b', long)).toBe(false)
    expect(matches('a*'.repeat(10_000) + 'b', long)).toBe(false)
    expect(matches('*a'.repeat(10_000), long)).toBe(true)
    expect(matches(`*${half}b${half}*`, long)).toBe(false)
    expect(matches(`*b${half}*`, long)).toBe(false)
    expect(matches(`*${half}b*`, long)).toBe(false)
    expect(matches(`*${half}*${half}b*`, long)).toBe(false)
    expect(matches(`*${'a'.repeat(40)}`.repeat(20_000) + '*b', long)).toBe(false)
    expect(isPattern('\\'.repeat(1_000_000))).toBe(false)
    expect(isPattern('\\*'.repeat(500_000))).toBe(false)
  })
})

/** Dynamic programming over all places, written apart from the code under test. */
function matchPlainly(pattern: string, text: string): boolean {
  let places = new Set([0])
  for (let at = 0; at < pattern.length; at++) {
    const next = new Set<number>()
    const run = /\\*$/.exec(pattern.slice(0, at))?.[0].length ?? 0
    if (pattern[at] === '*' && run % 2 === 0) {
      const first = Math.min(...places)
      for (let place = first; place <= text.length; place++) next.add(place)
    } else for (const place of places) if (text[place] === pattern[at]) next.add(place + 1)
    places = next
  }
  return places.has(text.length)
}
