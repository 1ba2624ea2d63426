/** Hourly figures behind the charts: what happened, counted as it happens. */
import type { Database } from '../db/database.ts'
import { columnOf } from './collection.ts'
import { bumpCounters } from './counters.ts'

/** One hour in milliseconds. */
export const HOUR = 3_600_000

/** One day in milliseconds. */
export const DAY = 24 * HOUR

/** What can be counted. */
export interface Activity {
  validations: number
  failures: number
  activations: number
  newTrials: number
  revenueCents: number
}

/** Start of the hour that `at` is in. */
export function startOfHour(at: number): number {
  return Math.floor(at / HOUR) * HOUR
}

/** Start of the UTC day that `at` is in. */
export function startOfDay(at: number): number {
  return Math.floor(at / DAY) * DAY
}

/** Adds to the figures of the hour of `at`; part of the transaction of the event. */
export function addActivity(db: Database, at: number, activity: Partial<Activity>): void {
  const entries = Object.entries(activity)
  const columns = entries.map(([name]) => columnOf(name))
  db.run(
    `INSERT INTO hourly_stats (hour, ${columns.join(', ')}) VALUES (?, ${columns.map(() => '?').join(', ')})
     ON CONFLICT (hour) DO UPDATE SET ${columns.map((name) => `${name} = ${name} + excluded.${name}`).join(', ')}`,
    startOfHour(at),
    ...entries.map(([, count]) => count),
  )
  bumpCounters(db, ['stats'], at)
}
