import { describe, expect, it } from 'vitest'
import type { Version } from '../base/outcome'
import { compareVersions, isOlder } from './versions'

const sign = (a: Version | undefined, b: Version | undefined) => {
  const order = compareVersions(a, b)
  return order === undefined ? undefined : Math.sign(order)
}

describe('versions', () => {
  it.each<[Version, Version]>([
    [1, 2],
    [-1, 0],
    ['2026-01-01', '2026-01-02'],
    ['10', '9'],
    [1n, 2n],
    [1, 2n],
    [2n, 2.5],
    [Number.MAX_SAFE_INTEGER, 2n ** 60n],
  ])('%s comes before %s', (a, b) => {
    expect([sign(a, b), sign(b, a), sign(a, a), sign(b, b)]).toEqual([-1, 1, 0, 0])
    expect([isOlder(a, b), isOlder(b, a), isOlder(a, a)]).toEqual([true, false, false])
  })

  it.each<[Version | undefined, Version | undefined]>([
    [undefined, 1],
    [undefined, undefined],
    ['1', 2],
    ['1', 2n],
    [NaN, 1],
    [NaN, NaN],
  ])('%s and %s have no order', (a, b) => {
    expect([sign(a, b), sign(b, a)]).toEqual([undefined, undefined])
    expect([isOlder(a, b), isOlder(b, a)]).toEqual([false, false])
  })

  it('of equal worth are the same version, as number or bigint', () => {
    expect(sign(1, 1n) ?? 0).toBe(0)
    expect(isOlder(1, 1n)).toBe(false)
  })
})
