/** What the routes of license checks take and answer. Every timestamp is epoch milliseconds. */
import type { Plan, Product } from '../api/records.ts'

/**
 * What a check found. `malformed`: no key looks like that; `unknown`: it looks like one, and there is none; `revoked` goes
 * before `expired`.
 */
export type LicenseOutcome = 'valid' | 'expired' | 'revoked' | 'unknown' | 'malformed'

/** Body of `POST /api/validate-license`. */
export interface LicenseCheckBody {
  /** The key as it was pasted, 1 to 200 characters; case, spaces and kinds of dashes do not matter. */
  key: string
}

/** What is told of a key that there is. */
export interface CheckedLicense {
  product: Product
  plan: Plan
  customerName: string
  seats: number
  seatsUsed: number
  /** `null` for a perpetual one. */
  expiresAt: number | null
  /** Last successful check, this one where it is `valid`; `null` for never. */
  lastUsedAt: number | null
}

/** Answer of `POST /api/validate-license`: always 200 and always these members, whatever was found. */
export interface LicenseCheckAnswer {
  /** Number of the attempt in the log. */
  attempt: number
  at: number
  outcome: LicenseOutcome
  /** The key as it was logged: its last four characters. */
  masked: string
  /** `null` where there is no such key. */
  license: CheckedLicense | null
}

/** One attempt in the log. */
export interface LicenseAttempt {
  id: number
  at: number
  outcome: LicenseOutcome
  /** The last four characters of what was checked, the rest as dots. */
  masked: string
  /** `null` where there is no such key. */
  product: Product | null
}

/** Answer of `GET /api/validate-license/attempts?limit=20` (`limit` is 1 to 100), newest first. */
export interface LicenseAttemptsAnswer {
  items: LicenseAttempt[]
  /** Attempts in the log. */
  total: number
}
