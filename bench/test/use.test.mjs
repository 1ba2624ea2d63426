// The counts of ten minutes with the dashboard, on a fake clock. How long anything takes is not asked here.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { countUse, TARGETS } from '../src/use/count-use.mjs'
import { planOf, TEAM } from '../src/use/plan.mjs'

const folder = mkdtempSync(join(tmpdir(), 'freshline-use-'))

test('a plan is the same for the same seed', () => {
  const half = () => 0.5
  expect(planOf(TEAM, half)).toEqual(planOf(TEAM, half))
  const ends = planOf(TEAM, half).map(({ at }) => at)
  expect(ends).toEqual(ends.toSorted((a, b) => a - b))
  expect(Math.max(...ends)).toBeLessThan(TEAM.minutes * 60_000)
})

test(
  'with Freshline on both sides most reads need no load, and none fails',
  { timeout: 60_000 },
  async () => {
    const counts = await countUse(folder)
    rmSync(folder, { recursive: true })
    expect(counts.saves).toBeGreaterThan(5)
    expect(counts.plain).toMatchObject({ failed: 0, loads: counts.plain.requests })
    expect(counts.fresh.failed).toBe(0)
    expect(counts.fewerLoads).toBeGreaterThan(TARGETS.fewerLoads)
    expect(counts.withoutLoad).toBeGreaterThan(TARGETS.withoutLoad)
    expect(counts.success).toBeGreaterThan(TARGETS.success)
    expect(counts.fresh.requests).toBeLessThan(counts.plain.requests)
  },
)
