/** What time and money do to license keys: trials, renewals and ends. */
import type { Plan } from '../api-types.ts'
import { addActivity, DAY } from '../data/activity.ts'
import { products } from '../data/fields.ts'
import { makeKeyCode } from '../data/key-code.ts'
import { licenseKeys } from '../data/license-keys.ts'
import { planFigures } from '../seed/plan-figures.ts'
import { create, pickRow, remove, update } from './change-as-system.ts'
import type { Event, EventContext } from './event.ts'

const VIEW = licenseKeys.view

/** With this many keys a new one takes the place of an expired one, so that a demo left running stays small. */
const KEYS_KEPT = 2_800

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
  if (customer === undefined || !makeRoom(context)) return false
  addActivity(db, at, { newTrials: 1 })
  const plan: Plan = random.pick(['starter', 'team', 'business'])
  create(context, licenseKeys, {
    product: random.pick(products),
    plan,
    seats: random.between(...planFigures[plan].seats),
    customerId: Number(customer['id']),
    status: 'trial',
    key: unusedCode(context),
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

/** True where another key may come: while there are few, else in the place of the one that expired longest ago. */
function makeRoom(context: EventContext): boolean {
  if (context.db.number('SELECT count(*) FROM license_keys') < KEYS_KEPT) return true
  const row = context.db.get(`SELECT * FROM ${VIEW} WHERE status = 'expired' ORDER BY expiresAt LIMIT 1`)
  if (row === undefined) return false
  remove(context, licenseKeys, row)
  return true
}

/** A seeded sequence comes round again after a restart, so a code of it may exist already. */
function unusedCode({ db, random }: EventContext): string {
  let code = makeKeyCode(random.next)
  while (db.get('SELECT 1 FROM license_keys WHERE key = ?', code) !== undefined)
    code = makeKeyCode(random.next)
  return code
}

function priceOf(plan: unknown): number {
  return planFigures[plan as Plan].priceCents
}
