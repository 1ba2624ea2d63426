import { describe, expect, it } from 'vitest'
import {
  budgetAt,
  LONGEST_ASKED,
  LONGEST_PAUSE,
  pauseAfter,
  pauseAfterFailures,
  readBudget,
  retryAfterOf,
  SHORTEST_PAUSE,
} from '../../src/releases/budget.ts'

const NOW = Date.UTC(2026, 2, 3, 10, 30)
const HOUR = 3_600_000

const told = (remaining: unknown, reset: unknown = NOW / 1_000 + 600, more: Record<string, string> = {}) =>
  new Headers({
    'x-ratelimit-limit': '60',
    'x-ratelimit-remaining': String(remaining),
    'x-ratelimit-reset': String(reset),
    ...more,
  })

describe('readBudget', () => {
  it('reads what is left, and until when', () => {
    expect(readBudget(told(12), NOW)).toEqual({ limit: 60, remaining: 12, resetsAt: NOW + 600_000 })
  })

  it('goes by the time between the reset and the answer’s own date, where the two clocks differ', () => {
    const ahead = NOW + 5 * HOUR
    const headers = told(12, ahead / 1_000 + 600, { date: new Date(ahead).toUTCString() })
    expect(readBudget(headers, NOW)?.resetsAt).toBe(NOW + 600_000)
  })

  it('takes a reset that is over for now, and never more than the limit', () => {
    expect(readBudget(told(99, NOW / 1_000 - 50), NOW)).toEqual({ limit: 60, remaining: 60, resetsAt: NOW })
  })

  it.each([
    ['nothing', new Headers()],
    ['words', told('many')],
    ['a fraction', told(1.5)],
    ['below zero', told(-1)],
    ['no reset', told(5, '')],
    ['a limit of none', told(5, NOW / 1_000, { 'x-ratelimit-limit': '0' })],
  ])('knows nothing where the header fields say %s', (_what, headers) => {
    expect(readBudget(headers, NOW)).toBeUndefined()
  })
})

describe('budgetAt', () => {
  it('is whole again from the reset on, to the millisecond', () => {
    const budget = { limit: 60, remaining: 0, resetsAt: NOW + 1_000 }
    expect(budgetAt(budget, NOW + 999).remaining).toBe(0)
    expect(budgetAt(budget, NOW + 1_000).remaining).toBe(60)
  })
})

describe('pauseAfter', () => {
  const pause = (remaining: number, left: number) =>
    pauseAfter({ limit: 60, remaining, resetsAt: NOW + left }, NOW)

  it('is short while more than half is left', () => {
    expect([pause(60, HOUR), pause(31, HOUR)]).toEqual([SHORTEST_PAUSE, SHORTEST_PAUSE])
  })

  it('spreads what is left evenly over the time until the reset', () => {
    expect([pause(30, HOUR), pause(15, HOUR), pause(15, HOUR / 10)]).toEqual([120_000, 240_000, 24_000])
  })

  it('is never longer than the page may be old, nor shorter than the shortest', () => {
    expect([pause(1, HOUR), pause(30, 1_000), pause(30, -1)]).toEqual([
      LONGEST_PAUSE,
      SHORTEST_PAUSE,
      SHORTEST_PAUSE,
    ])
  })

  it('makes a budget last: an hour of changes at every moment is never refused', () => {
    let now = NOW
    let budget = { limit: 60, remaining: 60, resetsAt: NOW + HOUR }
    while (now < NOW + HOUR) {
      budget = { ...budget, remaining: budget.remaining - 1 }
      expect(budget.remaining).toBeGreaterThanOrEqual(0)
      if (budget.remaining === 0) break
      now += pauseAfter(budget, now)
    }
    // What is over when the hour is, is over by a few minutes at the most.
    expect(NOW + HOUR - now).toBeLessThan(LONGEST_PAUSE)
  })
})

describe('pauseAfterFailures', () => {
  it('doubles, up to a minute', () => {
    expect([0, 1, 2, 3, 4, 5, 6, 7, 1_000].map(pauseAfterFailures)).toEqual([
      0, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000, 60_000,
    ])
  })
})

describe('retryAfterOf', () => {
  it('reads seconds and dates, the latter by the answer’s own', () => {
    const date = (at: number) => new Date(at).toUTCString()
    expect(retryAfterOf(new Headers({ 'retry-after': '30' }), NOW)).toBe(NOW + 30_000)
    expect(retryAfterOf(new Headers({ 'retry-after': date(NOW + 9_000) }), NOW)).toBe(NOW + 9_000)
    const away = { 'retry-after': date(NOW + HOUR + 9_000), date: date(NOW + HOUR) }
    expect(retryAfterOf(new Headers(away), NOW)).toBe(NOW + 9_000)
  })

  it('does not wait for years, whoever asks for it', () => {
    expect(retryAfterOf(new Headers({ 'retry-after': '999999999999' }), NOW)).toBe(NOW + LONGEST_ASKED)
    expect(
      retryAfterOf(new Headers({ 'retry-after': new Date(NOW + 9_000 * HOUR).toUTCString() }), NOW),
    ).toBe(NOW + LONGEST_ASKED)
    expect(readBudget(told(0, 999_999_999_999), NOW)?.resetsAt).toBe(NOW + LONGEST_ASKED)
  })

  it('is nothing where it makes no sense', () => {
    expect(retryAfterOf(new Headers(), NOW)).toBeUndefined()
    expect(retryAfterOf(new Headers({ 'retry-after': 'soon' }), NOW)).toBeUndefined()
  })
})
