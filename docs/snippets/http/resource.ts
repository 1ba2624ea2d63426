import { dataSyncManager, httpResource } from '@freshline/core'

// Fresh for as long as the server says; asked for again, with its validators, when that ends.
dataSyncManager.register(httpResource('/api/rates', { key: 'rates', ttl: 'http', refreshOnStale: true }))

// The same, and the browser's own cache is asked past at the first load too.
dataSyncManager.register(
  httpResource('/api/plan', { key: 'plan', ttl: 'http', request: { cache: 'no-cache' } }),
)
