/** The log of license checks: every one of them, masked. */
import type { Database } from '../db/database.ts'
import type { LicenseAttempt, LicenseAttemptsAnswer } from './licenses-api.ts'

/** Newest attempts that are kept. */
const KEPT = 10_000

/** After how many attempts the oldest ones are dropped. */
const TRIM_EVERY = 200

/** Writes one down; part of the transaction of the check. Answers its number. */
export function addAttempt(
  db: Database,
  { at, masked, outcome, product }: Omit<LicenseAttempt, 'id'>,
): number {
  const id = db.run(
    'INSERT INTO license_attempts (at, masked, outcome, product) VALUES (?, ?, ?, ?)',
    at,
    masked,
    outcome,
    product,
  )
  if (id % TRIM_EVERY === 0) db.run('DELETE FROM license_attempts WHERE id <= ?', id - KEPT)
  return id
}

/** The newest attempts. */
export function readAttempts(db: Database, limit: number): LicenseAttemptsAnswer {
  const items = db.all(
    'SELECT id, at, outcome, masked, product FROM license_attempts ORDER BY id DESC LIMIT ?',
    limit,
  ) as unknown as LicenseAttempt[]
  return { items, total: db.number('SELECT count(*) FROM license_attempts') }
}
