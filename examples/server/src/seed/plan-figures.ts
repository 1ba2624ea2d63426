/** What a tier costs and how large its customers are; shared by the first data and the background job. */
import type { Plan } from '../api-types.ts'

/** Figures of one tier. */
export interface PlanFigures {
  /** Share of customers. */
  weight: number
  /** Price of one license a month, in cents. */
  priceCents: number
  /** Seats of one license. */
  seats: readonly [number, number]
  /** License keys that a customer holds. */
  keys: readonly [number, number]
}

/** By tier. */
export const planFigures: Readonly<Record<Plan, PlanFigures>> = {
  starter: { weight: 44, priceCents: 2_900, seats: [1, 5], keys: [1, 6] },
  team: { weight: 31, priceCents: 9_900, seats: [5, 25], keys: [4, 14] },
  business: { weight: 18, priceCents: 34_900, seats: [25, 150], keys: [9, 24] },
  enterprise: { weight: 7, priceCents: 99_900, seats: [150, 1_000], keys: [18, 40] },
}

/** How often a tier occurs. */
export const planWeights: Readonly<Record<Plan, number>> = {
  starter: planFigures.starter.weight,
  team: planFigures.team.weight,
  business: planFigures.business.weight,
  enterprise: planFigures.enterprise.weight,
}
