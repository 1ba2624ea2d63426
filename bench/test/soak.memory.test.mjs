// A small soak in every run of the tests, on the sources: an hour of 500 keys. `pnpm soak` lives a whole day
// of 10,000 on the built files.
import { describe, expect, it } from 'vitest'
import { fit, judge } from '../src/soak/judge.mjs'
import { runSoak } from '../src/soak/run-soak.mjs'

const HOUR = { hours: 1, every: 300 }
const WARM_UP = 0.4
/** In so short a time what the engine learns of the code weighs more than in a day. */
const BOUND = 0.04

describe('a simulated hour', () => {
  it('of 500 keys ends where it began, and leaves nothing behind', { timeout: 60_000 }, async () => {
    const run = await runSoak({ ...HOUR, keys: 500 })
    expect(judge(run, WARM_UP, BOUND).faults).toEqual([])
    expect(run.counts.requests).toBeGreaterThan(10_000)
    expect(run.counts.mutations).toBeGreaterThan(300)
    expect(run.counts.registrations).toBeGreaterThan(2000)
  })

  it('with a leak is found out: 8 KB of each change', { timeout: 60_000 }, async () => {
    const leaked = []
    const run = await runSoak({ ...HOUR, keys: 200, leak: ({ at }) => leaked.push(new Array(1024).fill(at)) })
    expect(leaked.length).toBeGreaterThan(700)
    expect(judge(run, WARM_UP, BOUND).faults).toEqual([
      expect.stringContaining('The heap grew'),
      expect.stringContaining('slope'),
    ])
  })
})

describe('the judge', () => {
  it('fits a line', () => {
    expect(fit([0, 1, 2, 3], [5, 7, 9, 11])).toEqual({ slope: 2, error: 0 })
    const noisy = fit([0, 1, 2, 3], [5, 8, 8, 11])
    expect(noisy.slope).toBeCloseTo(1.8)
    expect(noisy.error).toBeGreaterThan(0)
  })
})
