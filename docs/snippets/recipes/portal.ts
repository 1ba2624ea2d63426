import { defineResource, fetchFresh, httpResource } from '@freshline/core'

interface Releases {
  releases: { version: string }[]
  asOf: string
  stale: boolean
}

/** Every five minutes, sooner while the upstream is away, and whenever the technician returns to the tab. */
export const releases = defineResource<Releases>({
  ...httpResource<Releases>('/api/releases/latest', { key: 'releases:latest', origin: 'releases' }),
  interval: ({ data }) => (data?.stale ? 30_000 : 300_000),
  ttl: 'http',
  refreshOnVisible: 'always',
})

/** A check is an action, not data: it is never cached, repeated or shared. */
export const checkLicense = (key: string) =>
  fetchFresh<{ valid: boolean }>('/api/validate-license', {
    method: 'POST',
    cache: 'no-store',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ key }),
  })
