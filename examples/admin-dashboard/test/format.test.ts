import { describe, expect, test } from 'vitest'
import { readable } from '@freshline/example-server/audit-summary'
import { formatAmount, formatBytes, formatChange, formatMoney } from '../src/format/number'
import {
  formatAgo,
  formatCountdown,
  formatDistance,
  formatInterval,
  formatTook,
  formatSpan,
  fromDateInput,
  toDateInput,
} from '../src/format/time'

const SECOND = 1_000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

describe('numbers', () => {
  test('cents are shown as whole dollars', () => {
    expect(formatMoney(123_456_00)).toBe('$123,456')
  })

  test('a change has a sign, and none where nothing changed', () => {
    expect([0.123, -0.05, 0].map(formatChange)).toEqual(['+12.3%', '-5%', '0%'])
  })

  test('amounts agree with their number', () => {
    expect(formatAmount(1, 'key')).toBe('1 key')
    expect(formatAmount(2_001, 'key')).toBe('2,001 keys')
    expect(formatAmount(2, 'refresh', 'refreshes')).toBe('2 refreshes')
  })

  test('bytes are in the largest unit that fits', () => {
    expect([12, 1_200, 61_000, 4_321_000].map(formatBytes)).toEqual(['12 B', '1.2 KB', '61 KB', '4.3 MB'])
  })
})

describe('times', () => {
  test('spans are in their largest unit, rounded down', () => {
    expect([0, 59_999, MINUTE, HOUR - 1, HOUR, 3 * DAY + HOUR, 261 * DAY, 800 * DAY].map(formatSpan)).toEqual(
      ['0 s', '59 s', '1 min', '59 min', '1 h', '3 d', '9 mo', '2 y'],
    )
  })

  test('a clock that runs ahead never makes an age negative', () => {
    expect(formatAgo(10_000, 4_000)).toBe('now')
    expect(formatAgo(1_000, 4_000)).toBe('3s ago')
  })

  test('distances know both directions', () => {
    expect(formatDistance(2 * DAY, 0)).toBe('in 2d')
    expect(formatDistance(0, 2 * DAY)).toBe('2d ago')
  })

  test('how long something took has the figures that its length bears', () => {
    expect([0, 0.04, 4.26, 412.6, 1_240, 65_000].map(formatTook)).toEqual([
      '0 ms',
      '0.0 ms',
      '4.3 ms',
      '413 ms',
      '1.24 s',
      '1 min',
    ])
  })

  test('intervals are exact', () => {
    expect([15_000, 60_000, 1_500, 90_000].map(formatInterval)).toEqual(['15 s', '1 min', '1.5 s', '90 s'])
  })

  test('a count-down never goes below zero', () => {
    expect([65_000, 59_001, -5].map(formatCountdown)).toEqual(['1:05', '1:00', '0:00'])
  })

  test('a day goes into a date field and comes back as the same day', () => {
    const at = new Date(2027, 1, 28, 11, 30).getTime()
    expect(toDateInput(at)).toBe('2027-02-28')
    expect(toDateInput(fromDateInput('2027-02-28') ?? 0)).toBe('2027-02-28')
    expect(fromDateInput('2027-13-45')).toBeUndefined()
  })
})

test('the audit log speaks words, and keeps what it does not know', () => {
  expect(readable('Changed lastUsedAt, seats of license key FL-1234… of Acme')).toBe(
    'Changed last use, seats of license key FL-1234… of Acme',
  )
})
