import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { surrogateHeaders, toSurrogateKey } from '../../src/index'

describe('surrogateHeaders', () => {
  it('writes the fields of either kind of CDN, each label once', () => {
    expect(surrogateHeaders(['stores', 'owner:42', 'stores'])).toEqual({ 'Surrogate-Key': 'stores owner:42' })
    expect(surrogateHeaders(['a b', 'c,d'], 'Cache-Tag')).toEqual({ 'Cache-Tag': 'a%20b,c%2Cd' })
    expect(surrogateHeaders([])).toEqual({})
  })

  it('refuses what a CDN would cut off', () => {
    const option = { code: 'invalid_option' }
    expect(() => surrogateHeaders([''])).toThrowError(expect.objectContaining(option) as Error)
    expect(() => surrogateHeaders(['x'.repeat(1_025)])).toThrowError(expect.objectContaining(option) as Error)
    expect(() => surrogateHeaders(['\ud800'])).toThrowError(expect.objectContaining(option) as Error)
    const many = Array.from({ length: 20 }, (_, index) => `${index}${'x'.repeat(1_000)}`)
    expect(() => surrogateHeaders(many)).toThrowError(expect.objectContaining(option) as Error)
  })

  it('makes labels that are one token in any list, never the same of two texts', () => {
    const text = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 })
    fc.assert(
      fc.property(text, text, (one, other) => {
        expect(toSurrogateKey(one)).toMatch(/^[\w.~%:/-]+$/)
        expect(toSurrogateKey(one) === toSurrogateKey(other)).toBe(one === other)
      }),
    )
  })
})
