import type { createResponseCache } from '@freshline/server'

declare const cache: ReturnType<typeof createResponseCache>
declare function isSignedIn(request: Request): Promise<boolean>
// ---
import { createSyncServer } from '@freshline/server'

// app/api/sync/[...path]/route.ts
export const dynamic = 'force-dynamic'

const sync = createSyncServer({ cache, basePath: '/api/sync', authorize: isSignedIn })

export const GET = (request: Request) => sync.fetch(request)
export const POST = GET
