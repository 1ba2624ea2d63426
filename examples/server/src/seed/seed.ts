/** Fills a new database with the demo's first data, once, all of it or none. */
import { bumpCounters, counterNames } from '../data/counters.ts'
import type { Database } from '../db/database.ts'
import { createRandom } from './random.ts'
import { fillActivity } from './fill-activity.ts'
import { seedCustomers } from './seed-customers.ts'
import { seedUsers } from './seed-users.ts'

/** Seeds `db` unless that was done before, and catches up on the hours since it was last open. */
export function seedDatabase(db: Database, seed: number, now: number): void {
  db.transaction(() => {
    if (db.get(`SELECT value FROM meta WHERE name = 'seeded_at'`) === undefined) {
      const random = createRandom(seed)
      seedUsers(db, random, now)
      seedCustomers(db, random, now)
      db.run(`INSERT INTO meta (name, value) VALUES ('seeded_at', ?)`, String(now))
      bumpCounters(db, counterNames, now)
    }
    if (fillActivity(db, seed, now) > 0) bumpCounters(db, ['stats'], now)
  })
}
