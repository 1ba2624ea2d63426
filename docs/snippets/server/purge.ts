import type { createResponseCache } from '@freshline/server'

declare const cache: ReturnType<typeof createResponseCache>
declare const serviceId: string
declare const token: string
// ---
import { conditional, createSyncServer, surrogateHeaders, toSurrogateKey } from '@freshline/server'

// Answers are labelled with their key and tags; the CDN keeps them for a day, browsers ask every time.
export const answer = (request: Request, data: object) =>
  conditional(request, data, {
    sMaxage: 86_400_000,
    headers: surrogateHeaders(['stores:list', 'stores']),
  })

export const sync = createSyncServer({
  cache,
  purge: async ({ tags, keys }, { keys: gone, signal }) => {
    // What was named, and what a pattern has hit.
    const labels = new Set([...tags, ...keys, ...gone].map(toSurrogateKey))
    if (labels.size === 0) return undefined
    return fetch(`https://api.fastly.com/service/${serviceId}/purge`, {
      method: 'POST',
      headers: { 'fastly-key': token, 'surrogate-key': [...labels].join(' ') },
      signal,
    })
  },
})
