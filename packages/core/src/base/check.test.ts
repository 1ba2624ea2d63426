import { describe, expect, it } from 'vitest'
import {
  BOOLEAN,
  check,
  checkCount,
  checkDuration,
  checkFunction,
  DURATION,
  FINITE,
  FUNCTION,
  TAGS,
  TEXT,
} from './check'
import { OptionError } from './option-error'

/** What is said of a value that is refused; undefined where it is taken. */
function refusal(run: () => unknown): string | undefined {
  try {
    run()
    return undefined
  } catch (error) {
    if (!(error instanceof OptionError)) throw error
    return error.message
  }
}

const VALUES = [0, 1, 2.5, Infinity, -1, -Infinity, NaN, '5', '', true, false, null, undefined, [], ['a'], {}]

/** Those of a list of values that a check takes. */
const taken = (run: (value: unknown) => unknown, values: readonly unknown[] = VALUES) =>
  values.filter((value) => refusal(() => run(value)) === undefined)

describe('rules', () => {
  it.each([
    ['a duration', DURATION, [0, 1, 2.5, Infinity]],
    ['a duration that ends', FINITE, [0, 1, 2.5]],
    ['text', TEXT, ['5', '']],
    ['a switch', BOOLEAN, [true, false]],
  ] as const)('%s', (_, rule, allowed) => {
    expect(taken((value) => check('x', value, rule))).toEqual(allowed)
  })

  it('functions', () => {
    const run = () => {}
    expect(taken((value) => check('x', value, FUNCTION), [...VALUES, run])).toEqual([run])
  })

  it('labels: non-empty strings, or none', () => {
    const lists = [[], ['a'], ['a', 'b'], ['a', ''], [''], ['a', 1], [undefined], 'a', { length: 0 }]
    expect(taken((value) => check('tags', value, TAGS), lists)).toEqual([[], ['a'], ['a', 'b']])
  })
})

describe('checks', () => {
  it('answer what they were given', () => {
    const list: string[] = []
    const run = () => {}
    expect(check('tags', list, TAGS)).toBe(list)
    expect(checkFunction('onError', run)).toBe(run)
    expect([checkDuration('ttl', 5), checkCount('max', 5)]).toEqual([5, 5])
  })

  it('take a duration without end unless told otherwise', () => {
    expect(taken((value) => checkDuration('x', value))).toEqual([0, 1, 2.5, Infinity])
    expect(taken((value) => checkDuration('x', value, true))).toEqual([0, 1, 2.5])
  })

  it('take counts from the least one on', () => {
    expect(taken((value) => checkCount('x', value))).toEqual([1, Infinity])
    expect(taken((value) => checkCount('x', value, 0))).toEqual([0, 1, Infinity])
    expect(taken((value) => checkCount('x', value, 2))).toEqual([Infinity])
  })

  it('name the option, the value and what is allowed', () => {
    expect([
      refusal(() => checkDuration('ttl', -1)),
      refusal(() => checkDuration('ttl', Infinity, true)),
      refusal(() => checkCount('max', 1.5)),
      refusal(() => checkFunction('onError', 'x')),
      refusal(() => check('key', 5, TEXT)),
      refusal(() => check('enabled', 'yes', BOOLEAN)),
      refusal(() => check('tags', null, TAGS)),
    ]).toEqual([
      'ttl: got -1, allowed: milliseconds, 0 or more, or Infinity',
      'ttl: got Infinity, allowed: milliseconds, 0 or more',
      'max: got 1.5, allowed: a whole number of at least 1, or Infinity',
      'onError: got "x", allowed: a function',
      'key: got 5, allowed: a string',
      'enabled: got "yes", allowed: true, false',
      'tags: got null, allowed: an array of non-empty strings',
    ])
  })
})

describe('OptionError', () => {
  it('has a permanent code and its own name', () => {
    expect(new OptionError('ttl', -1, 'more')).toMatchObject({ code: 'invalid_option', name: 'OptionError' })
  })

  it('shows any value, also one that cannot be shown', () => {
    const shown = [
      'text',
      undefined,
      5n,
      {},
      Object.create(null) as object,
      Symbol('s'),
      { toString: () => ({}) as never },
    ].map((value) => new OptionError('x', value, 'y').message)
    expect(shown).toEqual(
      ['"text"', 'undefined', '5', '[object Object]', 'object', 'Symbol(s)', 'object'].map(
        (value) => `x: got ${value}, allowed: y`,
      ),
    )
  })
})
