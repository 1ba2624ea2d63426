import { describe, expect, it } from 'vitest'
import { parseDeltaSeconds } from './delta-seconds'

describe('parseDeltaSeconds', () => {
  it.each([
    ['0', 0],
    ['60', 60_000],
    ['007', 7000],
    ['2147483648', 2 ** 31 * 1000],
    ['2147483649', 2 ** 31 * 1000],
    ['9'.repeat(400), 2 ** 31 * 1000],
  ])('%s is %d ms', (text, ms) => {
    expect(parseDeltaSeconds(text)).toBe(ms)
  })

  it.each([null, undefined, '', ' ', '-1', '+1', '1.5', '1e3', '0x10', '10s', '١', '1 2', '1,2', 'Infinity'])(
    'refuses %o',
    (text) => {
      expect(parseDeltaSeconds(text)).toBeUndefined()
    },
  )
})
