declare function queryStores(): Promise<object[]>
// ---
import { createServer } from 'node:http'
import {
  bearerAuth,
  conditional,
  createResponseCache,
  createSyncServer,
  toNodeHandler,
} from '@freshline/server'

const cache = createResponseCache({ ttl: 60_000 })
const sync = createSyncServer({
  cache,
  authorize: bearerAuth(process.env['SYNC_SECRET'] ?? ''),
  basePath: '/api/sync',
})

const handler = async (request: Request) => {
  const { pathname } = new URL(request.url)
  if (pathname.startsWith('/api/sync/')) return sync.fetch(request)
  const { data } = await cache.load('stores', queryStores, { tags: ['stores'] })
  return conditional(request, data)
}

createServer(toNodeHandler(handler)).listen(3000)
