/** From a run that breaks a promise to the shortest part of it that still does: delta debugging over its steps. */
import { keeping, type Plan } from './plan'
import type { Rule } from './rules'
import { simulate } from './simulate'

/** Most runs that shrinking may take. */
const MOST = 400

/** The plan with as few steps as were found that break the rule. */
export async function shrink(plan: Plan, rule: Rule): Promise<Plan> {
  let runs = 0
  const isBroken = async (part: Plan) => {
    runs++
    const { breaks } = await simulate(part)
    return breaks.some((each) => each.rule === rule)
  }
  const { steps } = await simulate(plan)
  let least = keeping(plan, new Set(plan.steps.slice(0, steps).map(({ index }) => index)))
  if (!(await isBroken(least))) least = plan
  for (let size = Math.ceil(least.steps.length / 2); size >= 1 && runs < MOST;) {
    let isShorter = false
    for (let from = 0; from < least.steps.length && runs < MOST;) {
      const rest = [...least.steps.slice(0, from), ...least.steps.slice(from + size)]
      const part = { ...least, steps: rest }
      if (await isBroken(part)) {
        least = part
        isShorter = true
      } else from += size
    }
    if (size === 1 && !isShorter) break
    size = size === 1 ? 1 : Math.ceil(size / 2)
  }
  return least
}
