import { DataSyncManager, defineFreshness, httpPropagate } from '@freshline/core'
import { createResponseCache } from '@freshline/server'

// shared/freshness.ts, which both sides import
export const freshness = defineFreshness({
  stats: { ttl: 30_000, staleIfError: 600_000 },
  'stores:*': { ttl: 60_000, tags: ['stores'] },
  'stores:list:*': { ttl: 15_000, interval: 15_000, tags: ['stores'] },
})

// server
export const cache = createResponseCache({ freshness })

// client
export const manager = new DataSyncManager({ freshness, propagate: httpPropagate('/api/sync/invalidate') })
