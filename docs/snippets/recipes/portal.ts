import { fetchFresh, httpResource } from '@freshline/core'

interface Releases {
  releases: { version: string }[]
  asOf: string
  stale: boolean
}
// ---
/** Every five minutes, and whenever the technician returns to the tab. */
export const releases = httpResource<Releases>('/api/releases/latest', {
  key: 'releases:latest',
  interval: 300_000,
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
