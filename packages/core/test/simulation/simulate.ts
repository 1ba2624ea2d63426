/** Makes a run, from its first step to peace at the end. */
import { seeded } from '@freshline/test-utils'
import type { Plan } from './plan'
import type { Break } from './rules'
import { take } from './steps'
import type { Tally } from './tally'
import { World, type Scenario } from './world'

/** What came of a run. */
export interface Result {
  readonly breaks: readonly Break[]
  readonly tally: Tally
  /** How many steps were taken before the first break, or all. */
  readonly steps: number
  /** Whether it broke in the peace at the end, after all steps. */
  readonly isLate: boolean
}

/** Runs a plan; it ends with the first promise that is broken. */
export async function simulate(plan: Plan, scenario: Scenario = {}): Promise<Result> {
  const { random } = Math
  const world = new World(plan, scenario)
  const { breaks, tally } = world
  const jitter = seeded(plan.seed ^ 0x717)
  // The library's jitter is part of the run.
  Math.random = () => jitter.next()
  try {
    let steps = 0
    world.begin()
    for (const step of plan.steps) {
      const isQuiet = await take(world, step)
      world.look(isQuiet)
      steps++
      if (breaks.length > 0) return { breaks, tally, steps, isLate: false }
    }
    if (!scenario.isCut) await world.calm()
    if (breaks.length === 0 && !scenario.isCut) await world.end()
    tally.add('steps', steps)
    return { breaks, tally, steps, isLate: true }
  } finally {
    Math.random = random
  }
}
