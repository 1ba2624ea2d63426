import { dataSyncManager, fetchFresh, httpResource } from '@freshline/core'

// Validators are carried along, unchanged answers keep the object that is held.
dataSyncManager.register(httpResource('/api/stores', { key: 'stores', interval: 15_000 }))

// Fresh for as long as the response's headers say, and asked for when that ends.
dataSyncManager.register(httpResource('/api/rates', { key: 'rates', ttl: 'http', refreshOnStale: true }))

// The same by hand: the context carries signal, validators and force.
dataSyncManager.register('plan', (context) => fetchFresh('/api/plan', context), { interval: 60_000 })
