import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compilePattern } from '@freshline/core/shared'
import { Digest } from '../../src/log'

const targets = (part: { keys?: string[]; tags?: string[]; patterns?: string[] }) => ({
  keys: [],
  tags: [],
  patterns: [],
  ...part,
})

describe('Digest', () => {
  it('finds what names an entry after a place, and nothing before', () => {
    const digest = new Digest()
    digest.apply(1, targets({ keys: ['a'] }))
    digest.apply(2, targets({ tags: ['t'] }))
    digest.apply(3, targets({ patterns: ['p:*'] }))
    const found = (after: number) => [
      digest.hasMatch(after, 'a', []),
      digest.hasMatch(after, 'b', ['t']),
      digest.hasMatch(after, 'p:1', []),
    ]
    expect([0, 1, 2, 3].map(found)).toEqual([
      [true, true, true],
      [false, true, true],
      [false, false, true],
      [false, false, false],
    ])
  })

  it('finds everything stale that is older than what it has forgotten, by keys, tags and patterns', () => {
    for (const [kind, name] of [
      ['keys', 'k'],
      ['tags', 't'],
      ['patterns', 'p*'],
    ] as const) {
      const digest = new Digest({ names: 2, patterns: 2 })
      for (let at = 1; at <= 3; at++) digest.apply(at, targets({ [kind]: [`${name}${at}`] }))
      expect(digest.hasMatch(0, 'other', [])).toBe(true)
      expect(digest.hasMatch(1, 'other', [])).toBe(false)
    }
  })

  it('never calls good what a log of everything would call stale', () => {
    const name = fc.constantFrom('a', 'b', 'ab', 'c')
    const entry = fc.record({
      keys: fc.array(name, { maxLength: 2 }),
      tags: fc.array(name, { maxLength: 2 }),
      patterns: fc.array(fc.constantFrom('a*', '*b', '*', 'c*'), { maxLength: 1 }),
    })
    const anyBounds = fc.record({
      names: fc.integer({ min: 1, max: 4 }),
      patterns: fc.integer({ min: 1, max: 3 }),
    })
    fc.assert(
      fc.property(
        fc.array(entry, { maxLength: 12 }),
        anyBounds,
        fc.infiniteStream(fc.nat(11)),
        (log, bounds, order) => {
          const bounded = new Digest(bounds)
          const roomy = new Digest()
          // Told in some other order as well, and some twice.
          log.forEach((_, index) => {
            for (const at of [index, (order.next().value as number) % log.length]) {
              bounded.apply(at + 1, log[at] ?? targets({}))
              roomy.apply(at + 1, log[at] ?? targets({}))
            }
          })
          for (let after = 0; after <= log.length; after++) {
            for (const key of ['a', 'ab', 'c']) {
              const isStale = log.some(
                ({ keys, tags, patterns }, at) =>
                  at + 1 > after &&
                  ((keys as string[]).includes(key) ||
                    tags.includes('b') ||
                    patterns.some((source) => compilePattern(source).matches(key))),
              )
              expect(roomy.hasMatch(after, key, ['b'])).toBe(isStale)
              expect(bounded.hasMatch(after, key, ['b']) || !isStale).toBe(true)
            }
          }
        },
      ),
    )
  })
})
