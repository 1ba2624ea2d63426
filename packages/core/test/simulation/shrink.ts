/** From a run that breaks a promise to the shortest part of it that still does: delta debugging over its steps. */
import { keeping, type Plan } from './plan'
import type { Rule } from './rules'
import { simulate } from './simulate'

/** Most runs that shrinking may take. */
const MOST = 250

/** The plan with as few steps as were found that break the rule. */
export async function shrink(plan: Plan, rule: Rule): Promise<Plan> {
  const budget = { left: MOST }
  const { steps, isLate } = await simulate(plan)
  const isBroken = async (part: Plan) => {
    if (budget.left-- <= 0) return false
    const { breaks } = await simulate(part, { isCut: !isLate })
    return breaks.some((each) => each.rule === rule)
  }
  const begun = keeping(plan, new Set(plan.steps.slice(0, steps).map(({ index }) => index)))
  let least = (await isBroken(begun)) ? begun : plan
  for (let size = Math.ceil(least.steps.length / 2), before = 0; budget.left > 0;) {
    before = least.steps.length
    least = await without(least, size, isBroken)
    if (size === 1 && least.steps.length === before) break
    size = Math.ceil(size / 2)
  }
  return least
}

/** A plan without those of its parts of a size that are not needed. */
async function without(plan: Plan, size: number, isBroken: (part: Plan) => Promise<boolean>): Promise<Plan> {
  let least = plan
  for (let from = 0; from < least.steps.length;) {
    const part = { ...least, steps: [...least.steps.slice(0, from), ...least.steps.slice(from + size)] }
    if (await isBroken(part)) least = part
    else from += size
  }
  return least
}
