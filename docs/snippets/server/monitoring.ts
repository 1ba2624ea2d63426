import type { createResponseCache } from '@freshline/server'

declare const cache: ReturnType<typeof createResponseCache>
declare const database: { ping(): Promise<void> }
declare function tellSomebody(text: string): void
declare function listStores(request: Request): Promise<Response>
// ---
import { createMonitor, createSyncServer } from '@freshline/server'

const monitor = createMonitor({
  cache,
  checks: { database: () => database.ping() },
  thresholds: { errorRate: 0.02, p95: 500 },
  onAlert: ({ name, state, value }) => tellSomebody(`${name} ${state}: ${value}`),
})

export const stores = monitor.wrap(listStores, { route: '/api/stores' }) // counted by route
export const sync = createSyncServer({ cache, monitoring: monitor })
