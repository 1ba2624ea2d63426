/** Time series for the charts, without holes: an hour or day in which nothing was counted is a zero. */
import type { DailyPoint, HourlyPoint } from '../api-types.ts'
import type { Database } from '../db/database.ts'
import { DAY, HOUR, startOfDay, startOfHour } from './activity.ts'

/** The last `count` days, today included, oldest first. */
export function readDaily(db: Database, now: number, count: number): DailyPoint[] {
  const first = startOfDay(now) - (count - 1) * DAY
  const rows = db.all(
    `SELECT hour / ${DAY} * ${DAY} AS day, sum(activations) AS activations, sum(validations) AS validations,
       sum(failures) AS failures, sum(new_trials) AS newTrials, sum(revenue_cents) AS revenueCents
     FROM hourly_stats WHERE hour >= ? GROUP BY day`,
    first,
  ) as unknown as DailyPoint[]
  const byDay = new Map(rows.map((row) => [row.day, row]))
  const empty = { activations: 0, validations: 0, failures: 0, newTrials: 0, revenueCents: 0 }
  return starts(first, DAY, count).map((day) => byDay.get(day) ?? { day, ...empty })
}

/** The last `count` hours, the current one included, oldest first. */
export function readHourly(db: Database, now: number, count: number): HourlyPoint[] {
  const first = startOfHour(now) - (count - 1) * HOUR
  const rows = db.all(
    'SELECT hour, validations, failures, activations FROM hourly_stats WHERE hour >= ?',
    first,
  ) as unknown as HourlyPoint[]
  const byHour = new Map(rows.map((row) => [row.hour, row]))
  const empty = { validations: 0, failures: 0, activations: 0 }
  return starts(first, HOUR, count).map((hour) => byHour.get(hour) ?? { hour, ...empty })
}

/** Change of the seven full days before today against the seven before those; `null` where those had nothing. */
export function trend(days: readonly DailyPoint[], read: (point: DailyPoint) => number): number | null {
  const sum = (points: readonly DailyPoint[]) => points.reduce((total, point) => total + read(point), 0)
  const base = sum(days.slice(-15, -8))
  return base === 0 ? null : Math.round((sum(days.slice(-8, -1)) / base - 1) * 10_000) / 10_000
}

function starts(first: number, step: number, count: number): number[] {
  return Array.from({ length: count }, (_, index) => first + index * step)
}
