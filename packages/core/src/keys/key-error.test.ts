import { describe, expect, it } from 'vitest'
import { CodedError } from '../base/coded-error'
import { hashKey, toEntryKey } from './hash-key'

/** The message and the cause with which a key is refused. */
function refusal(key: unknown, read: (key: never) => string = hashKey): [string, unknown] {
  try {
    return [read(key as never), undefined]
  } catch (error) {
    if (!(error instanceof CodedError)) throw error
    return [`${error.code}: ${error.message}`, error.cause]
  }
}

const ALLOWED = 'allowed: text, or an array of text, numbers, booleans, null, bigints, plain data; not empty'

describe('a refused key', () => {
  const ring: unknown[] = []
  ring.push({ ring })
  class Tagged {
    get [Symbol.toStringTag]() {
      return 'MyRegExp'
    }
  }

  it.each<[string, unknown]>([
    ['""', ''],
    ['nothing', []],
    ['null', null],
    ['undefined', undefined],
    ['number', 5],
    ['object', {}],
    ['undefined as segment 0', [undefined]],
    // A hole
    ['undefined as segment 1', Object.assign(['a'], { length: 2 })],
    ['function as segment 1', ['a', () => {}]],
    ['symbol as segment 0', [Symbol('s')]],
    ['a function', [{ a: () => {} }]],
    ['a symbol', [[Symbol('s')]]],
    ['a cycle, or too many levels', [ring]],
    ['WeakMap that hides its content', [new WeakMap()]],
    ['WeakSet that hides its content', [new WeakSet()]],
    ['Map Iterator that hides its content', [new Map().entries()]],
    ['Set Iterator that hides its content', [{ a: new Set([1]).values() }]],
    ['RegExp String Iterator that hides its content', ['a'.matchAll(/a/g) as unknown].map((each) => [each])],
    ['MyRegExp that hides its content', [new Tagged()]],
    ['Promise that hides its content', [Promise.resolve(1)]],
  ])('says what was met: %s', (found, key) => {
    expect(refusal(key)).toEqual([`invalid_key: key: got ${found}, ${ALLOWED}`, undefined])
  })

  it('carries what its content threw', () => {
    const problem = new Error('mine')
    const throwing = {
      get a(): number {
        throw problem
      },
    }
    expect(refusal(['x', throwing])).toEqual([
      `invalid_key: key: got what throws when read, ${ALLOWED}`,
      problem,
    ])
  })

  it('is one with a bare star where a single entry is meant, and says what to write', () => {
    expect(refusal('stores:*', toEntryKey)).toEqual([
      String.raw`bare_star: "stores:*" is a pattern, not a key: write \* for a star, or use an array key`,
      undefined,
    ])
    expect(refusal(String.raw`stores:\*`, toEntryKey)).toEqual([String.raw`stores:\*`, undefined])
    expect(refusal(['stores', '*'], toEntryKey)).toEqual([String.raw`stores:\*`, undefined])
  })
})
