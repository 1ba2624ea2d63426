import * as fc from 'fast-check'
import { describe, expect, it, vi } from 'vitest'
import type { Report } from '../base/emitter'
import { OptionError } from '../base/option-error'
import { exponentialDelay, resolveRetry } from './backoff'

const whole = { random: () => 1 }
const half = { random: () => 0 }

describe('exponentialDelay', () => {
  it('doubles up to the cap', () => {
    const delays = [1, 2, 3, 4, 5, 6, 7].map((attempt) => exponentialDelay(attempt, whole))
    expect(delays).toEqual([1000, 2000, 4000, 8000, 16_000, 30_000, 30_000])
  })

  it('lies between half and whole', () => {
    expect(exponentialDelay(3, half)).toBe(2000)
    expect(exponentialDelay(3, { random: () => 0.5 })).toBe(3000)
    for (let n = 0; n < 100; n++) {
      expect(exponentialDelay(1)).toBeGreaterThanOrEqual(500)
      expect(exponentialDelay(1)).toBeLessThanOrEqual(1000)
    }
  })

  it('takes base and cap', () => {
    expect(exponentialDelay(2, { base: 10, ...whole })).toBe(20)
    expect(exponentialDelay(20, { base: 10, cap: 50, ...whole })).toBe(50)
    expect(exponentialDelay(1, { base: 100, cap: 50, ...whole })).toBe(50)
    expect(exponentialDelay(1e9, { base: 0 })).toBe(0)
  })

  it('never overflows', () => {
    for (const attempt of [1e9, Number.MAX_VALUE, Infinity])
      expect(exponentialDelay(attempt, whole)).toBe(30_000)
    for (const attempt of [0, -5, -Infinity, NaN]) expect(exponentialDelay(attempt, whole)).toBe(1000)
  })

  it('holds for any attempt', () => {
    fc.assert(
      fc.property(fc.double(), fc.double({ min: 0, max: 1, noNaN: true }), (attempt, random) => {
        const delay = exponentialDelay(attempt, { random: () => random })
        expect(delay >= 500 && delay <= 30_000).toBe(true)
      }),
    )
  })
})

describe('resolveRetry', () => {
  it.each([
    [undefined, 2],
    [false, 0],
    [0, 0],
    [5, 5],
    [Infinity, Infinity],
    [{}, 2],
    [{ limit: 0 }, 0],
    [{ limit: undefined }, 2],
    [{ delay: () => 1 }, 2],
  ] as const)('%o allows %d repetitions', (option, limit) => {
    expect(resolveRetry(option).limit).toBe(limit)
  })

  it('takes another default', () => {
    expect(resolveRetry(undefined, 7).limit).toBe(7)
    expect(resolveRetry({}, 7).limit).toBe(7)
    expect(resolveRetry(false, 7).limit).toBe(0)
  })

  it.each([-1, 1.5, NaN, -Infinity, '3', true, { limit: -1 }, { limit: '2' }, { delay: 5 }])(
    'refuses %o where it enters',
    (option) => {
      expect(() => resolveRetry(option as never)).toThrow(OptionError)
      expect(() => resolveRetry(option as never)).toThrow(/^retry/)
    },
  )

  it('waits as the option says', () => {
    const delay = vi.fn<(attempt: number, error: unknown) => number>((attempt) => attempt * 10)
    const error = new Error('x')
    expect(resolveRetry({ delay }).delay(3, error)).toBe(30)
    expect(delay.mock.calls).toEqual([[3, error]])
    expect(resolveRetry({ delay: () => 0 }).delay(1, error)).toBe(0)
  })

  it('keeps a wait within what timers can hold', () => {
    expect(resolveRetry({ delay: () => 1e15 }).delay(1, undefined)).toBe(2 ** 31 - 1)
  })

  it('waits exponentially by default, and has nothing to report', () => {
    const report = vi.fn<Report>()
    for (const option of [undefined, 3, {}, { limit: 3 }, { delay: undefined }]) {
      const delay = resolveRetry(option, 2, report).delay(1, undefined)
      expect(delay >= 500 && delay <= 1000).toBe(true)
    }
    expect(report).not.toHaveBeenCalled()
  })

  it.each([NaN, -1, Infinity, '5', undefined, null])(
    'reports %o as a wait, and takes the default',
    (answer) => {
      const report = vi.fn<Report>()
      const delay = resolveRetry({ delay: () => answer as number }, 2, report).delay(1, undefined)
      expect(delay >= 500 && delay <= 1000).toBe(true)
      expect(report.mock.calls).toEqual([[expect.any(OptionError), 'retry.delay']])
      expect(report.mock.calls[0]?.[0]).toMatchObject({
        message: expect.stringMatching(/^retry\.delay: got/),
      })
    },
  )

  it('reports what the option threw, and takes the default', () => {
    const problem = new Error('mine')
    const report = vi.fn<Report>()
    const policy = resolveRetry(
      {
        delay: () => {
          throw problem
        },
      },
      2,
      report,
    )
    expect(policy.delay(2, undefined)).toBeGreaterThanOrEqual(1000)
    expect(report.mock.calls).toEqual([[problem, 'retry.delay']])
    expect(
      resolveRetry({
        delay: () => {
          throw problem
        },
      }).delay(1, undefined),
    ).toBeGreaterThanOrEqual(500)
  })
})
