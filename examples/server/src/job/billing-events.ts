/** What time and money do to license keys: trials, renewals and ends. */
import type { Plan } from '../api-types.ts'
import { addActivity, DAY } from '../data/activity.ts'
import { products } from '../data/fields.ts'
import { makeKeyCode } from '../data/key-code.ts'
import { licenseKeys } from '../data/license-keys.ts'
import { planFigures } from '../seed/plan-figures.ts'
import { create, pickRow, remove, update } from './change-as-system.ts'
import type { Event } from './events.ts'

const VIEW = licenseKeys.view

/** From this many keys on, long expired ones are cleared away, so that a demo left running stays small. */
const KEYS_KEPT = 2_400

/** A key past its end expires. */
export const expireOverdue: Event = (context) => {
  const row = pickRow(context, VIEW, `status IN ('active', 'trial') AND expiresAt < ?`, context.at)
  if (row === undefined) return false
  update(context, licenseKeys, row, { status: 'expired' })
  return true
}

/** A customer tries another product. */
export const startTrial: Event = (context) => {
  const { db, at, random } = context
  const customer = pickRow(context, 'customers', `status IN ('active', 'trial')`)
  if (customer === undefined) return false
  addActivity(db, at, { newTrials: 1 })
  const plan: Plan = random.pick(['starter', 'team', 'business'])
  create(context, licenseKeys, {
    product: random.pick(products),
    plan,
    seats: random.between(...planFigures[plan].seats),
    customerId: Number(customer['id']),
    status: 'trial',
    key: makeKeyCode(random.next),
  })
  return true
}

/** A trial becomes a paid license. */
export const convertTrial: Event = (context) => {
  const row = pickRow(context, VIEW, `status = 'trial' AND lastUsedAt IS NOT NULL`)
  if (row === undefined) return false
  addActivity(context.db, context.at, { revenueCents: priceOf(row['plan']) })
  update(context, licenseKeys, row, { status: 'active', expiresAt: context.at + 365 * DAY })
  return true
}

/** A license that ends soon, or ended lately, goes on for a year. */
export const renew: Event = (context) => {
  const { at } = context
  const [from, to] = [at - 30 * DAY, at + 30 * DAY]
  const row = pickRow(
    context,
    VIEW,
    `status IN ('active', 'expired') AND expiresAt BETWEEN ? AND ?`,
    from,
    to,
  )
  if (row === undefined) return false
  addActivity(context.db, at, { revenueCents: priceOf(row['plan']) })
  update(context, licenseKeys, row, { status: 'active', expiresAt: Number(row['expiresAt']) + 365 * DAY })
  return true
}

/** A key that expired long ago is cleared away, while there are too many. */
export const retireExpired: Event = (context) => {
  if (context.db.number('SELECT count(*) FROM license_keys') <= KEYS_KEPT) return false
  const row = context.db.get(`SELECT * FROM ${VIEW} WHERE status = 'expired' ORDER BY expiresAt LIMIT 1`)
  if (row === undefined) return false
  remove(context, licenseKeys, row)
  return true
}

function priceOf(plan: unknown): number {
  return planFigures[plan as Plan].priceCents
}
