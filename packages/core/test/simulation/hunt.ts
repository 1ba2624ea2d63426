/** Looks for a break of one rule, seed by seed. Bundled with a broken copy of the core, whose break it has to find. */
import { drawPlan } from './plan'
import type { Rule } from './rules'
import { shrink } from './shrink'
import { simulate } from './simulate'

/** What was found, and what it took. */
export interface Found {
  readonly seed: number
  readonly what: string
  /** How many steps were taken, in all seeds together, until it showed. */
  readonly steps: number
  /** How many steps are left when it is shrunk; undefined where it was not. */
  readonly shrunk: number | undefined
}

/** The first seed, of so many, that breaks the rule; undefined where none does. */
export async function hunt(rule: Rule, seeds: number, isShrunk: boolean): Promise<Found | undefined> {
  let taken = 0
  for (let seed = 1; seed <= seeds; seed++) {
    const plan = drawPlan(seed)
    const { breaks, steps } = await simulate(plan)
    taken += steps
    const found = breaks.find((each) => each.rule === rule)
    if (!found) continue
    const shrunk = isShrunk ? (await shrink(plan, rule)).steps.length : undefined
    return { seed, what: found.what, steps: taken, shrunk }
  }
  return undefined
}
