// The histogram against exact percentiles of the same values.
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Histogram } from './histogram'

const WEEK = 7 * 24 * 3600 * 1000

function of(values: readonly number[]): Histogram {
  const histogram = new Histogram()
  for (const value of values) histogram.record(value)
  return histogram
}

/** The nearest rank: the smallest value that so large a share is not above. */
function exact(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.ceil(share * sorted.length) - 1] ?? NaN
}

/** Durations of every order of magnitude, not only large ones. */
const durations = fc.array(
  fc.double({ min: 0, max: Math.log(WEEK), noNaN: true }).map((power) => Math.exp(power)),
  { minLength: 1, maxLength: 300 },
)

describe('Histogram', () => {
  it('answers percentiles within 2 % of the exact ones, from 1 ms to a week', () => {
    fc.assert(
      fc.property(durations, (values) => {
        const { p50, p95, p99, max, mean, count } = of(values).spread()
        for (const [share, answered] of [
          [0.5, p50],
          [0.95, p95],
          [0.99, p99],
        ] as const) {
          const wanted = exact(values, share)
          expect(Math.abs((answered ?? NaN) - wanted)).toBeLessThanOrEqual(wanted * 0.02)
        }
        expect(count).toBe(values.length)
        expect(max).toBe(Math.max(...values))
        expect(mean).toBeCloseTo(values.reduce((sum, value) => sum + value, 0) / values.length, 3)
      }),
      { numRuns: 300 },
    )
  })

  it('is the same whether values are recorded in one or merged from several', () => {
    fc.assert(
      fc.property(durations, durations, (one, other) => {
        const merged = of(one)
        merged.merge(of(other))
        const { mean, ...spread } = merged.spread()
        const { mean: whole, ...rest } = of([...one, ...other]).spread()
        expect(spread).toEqual(rest)
        expect(mean).toBeCloseTo(whole ?? NaN, 3)
      }),
      { numRuns: 100 },
    )
  })

  it('answers null while it is empty', () => {
    expect(new Histogram().spread()).toEqual({
      count: 0,
      p50: null,
      p95: null,
      p99: null,
      max: null,
      mean: null,
    })
  })

  it('takes anything: what is no duration counts as 0, what is longer than a week as a week', () => {
    expect(of([0.4, -5, NaN]).spread()).toMatchObject({ count: 3, p50: 0, p99: 0, max: 0.4 })
    for (const long of [3 * WEEK, Infinity]) {
      const { p50, ...rest } = of([long]).spread()
      expect(rest).toMatchObject({ count: 1, max: WEEK, mean: WEEK })
      expect(Math.abs((p50 ?? 0) - WEEK)).toBeLessThanOrEqual(WEEK * 0.02)
    }
  })

  it('never answers more than the longest', () => {
    expect(of([1000]).spread()).toMatchObject({ p50: 1000, p99: 1000, max: 1000 })
  })

  it('holds a bounded number of buckets, however much is recorded', () => {
    const histogram = new Histogram()
    for (let n = 0; n < 200_000; n++) histogram.record(Math.exp((n / 200_000) * Math.log(4 * WEEK)))
    expect(histogram.size).toBeLessThanOrEqual(519)
    expect(histogram.size).toBeGreaterThan(400)
  })
})
