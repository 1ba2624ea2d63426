/** The first license keys of one customer. */
import type { LicenseStatus, Plan } from '../api-types.ts'
import { DAY } from '../data/activity.ts'
import { products } from '../data/fields.ts'
import { makeKeyCode } from '../data/key-code.ts'
import type { Database } from '../db/database.ts'
import { insertRow } from './insert.ts'
import { planFigures } from './plan-figures.ts'
import type { Random } from './random.ts'
import type { SeededCustomer } from './seeded-customer.ts'

/** Adds `count` keys; answers how many that was. */
export function seedKeys(
  db: Database,
  random: Random,
  now: number,
  customer: SeededCustomer,
  count: number,
): number {
  for (let made = 0; made < count; made += 1) {
    const status = pickStatus(random, customer)
    const createdAt = customer.createdAt + Math.floor(random.next() * (now - customer.createdAt))
    const expiresAt = pickExpiry(random, now, status, createdAt)
    const lastUsedAt = pickLastUse(random, Math.min(now, expiresAt ?? now), status, createdAt)
    const plan = pickPlan(random, customer.plan)
    const seats = random.between(...planFigures[plan].seats)
    insertRow(db, 'license_keys', {
      key: makeKeyCode(random.next),
      product: random.pick(products),
      plan,
      seats,
      seatsUsed: lastUsedAt === null ? 0 : random.between(1, seats),
      status,
      customerId: customer.id,
      lastUsedAt,
      expiresAt,
      createdAt,
      updatedAt: Math.max(createdAt, lastUsedAt ?? 0),
    })
  }
  return count
}

function pickStatus(random: Random, customer: SeededCustomer): LicenseStatus {
  if (customer.status === 'churned') return random.weighted({ expired: 80, revoked: 20 })
  if (customer.status === 'trial') return 'trial'
  return random.weighted({ active: 82, expired: 10, revoked: 4, trial: 4 })
}

/** Mostly the customer's own tier, now and then another one. */
function pickPlan(random: Random, plan: Plan): Plan {
  return random.chance(0.85) ? plan : random.pick(['starter', 'team', 'business'] as const)
}

function pickExpiry(random: Random, now: number, status: LicenseStatus, createdAt: number): number | null {
  if (status === 'trial') return now + random.between(1, 14) * DAY
  if (status === 'expired') return createdAt + Math.floor(random.next() * (now - createdAt))
  return random.chance(0.08) ? null : now + random.between(2, 400) * DAY
}

/** Most keys have been used lately, some never. */
function pickLastUse(random: Random, until: number, status: LicenseStatus, createdAt: number): number | null {
  if (random.chance(status === 'trial' ? 0.3 : 0.04)) return null
  const ago = Math.floor(random.next() ** 3 * 20 * DAY)
  return Math.max(createdAt, until - ago)
}
