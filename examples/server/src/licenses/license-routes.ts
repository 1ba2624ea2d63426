/** Routes of license checks. A check is a write: it is logged and stamped, and no cache may ever answer it. */
import * as v from 'valibot'
import { queryNumber, readQuery } from '../data/query.ts'
import type { Database } from '../db/database.ts'
import { AttemptLimit, type AttemptRate } from '../http/attempt-limit.ts'
import { readAnswer } from '../http/json-answer.ts'
import { readJson } from '../http/json-body.ts'
import type { Routes } from '../http/router.ts'
import { check } from '../http/schema-check.ts'
import { readAttempts } from './attempts.ts'
import { checkLicense } from './check-license.ts'

/** What the routes work with. */
export interface LicenseParts {
  db: Database
  now: () => number
}

/** Settings of license checks. */
export interface LicenseOptions {
  /** How many checks one client may make. Default: 30 a minute. */
  rate?: AttemptRate
}

const LENGTH = 'Must be 1 to 200 characters of text.'

/** Messages never repeat what was sent. */
const bodySchema = v.strictObject({
  key: v.pipe(
    v.string(LENGTH),
    v.check((text) => text.trim() !== '', LENGTH),
    v.maxLength(200, LENGTH),
  ),
})

const attemptsQuery = v.object({ limit: queryNumber(1, 100, 20) })

/** Routes at `/api/validate-license`. */
export function licenseRoutes({ db, now }: LicenseParts, { rate }: LicenseOptions): Routes {
  const limit = new AttemptLimit(rate ?? { attempts: 30, per: 60_000 }, now)
  return {
    'POST /api/validate-license': async ({ request }) => {
      const { key } = check(bodySchema, await readJson(request), 'validation_failed')
      limit.check(request, 'Too many checks in a short time. Wait a moment.')
      return Response.json(checkLicense(db, key, now()), {
        headers: { 'cache-control': 'no-store', pragma: 'no-cache' },
      })
    },
    'GET /api/validate-license/attempts': ({ request, url }) => {
      const asked = check(attemptsQuery, readQuery(url.searchParams), 'invalid_query')
      return readAnswer(request, readAttempts(db, asked.limit))
    },
  }
}
