import { conditional, createSyncServer, surrogateHeaders, toSurrogateKey } from '@freshline/server'
import type { createResponseCache } from '@freshline/server'

declare const cache: ReturnType<typeof createResponseCache>
declare const serviceId: string
declare const token: string
// ---
// Every answer is labelled with what it was made of; the CDN keeps it for a day, browsers ask every time.
export const answer = (request: Request, data: object) =>
  conditional(request, data, { sMaxage: 86_400_000, headers: surrogateHeaders(['stores']) })

export const sync = createSyncServer({
  cache,
  purge: ({ tags }, { signal }) =>
    fetch(`https://api.fastly.com/service/${serviceId}/purge`, {
      method: 'POST',
      headers: { 'fastly-key': token, 'surrogate-key': tags.map(toSurrogateKey).join(' ') },
      signal,
    }),
})
