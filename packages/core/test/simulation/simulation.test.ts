// Random runs: whatever happens in whatever order, the ordering rules hold.
import { expect, it } from 'vitest'
import { drawPlan } from './plan'
import { simulate } from './simulate'

it('runs', { timeout: 120_000 }, async () => {
  const found: string[] = []
  const t = performance.now()
  for (let seed = 1; seed <= 100 && found.length < 15; seed++) {
    const plan = drawPlan(seed)
    const { breaks } = await simulate(plan)
    for (const { rule, what } of breaks.slice(0, 1)) found.push(`seed ${seed} (${plan.pages} pages, ${plan.versions}), ${rule}: ${what}`)
  }
  console.log(performance.now() - t)
  expect(found).toEqual([])
})
