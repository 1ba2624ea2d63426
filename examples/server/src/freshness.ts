/**
 * The lifetimes of everything that can be read, by key: one table that the server's cache and the dashboard both hold
 * to. Each is the interval at which the dashboard asks, and the 5 s in which an answer may be late.
 */
import { defineFreshness } from '@freshline/core/shared'

/** A day: when the database cannot be read, an answer of today is better than none. */
const DAY = 86_400_000

/** The table. Times are milliseconds. */
export const freshness = defineFreshness({
  stats: { ttl: 35_000, staleIfError: DAY, tags: ['stats'] },
  'stats:*': { ttl: 35_000, staleIfError: DAY, tags: ['stats'] },
  audit: { ttl: 35_000, staleIfError: DAY, tags: ['audit'] },
  'audit:*': { ttl: 35_000, staleIfError: DAY, tags: ['audit'] },
  'keys:all': { ttl: 20_000, tags: ['keys'] },
  'keys:list*': { ttl: 20_000, staleIfError: DAY, tags: ['keys'] },
  'customers:list*': { ttl: 35_000, staleIfError: DAY, tags: ['customers'] },
  'users:list*': { ttl: 65_000, staleIfError: DAY, tags: ['users'] },
  // Asked for every five minutes, and on every return to the tab.
  'releases:*': { ttl: 305_000, tags: ['releases'] },
  'licenses:attempts': { ttl: 35_000, tags: ['attempts'] },
  server: { ttl: 35_000 },
  faults: { ttl: 35_000 },
  // Changes are told at once, so that this is only how long an instance may be wrong that was told of none.
  'consent:*': { ttl: 3_600_000, staleIfError: DAY, tags: ['consent'] },
  // Outside of the monitoring page the navigation asks, half as often.
  'monitoring:status': { ttl: 35_000 },
  'monitoring:*': { ttl: 15_000 },
})
