/** Looks for a break of one rule, seed by seed. Bundled with a broken copy of the core, whose break it has to find. */
import { drawPlan, type Step } from './plan'
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

/** How it is looked for. */
export interface HuntOptions {
  /** Most seeds. */
  readonly seeds: number
  /** Whether the run that shows it is made shorter. */
  readonly isShrunk: boolean
  /** Whether only pages with two managers can show it: then the same seeds without them are to show nothing. */
  readonly isOfTwo: boolean
  /** The steps of which plans are made; all, where none is named. */
  readonly kinds: readonly string[]
}

/** The first seed, of so many, that breaks the rule; undefined where none does. */
export async function hunt(
  rule: Rule,
  { seeds, isShrunk, isOfTwo, kinds }: HuntOptions,
): Promise<Found | undefined> {
  let taken = 0
  for (let seed = 1; seed <= seeds; seed++) {
    const whole = drawPlan(seed, isOfTwo ? { doubles: true } : {})
    const isKept = ({ kind }: Step) => kinds.length === 0 || kinds.includes(kind)
    const plan = { ...whole, steps: whole.steps.filter(isKept) }
    if (isOfTwo) {
      const { breaks } = await simulate(drawPlan(seed, { doubles: false }))
      if (breaks.length > 0)
        throw new Error(`seed ${seed} shows it without a second manager: ${breaks[0]?.what}`)
    }
    const { breaks, steps } = await simulate(plan)
    taken += steps
    const found = breaks.find((each) => each.rule === rule)
    if (!found) continue
    const shrunk = isShrunk ? (await shrink(plan, rule)).steps.length : undefined
    return { seed, what: found.what, steps: taken, shrunk }
  }
  return undefined
}
