import { conditional, createResponseCache, createSyncServer } from '@freshline/server'
import { db, isSignedIn } from './app/database'

const cache = createResponseCache({ ttl: 60_000 })
export const sync = createSyncServer({ cache, authorize: isSignedIn, basePath: '/api/sync' })

export async function getStores(request: Request) {
  const { data } = await cache.load('stores', () => db.stores(), { tags: ['stores'] })
  return conditional(request, data) // with an ETag; a 304 for who holds it already
}
// Where stores are saved, before the answer: await sync.invalidate(['stores'])
