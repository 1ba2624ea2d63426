/** Runs a scenario to its end. */
import type { Break } from './checker'
import type { Scenario } from './scenario'
import { step } from './steps'
import { World } from './world'

/** Answers the promises that were broken; a run that nobody sabotages ends with the first. */
export async function simulate(scenario: Scenario): Promise<readonly Break[]> {
  const { random } = Math
  const world = new World(scenario)
  const { breaks } = world.checker
  // The library's jitter is part of the run.
  Math.random = () => world.chance.next()
  try {
    world.begin()
    for (let n = 0; n < (scenario.steps ?? 150); n++) {
      await step(world)
      world.look()
      if (breaks.length > 0 && scenario.sabotage === undefined) return breaks
    }
    await world.calm()
    world.converged()
    await world.end()
  } finally {
    Math.random = random
  }
  return breaks
}
