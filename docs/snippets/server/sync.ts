import { bearerAuth, createChangeFeed, createResponseCache, createSyncServer } from '@freshline/server'

declare const cache: ReturnType<typeof createResponseCache>
declare function isSignedIn(request: Request): Promise<boolean>
// ---
const bearer = bearerAuth(process.env['SYNC_SECRET'] ?? '')

export const sync = createSyncServer({
  cache,
  changes: createChangeFeed(cache.log),
  basePath: '/api/sync',
  // Servers have the secret, pages their session, and a load balancer may ask how things are.
  authorize: async (request, context) =>
    context.route === '/monitoring/health' ||
    (context.action === 'changes' && (await isSignedIn(request))) ||
    bearer(request, context),
})
