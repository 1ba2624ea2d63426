/** The first customers, and with each of them its license keys. */
import type { CustomerStatus } from '../api-types.ts'
import { DAY } from '../data/activity.ts'
import type { Database } from '../db/database.ts'
import { insertRow } from './insert.ts'
import { companyKinds, companyWords, countries, firstNames, lastNames, slug } from './names.ts'
import { planFigures, planWeights } from './plan-figures.ts'
import type { Random } from './random.ts'
import { seedKeys } from './seed-keys.ts'
import type { SeededCustomer } from './seeded-customer.ts'

const CUSTOMERS = 240
const MIN_KEYS = 2_000

const statusWeights: Record<CustomerStatus, number> = { active: 80, trial: 7, past_due: 6, churned: 7 }

/** Adds 240 customers with at least 2,000 license keys among them. */
export function seedCustomers(db: Database, random: Random, now: number): void {
  const seeded: SeededCustomer[] = []
  let keys = 0
  for (const company of companyNames(random)) {
    const customer = seedCustomer(db, random, now, company)
    const [min, max] = planFigures[customer.plan].keys
    keys += seedKeys(db, random, now, customer, random.between(min, max))
    seeded.push(customer)
  }
  const growing = seeded.filter((customer) => customer.status === 'active')
  while (keys < MIN_KEYS) keys += seedKeys(db, random, now, random.pick(growing), 3)
}

function seedCustomer(db: Database, random: Random, now: number, company: string): SeededCustomer {
  const plan = random.weighted(planWeights)
  const status = random.weighted(statusWeights)
  const createdAt = now - random.between(status === 'trial' ? 1 : 20, status === 'trial' ? 13 : 1_100) * DAY
  const first = random.pick(firstNames)
  const last = random.pick(lastNames)
  const pays = status === 'active' || status === 'past_due'
  const id = insertRow(db, 'customers', {
    company,
    contact: `${first} ${last}`,
    email: `${slug(first)}.${slug(last)}@${slug(company)}.example`,
    country: random.weighted(countries),
    plan,
    mrrCents: pays ? planFigures[plan].priceCents * random.between(2, 12) : 0,
    status,
    createdAt,
    updatedAt: createdAt + Math.floor(random.next() * (now - createdAt)),
  })
  return { id, plan, status, createdAt }
}

/** Every word with a share of the kinds, in mixed order, none twice. */
function companyNames(random: Random): string[] {
  const all = companyWords.flatMap((word) => companyKinds.map((kind) => `${word} ${kind}`))
  return all
    .map((name) => ({ name, order: random.next() }))
    .sort((a, b) => a.order - b.order)
    .slice(0, CUSTOMERS)
    .map(({ name }) => name)
}
