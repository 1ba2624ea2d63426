/** Keys and patterns: every key can be read back from its text, and whatever finds keys finds what looking at all would. */
import type { Key, KeyPart } from '@freshline/core'
import * as fc from 'fast-check'
import { deepStrictEqual, ok, strictEqual } from 'node:assert/strict'
import { CountedItem, CountedText } from './counted'
import { readKey, type Read } from './keys-decoder'
import type { Model } from './model'
import { matchesNaively, toTokens } from './naive-match'

const hostile = fc.constantFrom(
  ...'*\\:{}[]",\'/ ?.^$|()+-#%&',
  '__proto__',
  'constructor',
  '\\*',
  '":',
  '{"a":1}',
  'null',
  '1n',
  '\u2028',
)
const text = fc.oneof(
  fc
    .array(fc.oneof(hostile, fc.string({ unit: 'binary', maxLength: 3 })), { maxLength: 4 })
    .map((list) => list.join('')),
  fc.string({ unit: 'binary', maxLength: 6 }),
  fc.constantFrom('\ud83d', '\udc00\ud83d', '\u0000'),
)
const scalar = fc.oneof(
  text,
  fc.double(),
  fc.bigInt(),
  fc.boolean(),
  fc.constantFrom(null, -0, NaN, Infinity, 0),
)
const structure = fc.letrec<{ any: unknown }>((tie) => ({
  any: fc.oneof(
    { maxDepth: 4, depthSize: 'small' },
    scalar,
    fc.array(fc.oneof(tie('any'), fc.constant(undefined)), { maxLength: 3 }),
    fc.dictionary(text, tie('any'), { maxKeys: 3, noNullPrototype: false }),
  ),
})).any
const part = fc.oneof(scalar, structure) as fc.Arbitrary<KeyPart>
const keys = fc.array(part, { minLength: 1, maxLength: 4 }).filter((key) => key.length > 1 || key[0] !== '')

/** What should be read back: texts and numbers of segments are one, inside of objects every value keeps its type. */
function toRead(segment: KeyPart): Read {
  return typeof segment === 'object' && segment !== null ? { json: toJson(segment) } : String(segment)
}

function toJson(value: unknown): unknown {
  if (typeof value === 'string') return value
  if (typeof value === 'bigint') return { word: `${value}n` }
  if (Array.isArray(value)) return value.map(toJson)
  if (typeof value !== 'object' || value === null) return { word: String(value) }
  const members = Object.entries(value).filter(([, member]) => member !== undefined)
  return new Map(members.map(([name, member]) => [name, toJson(member)]))
}

function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed)
  if (typeof value !== 'object' || value === null) return value
  const members = Object.entries(value).reverse()
  return Object.fromEntries(members.map(([name, member]) => [name, reversed(member)]))
}

export const readBackModel: Model = {
  claim: 'a key is read back from its canonical text: no two different ones meet',
  runs: 2500,
  property: ({ hashKey, isPattern }) =>
    fc.property(keys, (key) => {
      const canonical = hashKey(key)
      // An array of one empty text aside, an empty segment is one like any other.
      deepStrictEqual(readKey(canonical), key.map(toRead))
      strictEqual(hashKey(key.map(reversed) as Key), canonical)
      ok(!isPattern(canonical))
      strictEqual(hashKey(canonical), canonical)
    }),
}

const letters = fc.constantFrom(...'aab:*?[]^-{"', '\\', '\\*', '\\\\*', '\ud83d\ude00', '\ud83d')
const patterns = fc.array(letters, { maxLength: 12 }).map((list) => list.join(''))
const runs = fc
  .tuple(fc.constantFrom('a', 'ab', 'aab'), fc.nat(40))
  .map(([unit, times]) => unit.repeat(times))
const longPatterns = fc
  .array(fc.oneof(runs, fc.constantFrom('*', 'b', '\\*')), { maxLength: 6 })
  .map((list) => list.join(''))

/** A text that matches a pattern: its wildcards filled in. Or nearly: one character is missing, or there twice. */
const filled = (pattern: string) => {
  const fills = fc.array(fc.oneof(fc.constant(''), letters, runs), { minLength: 1, maxLength: 4 })
  return fc.tuple(fills, fc.nat(), fc.constantFrom('', '', '-', '+')).map(([fill, place, change]) => {
    let next = 0
    const chars = toTokens(pattern).map((token) => token ?? fill[next++ % fill.length])
    const whole = chars.join('')
    const at = place % (whole.length + 1)
    if (change === '') return whole
    return whole.slice(0, at) + (change === '+' ? whole.slice(at - 1) : whole.slice(at + 1))
  })
}
/** What begins and ends with the same: a text may be too short for both. */
const mirrored = runs.map((run) => `${run}*${run}`)
const matchings = fc.oneof(patterns, longPatterns, mirrored).chain((pattern) => {
  return fc.tuple(fc.constant(pattern), fc.oneof(filled(pattern), filled(pattern), patterns, longPatterns))
})

export const patternModel: Model = {
  claim: 'a pattern matches what it does by the book, whatever stands in it',
  runs: 4000,
  property: ({ compilePattern, isPattern }) =>
    fc.property(matchings, ([pattern, canonical]) => {
      const { matches, prefix, exactPrefix, source } = compilePattern(pattern)
      const expected = matchesNaively(pattern, canonical)
      strictEqual(matches(canonical), expected)
      strictEqual(matches(canonical), expected)
      strictEqual(source, pattern)
      strictEqual(isPattern(pattern), toTokens(pattern).includes(undefined))
      if (expected) ok(canonical.startsWith(prefix))
      if (exactPrefix) strictEqual(expected, canonical.startsWith(prefix))
    }),
}

const units = fc.constantFrom('a', 'b', 'ab', 'aab', '*', '*a', '*ab*', 'a*b', '\\*', '\\')
const hostiles = fc
  .array(fc.tuple(units, fc.constantFrom(1, 2, 31, 32, 33, 100, 2000)), { minLength: 1, maxLength: 4 })
  .map((list) => list.map(([unit, times]) => unit.repeat(times)).join(''))
const haystacks = fc
  .array(fc.tuple(fc.constantFrom('a', 'b', 'ab', 'aab'), fc.constantFrom(1, 31, 500, 5000)), {
    maxLength: 3,
  })
  .map((list) => list.map(([unit, times]) => unit.repeat(times)).join(''))

export const stepsModel: Model = {
  claim: 'steps of matching grow with the two lengths, never with their product',
  runs: 400,
  property: ({ compilePattern }) =>
    fc.property(hostiles, haystacks, (pattern, haystack) => {
      const { matches } = compilePattern(pattern)
      CountedText.steps = 0
      matches(new CountedText(haystack) as unknown as string)
      // Short literals are looked for by the engine, which tries at most so many characters at a place.
      const most = 32 * (pattern.length + haystack.length) + 32
      ok(CountedText.steps <= most, `${CountedText.steps} steps for ${pattern.length} by ${haystack.length}`)
    }),
}

const stems = fc.constantFrom(
  '',
  'a',
  'a:',
  'a:b',
  'item:',
  'item:1',
  'https://x.example/stores/',
  '\ud83d',
  '__proto__',
)
const bunches = fc.array(
  fc.tuple(stems, fc.constantFrom(1, 40, 127, 128, 129, 300), fc.constantFrom('', ':', ':detail')),
  { maxLength: 6 },
)
const looks = fc.array(fc.tuple(stems, fc.constantFrom('', '1', '12', '12:', ':')), {
  minLength: 1,
  maxLength: 8,
})

export const indexModel: Model = {
  claim: 'the index finds what looking at all keys finds, and looks at few others',
  runs: 150,
  property: ({ PrefixIndex }) =>
    fc.property(bunches, looks, fc.nat(5), (list, prefixes, every) => {
      const index = new PrefixIndex<CountedItem>()
      const held = new Map<string, CountedItem>()
      for (const [stem, count, end] of list) {
        for (let n = 0; n < count; n++) {
          const key = `${stem}${n}${end}`
          if (held.has(key)) continue
          const item = new CountedItem(key)
          held.set(key, item)
          index.add(item)
        }
      }
      // Some leave again, so that buckets shrink and branches close.
      for (const [at, [key, item]] of [...held].entries()) {
        if (at % 6 > every) continue
        held.delete(key)
        index.delete(item)
      }
      for (const [stem, more] of prefixes) {
        const prefix = stem + more
        const found: CountedItem[] = []
        CountedItem.reads = 0
        index.forEach(prefix, (item) => found.push(item))
        const { reads } = CountedItem
        const expected = [...held].filter(([key]) => key.startsWith(prefix))
        deepStrictEqual(new Set(found), new Set(expected.map(([, item]) => item)))
        strictEqual(found.length, expected.length)
        // At the border of what matches, one bucket.
        ok(reads <= found.length + 128 + 1, `${reads} looked at for ${found.length}`)
      }
    }),
}
