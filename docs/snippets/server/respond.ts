import { conditional, createResponseCache } from '@freshline/server'

declare const cache: ReturnType<typeof createResponseCache>
declare function renderReport(): Promise<string>
// ---
export const report = (request: Request) =>
  cache.respond(request, 'report', async () =>
    conditional(request, await renderReport(), { contentType: 'text/html; charset=utf-8' }),
  )
