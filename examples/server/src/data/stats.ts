/** Totals and series of the overview page. */
import type { Share, StatsAnswer } from '../api-types.ts'
import type { Database } from '../db/database.ts'
import { DAY, startOfDay } from './activity.ts'
import { readCounter } from './counters.ts'
import { plans, products } from './fields.ts'
import { licenseStatuses } from './license-keys.ts'
import { readDaily, readHourly, trend } from './series.ts'

/** Everything that `GET /api/admin/stats` answers. */
export function readStats(db: Database, now: number, days: number): StatsAnswer {
  const daily = readDaily(db, now, Math.max(days, 15))
  const hourly = readHourly(db, now, 48)
  const byStatus = shares(db, 'status', licenseStatuses)
  const count = (name: string) => byStatus.find((share) => share.name === name)?.count ?? 0
  return {
    totals: {
      licenses: byStatus.reduce((total, share) => total + share.count, 0),
      activeLicenses: count('active'),
      trialLicenses: count('trial'),
      expiredLicenses: count('expired'),
      revokedLicenses: count('revoked'),
      ...seatTotals(db),
      expiringSoon: expiringSoon(db, now),
      ...customerTotals(db),
      activationsToday: daily.at(-1)?.activations ?? 0,
      revenueTodayCents: daily.at(-1)?.revenueCents ?? 0,
      validationsThisHour: hourly.at(-1)?.validations ?? 0,
    },
    trends: {
      activations: trend(daily, (point) => point.activations),
      revenue: trend(daily, (point) => point.revenueCents),
      validations: trend(daily, (point) => point.validations),
      trials: trend(daily, (point) => point.newTrials),
    },
    daily: daily.slice(-days),
    hourly,
    byStatus,
    byPlan: shares(db, 'plan', plans),
    byProduct: shares(db, 'product', products),
    ...readCounter(db, 'stats'),
  }
}

function seatTotals(db: Database) {
  const row = db.get(
    `SELECT coalesce(sum(seats), 0) AS seats, coalesce(sum(seats_used), 0) AS seatsUsed
     FROM license_keys WHERE status IN ('active', 'trial')`,
  )
  return { seats: Number(row?.['seats']), seatsUsed: Number(row?.['seatsUsed']) }
}

/** Counted from midnight, so that the answer changes with the data and not with every millisecond. */
function expiringSoon(db: Database, now: number): number {
  const from = startOfDay(now)
  return db.number(
    `SELECT count(*) FROM license_keys WHERE status = 'active' AND expires_at >= ? AND expires_at < ?`,
    from,
    from + 30 * DAY,
  )
}

function customerTotals(db: Database) {
  const row = db.get(
    `SELECT count(*) AS customers, count(*) FILTER (WHERE status = 'active') AS activeCustomers,
       coalesce(sum(mrr_cents) FILTER (WHERE status <> 'churned'), 0) AS mrrCents FROM customers`,
  )
  return {
    customers: Number(row?.['customers']),
    activeCustomers: Number(row?.['activeCustomers']),
    mrrCents: Number(row?.['mrrCents']),
  }
}

function shares<const Name extends string>(
  db: Database,
  column: 'status' | 'plan' | 'product',
  names: readonly Name[],
): Share<Name>[] {
  const rows = db.all(`SELECT ${column} AS name, count(*) AS count FROM license_keys GROUP BY ${column}`)
  const counts = new Map(rows.map((row) => [row['name'], Number(row['count'])]))
  return names.map((name) => ({ name, count: counts.get(name) ?? 0 }))
}
