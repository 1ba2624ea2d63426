import { runInNewContext } from 'node:vm'
import { describe, expect, it } from 'vitest'
import { toError } from './to-error'
import { UnknownError } from './unknown-error'

describe('toError', () => {
  it('leaves errors alone, also those of another frame', () => {
    const foreign: unknown = runInNewContext('new TypeError("x")')
    expect(foreign).not.toBeInstanceOf(Error)
    for (const error of [new RangeError('x'), new DOMException('x', 'AbortError'), foreign]) {
      expect(toError(error)).toBe(error)
    }
  })

  it.each([
    ['text', 'string'],
    [0, 'number'],
    [null, 'null'],
    [undefined, 'undefined'],
    [{ a: 1 }, 'object'],
  ])('wraps %o, without its value in the message', (thrown, type) => {
    const error = toError(thrown)
    expect(error).toBeInstanceOf(UnknownError)
    expect(error).toMatchObject({ code: 'unknown', cause: thrown })
    expect(error.message).toBe(`Something other than an Error was thrown (${type})`)
  })

  it('survives objects without a prototype', () => {
    expect(toError(Object.create(null))).toBeInstanceOf(UnknownError)
  })
})
