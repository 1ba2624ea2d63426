import { createHttpCache, dataSyncManager, httpResource } from '@freshline/core'

// Called like fetch, by your own code or by a client that takes a fetch function (ky, ofetch, axios's fetch adapter).
export const cachedFetch = createHttpCache()
export const stores: unknown = await (await cachedFetch('/api/stores')).json()

// As the transport of a resource: what others have loaded, and is fresh, is not loaded again.
dataSyncManager.register(
  httpResource('/api/stores', {
    key: 'stores',
    ttl: 'http',
    transport: cachedFetch,
    request: { cache: 'default' },
  }),
)

export const onSignOut = () => cachedFetch.clear()
