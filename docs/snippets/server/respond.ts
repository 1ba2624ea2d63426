import type { createResponseCache } from '@freshline/server'

declare const cache: ReturnType<typeof createResponseCache>
declare function renderReport(): Promise<string>
// ---
import { conditional } from '@freshline/server'

export const report = (request: Request) =>
  cache.respond(request, 'report', async (plain) =>
    conditional(plain, await renderReport(), {
      contentType: 'text/html; charset=utf-8',
      sMaxage: 60_000, // for shared caches, this one among them; browsers ask every time
    }),
  )
