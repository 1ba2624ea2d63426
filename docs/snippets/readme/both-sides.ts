import { DataSyncManager, fetchFresh, httpPropagate } from '@freshline/core'
import { conditional, createResponseCache, createSyncServer } from '@freshline/server'

declare const db: { stores(): Promise<string[]> }
declare const name: string
declare function isSignedIn(request: Request): Promise<boolean>
// ---
// On the server: one load for all who ask, and a 304 where they hold it already.
const cache = createResponseCache({ ttl: 60_000 })
export const sync = createSyncServer({ cache, authorize: isSignedIn, basePath: '/api/sync' })
export const getStores = async (request: Request) => {
  const { data } = await cache.load('stores', () => db.stores(), { tags: ['stores'] })
  return conditional(request, data)
}

// On the page: the save, the server's cache, the CDN behind it, and this page, in this order.
const manager = new DataSyncManager({ propagate: httpPropagate('/api/sync/invalidate') })
await manager.mutate(() => fetchFresh('/api/stores', { method: 'POST', body: name }), {
  invalidates: [{ tag: 'stores' }],
})
