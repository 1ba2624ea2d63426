import type { createSyncServer } from '@freshline/server'

declare const sync: ReturnType<typeof createSyncServer>
declare function stores(request: Request): Promise<Response>
// ---
import { createServer } from 'node:http'
import { toNodeHandler } from '@freshline/server'

const handler = (request: Request) => {
  const { pathname } = new URL(request.url)
  if (pathname.startsWith('/api/sync/')) return sync.fetch(request)
  if (pathname === '/api/stores') return stores(request)
  return new Response('not found', { status: 404 })
}

createServer(toNodeHandler(handler)).listen(3000)
