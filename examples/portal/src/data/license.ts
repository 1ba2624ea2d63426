/** License checks: each one goes to the server, and only their masks come back to be listed. */
import { defineResource, httpResource } from '@freshline/core'
import type { LicenseAttemptsAnswer, LicenseCheckAnswer } from '@freshline/example-server/api-types'
import { intervals } from './pace'
import { send } from './send'

/** The latest attempts, masked. */
export const attempts = defineResource<LicenseAttemptsAnswer>({
  ...httpResource<LicenseAttemptsAnswer>('/api/validate-license/attempts?limit=12', {
    key: 'licenses:attempts',
  }),
  interval: intervals.attempts,
  retry: 1,
})

/** Checks a key. The key is in the body alone: never in an address, a cache key or a message. */
export function validateLicense(key: string): Promise<LicenseCheckAnswer> {
  return send<LicenseCheckAnswer>('POST', '/api/validate-license', { key })
}
