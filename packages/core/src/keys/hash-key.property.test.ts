import { isDeepStrictEqual } from 'node:util'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { hashKey, type KeyPart } from './hash-key'
import { isPattern } from './pattern'

// prettier-ignore
const anyText = fc.constantFrom('', 'a', ':', '*', '\\', '{', '[', '"', '1', '{}', '{"a":1}', 'null', 'NaN', '1n', '\ud800', '"Map" ')
const anyLeaf = fc.oneof(
  anyText,
  fc.constantFrom<unknown>(null, undefined, true, 0, -0, 1, NaN, Infinity, 1n),
  fc.constantFrom<unknown>(
    new Date(0),
    new Date(NaN),
    new URLSearchParams('a=1'),
    new URLSearchParams('a=*'),
  ),
)
const { anyValue } = fc.letrec((tie) => {
  const list = fc.array(tie('anyValue'), { maxLength: 2 })
  const entries = fc.array(fc.tuple(anyText, tie('anyValue')), { maxLength: 2 })
  return {
    anyValue: fc.oneof(
      { maxDepth: 3, depthSize: 'small' },
      anyLeaf,
      list,
      fc.dictionary(anyText, tie('anyValue'), { maxKeys: 2 }),
      list.map((items) => new Set(items)),
      entries.map((items) => new Map(items)),
    ),
  }
})
const anyPart = anyValue.filter((part) => part !== undefined) as fc.Arbitrary<KeyPart>
const anyKey = fc
  .array(anyPart, { minLength: 1, maxLength: 3 })
  .filter((key) => key.length > 1 || key[0] !== '')

describe('hashKey', () => {
  it('makes keys meet exactly where they mean the same', () => {
    fc.assert(
      fc.property(fc.array(anyKey, { minLength: 2, maxLength: 20 }), (keys) => {
        const known = keys.map((key) => ({ text: hashKey(key), meaning: key.map(toMeaning) }))
        for (const a of known) {
          for (const b of known) expect(a.text === b.text).toBe(isDeepStrictEqual(a.meaning, b.meaning))
        }
      }),
      { numRuns: 300 },
    )
  })

  it('does not depend on the order in which members were added', () => {
    const content = fc.object({ withBigInt: true, withDate: true, withMap: true, withSet: true })
    fc.assert(
      fc.property(content, (value) => hashKey(['k', reverse(value) as object]) === hashKey(['k', value])),
    )
  })

  it('is JSON for what JSON can hold', () => {
    const json = fc.jsonValue().filter((value) => typeof value === 'object' && value !== null)
    fc.assert(
      fc.property(json, (value) => {
        const text = hashKey([value as object]).replaceAll('\\*', '*')
        expect(isDeepStrictEqual(JSON.parse(text), JSON.parse(JSON.stringify(value)))).toBe(true)
      }),
    )
  })

  it('never makes a bare star of an array', () => {
    fc.assert(fc.property(anyKey, (key) => !isPattern(hashKey(key))))
  })
})

/** What a segment means, in a form that `isDeepStrictEqual` compares: written apart from the code under test. */
function toMeaning(part: unknown): unknown {
  return typeof part === 'object' && part !== null ? toContent(part) : String(part)
}

function toContent(value: unknown): unknown {
  if (typeof value === 'number') return value + 0
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map(toContent)
  if (value instanceof Date) return { date: String(value.getTime()), kind: Date }
  if (value instanceof URLSearchParams) return { params: [...value], kind: URLSearchParams }
  // Equal members of a set stay two: a set of two empty objects is not a set of one.
  if (value instanceof Set) return { bag: toBag([...value].map(toContent)), kind: Set }
  if (value instanceof Map) return { bag: toBag([...value].map(toContent)), kind: Map }
  return mapMembers(value, (entries) => entries.filter(([, item]) => item !== undefined), toContent)
}

/** One of each kind of equal items with their number, as a set, which is compared without order. */
function toBag(items: unknown[]): Set<unknown> {
  const kinds: [unknown, number][] = []
  for (const item of items) {
    const kind = kinds.find(([other]) => isDeepStrictEqual(other, item))
    if (kind) kind[1]++
    else kinds.push([item, 1])
  }
  return new Set(kinds)
}

/** The same content with all members, and all entries of maps and sets, added in the other order. */
function reverse(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reverse)
  if (value instanceof Map)
    return new Map([...value].reverse().map((entry) => entry.map(reverse) as [unknown, unknown]))
  if (value instanceof Set) return new Set([...value].reverse().map(reverse))
  if (typeof value !== 'object' || value === null || value instanceof Date) return value
  return mapMembers(value, (entries) => entries.reverse(), reverse)
}

function mapMembers(
  value: object,
  arrange: (entries: [string, unknown][]) => [string, unknown][],
  map: (item: unknown) => unknown,
): object {
  return Object.fromEntries(arrange(Object.entries(value)).map(([name, item]) => [name, map(item)]))
}
