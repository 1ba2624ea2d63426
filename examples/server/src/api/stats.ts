/** Answer of the statistics route. */
import type { LicenseStatus, Plan, Product } from './records.ts'

/** One day of activity, in UTC. */
export interface DailyPoint {
  /** Start of the day. */
  day: number
  activations: number
  validations: number
  /** Validations that were refused. */
  failures: number
  newTrials: number
  revenueCents: number
}

/** One hour of activity. */
export interface HourlyPoint {
  /** Start of the hour. */
  hour: number
  validations: number
  /** Validations that were refused. */
  failures: number
  activations: number
}

/** A name and how many license keys carry it. */
export interface Share<Name extends string = string> {
  name: Name
  count: number
}

/** Answer of `GET /api/admin/stats?days=30` (`days` is 7 to 90, default 30). */
export interface StatsAnswer {
  totals: {
    licenses: number
    activeLicenses: number
    trialLicenses: number
    expiredLicenses: number
    revokedLicenses: number
    /** Active licenses that end within 30 days. */
    expiringSoon: number
    /** Seats of active and trial licenses. */
    seats: number
    seatsUsed: number
    customers: number
    activeCustomers: number
    /** Sum over customers that are not churned. */
    mrrCents: number
    /** Since midnight UTC. */
    activationsToday: number
    revenueTodayCents: number
    /** In the current hour. */
    validationsThisHour: number
  }
  /** The last seven days against the seven before them, as a fraction: 0.12 is 12 % more. `null` without a base. */
  trends: {
    activations: number | null
    revenue: number | null
    validations: number | null
    trials: number | null
  }
  /** Oldest first, `days` entries, the last is today so far. */
  daily: DailyPoint[]
  /** Oldest first, 48 entries, the last is the current hour so far. */
  hourly: HourlyPoint[]
  byStatus: Share<LicenseStatus>[]
  byPlan: Share<Plan>[]
  byProduct: Share<Product>[]
  /** Last change of anything counted here. */
  updatedAt: number
  /** Change counter of the statistics. */
  version: number
}
