import type { createResponseCache } from '@freshline/server'

declare const cache: ReturnType<typeof createResponseCache>
declare function isSignedIn(request: Request): Promise<boolean>
// ---
import { bearerAuth, createChangeFeed, createSyncServer } from '@freshline/server'

const bearer = bearerAuth(process.env['SYNC_SECRET'] ?? '')

export const sync = createSyncServer({
  cache,
  changes: createChangeFeed(cache.log),
  basePath: '/api/sync',
  // A load balancer may ask how things are, pages have their session, servers the secret.
  authorize: async (request, context) => {
    if (context.route === '/monitoring/health') return true
    const isOfPages = context.action === 'changes' || context.action === 'invalidate'
    return (isOfPages && (await isSignedIn(request))) || bearer(request, context)
  },
})
