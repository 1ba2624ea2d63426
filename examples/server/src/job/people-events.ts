/** What people do: colleagues come by, customers change what they pay. */
import type { Plan } from '../api-types.ts'
import { adminUsers } from '../data/admin-users.ts'
import { customers } from '../data/customers.ts'
import { planFigures } from '../seed/plan-figures.ts'
import { pickRow, update } from './change-as-system.ts'
import type { Event } from './event.ts'

/** A colleague is seen. */
export const seeUser: Event = (context) => {
  const row = pickRow(context, adminUsers.view, `status = 'active'`)
  if (row === undefined) return false
  update(context, adminUsers, row, { lastActiveAt: context.at })
  return true
}

/** A customer pays for one license more or less. */
export const changeRevenue: Event = (context) => {
  const row = pickRow(context, customers.view, `status = 'active'`)
  if (row === undefined) return false
  const price = planFigures[row['plan'] as Plan].priceCents
  const steps = Math.round(Number(row['mrrCents']) / price) + (context.random.chance(0.6) ? 1 : -1)
  update(context, customers, row, { mrrCents: Math.max(2, Math.min(14, steps)) * price })
  return true
}
