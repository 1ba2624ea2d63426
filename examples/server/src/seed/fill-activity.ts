/**
 * Plausible hourly figures for hours in which this server was not there to count: the time before the first start,
 * and the time it was switched off. So the charts have no holes, however long the demo was away.
 */
import { DAY, HOUR, startOfHour, type Activity } from '../data/activity.ts'
import type { Database } from '../db/database.ts'
import { insertRow } from './insert.ts'
import { createRandom } from './random.ts'

/** How far back the figures go. */
const HISTORY = 95 * DAY

/** Share of the busiest hour, by UTC hour. */
const CURVE = [
  0.24, 0.2, 0.18, 0.17, 0.19, 0.26, 0.38, 0.55, 0.74, 0.86, 0.92, 0.9, 0.88, 0.95, 1, 0.98, 0.93, 0.84, 0.72,
  0.6, 0.5, 0.42, 0.35, 0.28,
]

/** Adds every missing hour up to `now`, of the current one only the part that has passed; answers how many. */
export function fillActivity(db: Database, seed: number, now: number): number {
  const current = startOfHour(now)
  const newest = db.number('SELECT max(hour) FROM hourly_stats')
  let filled = 0
  for (let hour = Math.max(newest + HOUR, current - HISTORY); hour <= current; hour += HOUR) {
    const share = hour === current ? (now - current) / HOUR : 1
    insertRow(db, 'hourly_stats', { hour, ...figuresOf(seed, hour, share) })
    filled += 1
  }
  return filled
}

function figuresOf(seed: number, hour: number, share: number): Activity & Record<string, number> {
  // Each hour has its own sequence, so it comes out the same whenever it is filled in.
  const random = createRandom(seed ^ (hour / HOUR) ^ 0x5eed)
  const date = new Date(hour)
  const weekend = date.getUTCDay() === 0 || date.getUTCDay() === 6
  const curve = (CURVE[date.getUTCHours()] ?? 0.5) * (weekend ? 0.45 : 1)
  // Slow growth with a swing of some weeks, measured in days since a fixed date.
  const days = (hour - Date.UTC(2026, 0)) / DAY
  const season = 1 + 0.12 * Math.sin(days / 9) + 0.06 * Math.sin(days / 2.3)
  const level = curve * season * share
  const amount = (peak: number, spread: number) =>
    Math.round(peak * level * (1 - spread + 2 * spread * random.next()))
  const validations = amount(1_050, 0.14)
  return {
    validations,
    failures: Math.round(validations * (random.chance(0.02) ? 0.14 : 0.015 + 0.02 * random.next())),
    activations: amount(58, 0.3),
    newTrials: amount(9, 0.6),
    revenueCents: Math.round(amount(148_000, 0.5) / 100) * 100,
  }
}
