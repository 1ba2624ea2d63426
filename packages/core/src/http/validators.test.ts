import { describe, expect, it } from 'vitest'
import { addConditions, isConditional, readValidators } from './validators'

describe('validators', () => {
  it('are read as they are', () => {
    const lastModified = 'Sun, 06 Nov 1994 08:49:37 GMT'
    expect(readValidators(new Headers({ etag: 'W/"1"', 'last-modified': lastModified }))).toEqual({
      etag: 'W/"1"',
      lastModified,
    })
    expect(readValidators(new Headers({ etag: '"x"' }))).toEqual({ etag: '"x"' })
    expect(readValidators(new Headers())).toEqual({})
    expect(readValidators(new Headers({ etag: '' }))).toEqual({})
    expect(readValidators(new Headers({ etag: '*' }))).toEqual({})
  })

  it('make a request conditional', () => {
    const headers = new Headers({ accept: 'x' })
    expect(isConditional(headers)).toBe(false)
    addConditions(headers, undefined)
    addConditions(headers, {})
    expect(isConditional(headers)).toBe(false)
    addConditions(headers, { etag: '"1"', lastModified: 'then' })
    expect([...headers]).toEqual([
      ['accept', 'x'],
      ['if-modified-since', 'then'],
      ['if-none-match', '"1"'],
    ])
    expect(isConditional(headers)).toBe(true)
    expect(isConditional(new Headers({ 'if-modified-since': 'then' }))).toBe(true)
  })
})
