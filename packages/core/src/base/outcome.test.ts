import { describe, expect, it } from 'vitest'
import { OptionError } from './option-error'
import { isOutcome, outcome, outcomeBrand } from './outcome'

describe('outcome', () => {
  it('is the data with what is known about it', () => {
    const known = {
      freshFor: 5,
      staleWhileRevalidate: 0,
      staleIfError: Infinity,
      version: 3,
      notModified: true,
    }
    expect(outcome('x', known)).toMatchObject({ data: 'x', ...known })
    expect(outcome(undefined)).toMatchObject({ data: undefined })
  })

  it.each(['freshFor', 'staleWhileRevalidate', 'staleIfError'])(
    'refuses a %s that is no duration',
    (name) => {
      for (const value of [-1, NaN, '5', null]) {
        expect(() => outcome('x', { [name]: value })).toThrow(OptionError)
        expect(() => outcome('x', { [name]: value })).toThrow(`${name}: got`)
      }
      expect(() => outcome('x', { [name]: undefined })).not.toThrow()
    },
  )
})

describe('isOutcome', () => {
  it('knows outcomes, also copies and those of another copy of the library', () => {
    expect(isOutcome(outcome('x'))).toBe(true)
    expect(isOutcome({ ...outcome('x') })).toBe(true)
    expect(isOutcome({ data: 'x', [Symbol.for('freshline.outcome')]: true })).toBe(true)
    expect(Symbol.keyFor(outcomeBrand)).toBe('freshline.outcome')
  })

  it('takes everything else for data', () => {
    for (const data of [undefined, null, 0, '', { data: 'x' }, [], { [outcomeBrand]: 'yes' }])
      expect(isOutcome(data)).toBe(false)
  })
})
