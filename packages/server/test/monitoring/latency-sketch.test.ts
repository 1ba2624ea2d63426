import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { LatencySketch, RELATIVE_ERROR } from '../../src/monitoring/latency-sketch'

const PARTS = [0, 0.1, 0.5, 0.9, 0.95, 0.99, 1]
const durations = fc.array(fc.double({ min: 0.01, max: 3_600_000, noNaN: true }), {
  minLength: 1,
  maxLength: 300,
})

function sketchOf(values: readonly number[]): LatencySketch {
  const sketch = new LatencySketch()
  for (const value of values) sketch.add(value)
  return sketch
}

/** Nearest rank, on the values themselves. */
function exact(values: readonly number[], part: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.max(1, Math.ceil(part * sorted.length)) - 1] ?? Number.NaN
}

describe('LatencySketch', () => {
  it('is never further off than it says', () => {
    fc.assert(
      fc.property(durations, (values) => {
        const sketch = sketchOf(values)
        for (const part of PARTS) {
          const truth = exact(values, part)
          expect(Math.abs((sketch.quantile(part) ?? Number.NaN) - truth)).toBeLessThanOrEqual(
            truth * RELATIVE_ERROR * (1 + 1e-9),
          )
        }
      }),
      { numRuns: 300 },
    )
  })

  it('adds up: two of them together are as one of all', () => {
    fc.assert(
      fc.property(durations, durations, (one, other) => {
        const together = sketchOf(one)
        together.merge(sketchOf(other))
        const all = sketchOf([...one, ...other])
        expect(PARTS.map((part) => together.quantile(part))).toEqual(PARTS.map((part) => all.quantile(part)))
        expect([together.count, together.min, together.max]).toEqual([all.count, all.min, all.max])
        expect(together.sum).toBeCloseTo(all.sum, 3)
      }),
    )
  })

  it('takes what is out of range, and what is no duration, without failing', () => {
    const sketch = sketchOf([0, -5, Number.NaN, 1e12, Infinity])
    expect([sketch.count, sketch.min, sketch.max]).toEqual([5, 0, Infinity])
    expect(sketch.quantile(0.5)).toBeCloseTo(0.01, 3)
    expect(sketch.quantile(1)).toBeLessThan(3_600_000 * 1.05)
  })

  it('knows nothing of nothing', () => {
    expect(new LatencySketch().quantile(0.5)).toBeUndefined()
  })
})
