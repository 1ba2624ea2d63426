// Issue 6, section 4, in short: what `pnpm faults` does for two minutes, with fewer keys and tabs and the same checks.
import { expect, test } from 'vitest'
import { judge } from './judge.ts'
import { runFaults } from './run.ts'

test('a browser under load, its server killed again and again: nothing is lost, nothing is asked for in vain', async () => {
  const result = await runFaults({
    seconds: 22,
    tabs: 3,
    keys: 60,
    seed: 20_261,
    intervals: [2000, 6000],
    slowdown: 2,
    pace: 0.4,
    isThorough: false,
  })
  const { wrong, requests, inTime } = judge(result)
  expect(wrong).toEqual({})
  // There was something to judge.
  expect(result.deeds.restarts).toBeGreaterThan(2)
  expect(result.trace.acknowledged.length).toBeGreaterThan(3)
  expect(requests.failed).toBeGreaterThan(0)
  expect(requests.counts.poll).toBeGreaterThan(0)
  expect(inTime.judged).toBeGreaterThan(0)
}, 300_000)
