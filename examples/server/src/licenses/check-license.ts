/** One license check: what is found, logged and stamped in one transaction, or not at all. */
import { addActivity } from '../data/activity.ts'
import { updateRecord } from '../data/change.ts'
import { licenseKeys } from '../data/license-keys.ts'
import type { Database } from '../db/database.ts'
import type { LicenseKey } from '../api/records.ts'
import { addAttempt } from './attempts.ts'
import { maskKey, toKeyCode } from './key-input.ts'
import type { CheckedLicense, LicenseCheckAnswer, LicenseOutcome } from './licenses-api.ts'

/** Who signs the stamp in the audit log. */
export const PORTAL_ACTOR = 'technician portal'

/** Checks what was pasted. */
export function checkLicense(db: Database, input: string, at: number): LicenseCheckAnswer {
  return db.transaction(() => {
    const code = toKeyCode(input)
    const found = code === undefined ? undefined : findKey(db, code)
    const outcome = code === undefined ? 'malformed' : outcomeOf(found, at)
    const masked = maskKey(input)
    const attempt = addAttempt(db, { at, outcome, masked, product: found?.product ?? null })
    addActivity(db, at, { validations: 1, failures: outcome === 'valid' ? 0 : 1 })
    const stamped = found !== undefined && outcome === 'valid' ? stamp(db, found, at) : found
    return { attempt, at, outcome, masked, license: stamped === undefined ? null : toLicense(stamped) }
  })
}

function outcomeOf(key: LicenseKey | undefined, at: number): LicenseOutcome {
  if (key === undefined) return 'unknown'
  if (key.status === 'revoked') return 'revoked'
  // The job that marks keys as expired comes by now and then; time does not wait for it.
  const isOver = key.expiresAt !== null && key.expiresAt <= at
  return key.status === 'expired' || isOver ? 'expired' : 'valid'
}

/** `last used` and `updated` of the record, its next version, its audit entry and the counters that others look at. */
function stamp(db: Database, key: LicenseKey, at: number): LicenseKey {
  // A use is never taken back: two checks may come in the order that the clock does not have.
  const lastUsedAt = Math.max(at, key.lastUsedAt ?? 0)
  const change = { db, collection: licenseKeys, actor: PORTAL_ACTOR, at }
  return updateRecord(change, key.id, { lastUsedAt }) as unknown as LicenseKey
}

function findKey(db: Database, code: string): LicenseKey | undefined {
  return db.get(`SELECT * FROM ${licenseKeys.view} WHERE key = ?`, code) as LicenseKey | undefined
}

function toLicense(key: LicenseKey): CheckedLicense {
  const { product, plan, customerName, seats, seatsUsed, expiresAt, lastUsedAt } = key
  return { product, plan, customerName, seats, seatsUsed, expiresAt, lastUsedAt }
}
