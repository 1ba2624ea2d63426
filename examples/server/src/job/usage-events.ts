/** What installations do: they check their license, take seats and give them back. */
import { addActivity } from '../data/activity.ts'
import { licenseKeys } from '../data/license-keys.ts'
import { planFigures } from '../seed/plan-figures.ts'
import type { Plan } from '../api-types.ts'
import { pickRow, update } from './change-as-system.ts'
import type { Event } from './event.ts'

const VIEW = licenseKeys.view

/** Some installations ask whether their key is good; one of them is worth a stamp. */
export const validate: Event = (context) => {
  const { db, at, random } = context
  const row = pickRow(context, VIEW, `status IN ('active', 'trial')`)
  const failures = random.chance(0.03) ? 1 : 0
  addActivity(db, at, { validations: random.between(1, 3) + failures, failures })
  if (row !== undefined) update(context, licenseKeys, row, { lastUsedAt: at })
  return true
}

/** An installation takes a seat. */
export const activate: Event = (context) => {
  const row = pickRow(context, VIEW, `status IN ('active', 'trial') AND seatsUsed < seats`)
  if (row === undefined) return false
  addActivity(context.db, context.at, { activations: 1, validations: 1 })
  update(context, licenseKeys, row, { seatsUsed: Number(row['seatsUsed']) + 1, lastUsedAt: context.at })
  return true
}

/** An installation is removed. */
export const releaseSeat: Event = (context) => {
  const row = pickRow(context, VIEW, `status IN ('active', 'trial') AND seatsUsed > 1`)
  if (row === undefined) return false
  update(context, licenseKeys, row, { seatsUsed: Number(row['seatsUsed']) - 1 })
  return true
}

/** A customer buys more seats, or fewer; always within what the tier is for. */
export const changeSeats: Event = (context) => {
  const row = pickRow(context, VIEW, `status = 'active'`)
  if (row === undefined) return false
  const [min, max] = planFigures[row['plan'] as Plan].seats
  const step = Math.ceil(max / 20) * (context.random.chance(0.6) ? 1 : -1)
  const lowest = Math.max(min, Number(row['seatsUsed']))
  const seats = Math.max(lowest, Math.min(max, Number(row['seats']) + step))
  if (seats === row['seats']) return false
  update(context, licenseKeys, row, { seats })
  return true
}
