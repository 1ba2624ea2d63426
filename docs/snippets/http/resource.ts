import { dataSyncManager, httpResource } from '@freshline/core'

// Fresh for as long as the server says; asked for again, with its validators, when that ends.
dataSyncManager.register(httpResource('/api/rates', { key: 'rates', ttl: 'http', refreshOnStale: true }))
