/** What can happen to a cache: hostile keys, lifetimes, sizes and targets, and a clock that stands still or goes back. */
import type { Key, LoadOptions, Target } from '@freshline/core'
import * as fc from 'fast-check'
import type { NaiveTarget } from './naive-cache'

/** A key as it is spelled, and its canonical text; some are spelled in several ways. */
export interface Spelled {
  readonly key: Key
  readonly text: string
}

const LONG = 'x'.repeat(5_000)
const SPELLED: Spelled[] = [
  { key: 'a', text: 'a' },
  { key: ['a', 1], text: 'a:1' },
  { key: ['a', '1'], text: 'a:1' },
  { key: 'a:1', text: 'a:1' },
  { key: ['a', 2n, ''], text: 'a:2:' },
  { key: ['', ''], text: ':' },
  { key: ['a', '*'], text: 'a:\\*' },
  { key: 'a:\\*', text: 'a:\\*' },
  { key: '__proto__', text: '__proto__' },
  { key: ['constructor'], text: 'constructor' },
  { key: ['a', { toString: null }], text: 'a:{"toString":null}' },
  { key: `\u00e9:\u{1f600}`, text: `\u00e9:\u{1f600}` },
  { key: '\ud83d', text: '\ud83d' },
  { key: ['a', LONG], text: `a:${LONG}` },
]

/** A target as the cache is given it, and what it means. */
export interface Aim {
  readonly target: Target
  readonly means: NaiveTarget
}

const TAGS = ['t', 'u', '__proto__']
const PATTERNS = ['*', 'a*', 'a:*', '*:', '*1', 'a:\\**', '*\\*', '__*', '\ud83d*', '*x*', 'zzz*', '**:**']
const long = (key: string) => key.length > 3
const tagged = (_: string, tags: readonly string[]) => tags.includes('u')
const AIMS: Aim[] = [
  ...SPELLED.map(({ key, text }) => ({ target: { keys: [key] }, means: text })),
  ...PATTERNS.map((pattern) => ({ target: pattern, means: pattern })),
  ...TAGS.map((tag) => ({ target: { tag }, means: { tag } })),
  ...[long, tagged].map((predicate) => ({ target: predicate, means: predicate })),
]

const TTLS = [0, 0.5, 1, 499.75, 1000, 60_000, 2 ** 31, 2 ** 50, Number.MAX_VALUE, Infinity]
const SIZES = [0, 0, 1, 3, 99, 100, 101, 2 ** 50, NaN, -1, -Infinity, Infinity]
const SPANS = [0, 0, 1, 2, 499, 500, 1000, 59_999, 600_000, 2 ** 31, 2 ** 40]

export type Operation =
  | { readonly op: 'get' | 'has' | 'peek' | 'delete' | 'remainingTtl'; readonly on: Spelled }
  | { readonly op: 'set'; readonly on: Spelled; readonly size: number; readonly options: LoadOptions }
  | { readonly op: 'load'; readonly on: Spelled; readonly options: LoadOptions }
  | { readonly op: 'refuse'; readonly on: Spelled; readonly ttl: unknown }
  | { readonly op: 'answer' | 'fail'; readonly at: number; readonly size: number }
  | { readonly op: 'invalidate'; readonly aim: Aim }
  | { readonly op: 'clear' | 'prune' | 'list' }
  | { readonly op: 'jump' | 'sleep' | 'back'; readonly ms: number }

const on = fc.constantFrom(...SPELLED)
const ttl = fc.constantFrom(...TTLS)
const life = { ttl, gcTime: ttl, tags: fc.subarray(TAGS) }
const size = fc.constantFrom(...SIZES)
const windows = { staleWhileRevalidate: ttl, staleIfError: ttl, force: fc.boolean() }
const oneOf = <T extends string>(...names: T[]) => fc.constantFrom(...names)

/** Any operation, on some of the keys. */
export function operationsOn(keys: fc.Arbitrary<Spelled>): fc.Arbitrary<Operation> {
  return fc.oneof(
    {
      weight: 6,
      arbitrary: fc.record({
        op: oneOf('set'),
        on: keys,
        size,
        options: fc.record(life, { requiredKeys: [] }),
      }),
    },
    {
      weight: 8,
      arbitrary: fc.record({
        op: oneOf('load'),
        on: keys,
        options: fc.record({ ...life, ...windows }, { requiredKeys: [] }),
      }),
    },
    { weight: 6, arbitrary: fc.record({ op: oneOf('answer', 'answer', 'fail'), at: fc.nat(5), size }) },
    {
      weight: 6,
      arbitrary: fc.record({
        op: oneOf('get', 'get', 'has', 'peek', 'delete', 'delete', 'remainingTtl'),
        on: keys,
      }),
    },
    {
      weight: 1,
      arbitrary: fc.record({ op: oneOf('refuse'), on: keys, ttl: fc.constantFrom(-1, NaN, '5', -Infinity) }),
    },
    { weight: 3, arbitrary: fc.record({ op: oneOf('invalidate'), aim: fc.constantFrom(...AIMS) }) },
    { weight: 1, arbitrary: fc.record({ op: oneOf('clear', 'prune', 'list') }) },
    {
      weight: 4,
      arbitrary: fc.record({
        op: oneOf('jump', 'jump', 'jump', 'sleep', 'back'),
        ms: fc.constantFrom(...SPANS),
      }),
    },
  )
}

/** One to three keys, so that most operations of a run meet others. */
export const anyKeys: fc.Arbitrary<fc.Arbitrary<Spelled>> = fc
  .uniqueArray(on, { minLength: 1, maxLength: 3 })
  .map((some) => fc.constantFrom(...some))
