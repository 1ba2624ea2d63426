import { describe, expect, it } from 'vitest'
import { isSame } from './is-same'

const same = (a: object, b: object, but?: readonly string[]) => [isSame(a, b, but), isSame(b, a, but)]

describe('isSame', () => {
  it('compares members, and by content what JSON can hold', () => {
    const part = {}
    expect(same({ a: 1, b: part }, { b: part, a: 1 })).toEqual([true, true])
    expect(same({}, {})).toEqual([true, true])
    expect(same({ a: NaN }, { a: NaN })).toEqual([true, true])
    expect(same({ a: 1 }, { a: 2 })).toEqual([false, false])
    expect(same({ a: {} }, { a: {} })).toEqual([true, true])
    expect(same({ a: ['x'] }, { a: ['x'] })).toEqual([true, true])
    expect(same({ a: ['x'] }, { a: ['x', 'y'] })).toEqual([false, false])
    expect(same({ a: { b: 1 } }, { a: { b: 2 } })).toEqual([false, false])
    expect(same({ a: new Map() }, { a: new Map() })).toEqual([false, false])
    expect(same({ a: () => 1 }, { a: () => 1 })).toEqual([false, false])
    expect(same({ a: 0 }, { a: -0 })).toEqual([false, false])
  })

  it('tells a missing member from any other', () => {
    expect(same({ a: 1 }, { a: 1, b: 2 })).toEqual([false, false])
    expect(same({ a: undefined }, {})).toEqual([false, false])
    expect(same({ a: undefined }, { b: undefined })).toEqual([false, false])
    expect(same({ a: undefined }, { b: 1 })).toEqual([false, false])
  })

  it('passes over the members that it is told to', () => {
    expect(same({ a: 1, b: 1 }, { a: 1, b: 2 }, ['b'])).toEqual([true, true])
    expect(same({ a: 1 }, { a: 1, b: 2 }, ['b'])).toEqual([true, true])
    expect(same({ a: 1, b: 1 }, { a: 2, b: 1 }, ['b'])).toEqual([false, false])
    expect(same({ a: 1, c: 1 }, { a: 1, b: 1 }, ['b'])).toEqual([false, false])
  })

  it('is true of an object and itself without looking', () => {
    const moody = {
      get a() {
        return {}
      },
    }
    expect(isSame(moody, moody)).toBe(true)
  })
})
