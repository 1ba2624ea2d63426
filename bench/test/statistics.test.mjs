import { describe, expect, it } from 'vitest'
import {
  median,
  medianDifference,
  medianInterval,
  mergeMedians,
  pairedRatios,
  quantile,
  uncertainty,
} from '../src/statistics.mjs'

describe('median and quantile', () => {
  it('take the middle, or what lies between the two middle ones', () => {
    expect(median([9, 1, 5])).toBe(5)
    expect(median([4, 1, 3, 2])).toBe(2.5)
    expect(median([7])).toBe(7)
    expect(median([])).toBeNaN()
    expect(quantile([10, 20, 30, 40, 50], 0.25)).toBe(20)
    expect(quantile([0, 10], 0.9)).toBeCloseTo(9)
  })

  it('leave their argument as it is, and sort by number', () => {
    const values = [100, 9, 20]
    expect(median(values)).toBe(20)
    expect(values).toEqual([100, 9, 20])
  })
})

describe('uncertainty', () => {
  it('is the half width of the interval that holds the median, as a share of it', () => {
    const values = Array.from({ length: 101 }, (_, index) => 50 + index)
    const [low, high] = medianInterval(values)
    expect(low).toBeLessThan(100)
    expect(high).toBeGreaterThan(100)
    expect(high - low).toBeLessThan(25)
    expect(uncertainty(values)).toBeCloseTo((high - low) / 2 / 100)
  })

  it('falls with more rounds, is not moved by one outlier, and is infinite for a single one', () => {
    const noisy = (count) => Array.from({ length: count }, (_, index) => 100 + ((index * 37) % 11))
    expect(uncertainty(noisy(100))).toBeLessThan(uncertainty(noisy(10)))
    expect(median([...noisy(99), 1e6])).toBeLessThan(112)
    expect(uncertainty([1])).toBe(Infinity)
    expect(medianInterval([1, 2, 3])).toEqual([1, 3])
  })
})

describe('pairedRatios', () => {
  it('compares round by round, and leaves out rounds in which one did not take part', () => {
    const slow = [20, undefined, 60]
    expect(pairedRatios(slow, [10, 10, 20])).toEqual([2, 3])
    expect(pairedRatios([10, 10, 20], slow)).toEqual([0.5, 20 / 60])
  })
})

describe('medianDifference', () => {
  it('is taken round by round, so that what slowed a round down does not count', () => {
    expect(medianDifference([11, 101, 12], [10, 100, 10])).toBe(1)
  })
})

describe('mergeMedians', () => {
  it('takes the median of every number, whatever holds it', () => {
    const runs = [1, 9, 2].map((value) => [{ id: 'a', value, peers: { Map: value * 10 }, facts: {} }])
    expect(mergeMedians(runs)).toEqual([{ id: 'a', value: 2, peers: { Map: 20 }, facts: {} }])
  })
})
