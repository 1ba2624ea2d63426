import { dataSyncManager, fetchFresh } from '@freshline/core'
import { deltaResource, indexBy } from '@freshline/core/delta'

export interface LicenseKey {
  id: number
  version: number
  customer: string
}

const keys = deltaResource<LicenseKey>({
  key: 'keys',
  url: '/api/sync/changes', // the feed
  collection: 'keys',
  load: (context) => fetchFresh<LicenseKey[]>('/api/keys', context), // all of them
  idOf: (key) => key.id,
  versionOf: (key) => key.version,
  compare: (a, b) => a.customer.localeCompare(b.customer),
  interval: 15_000,
})

const byId = indexBy((key: LicenseKey) => key.id)

dataSyncManager.register(keys).subscribe(({ data = [] }) => {
  console.log(data.length, byId(data).get(7)?.customer)
})
