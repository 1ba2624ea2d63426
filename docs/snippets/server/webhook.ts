import type { createResponseCache } from '@freshline/server'

declare const cache: ReturnType<typeof createResponseCache>
// ---
import { createSyncServer } from '@freshline/server'

export const sync = createSyncServer({
  cache,
  secret: process.env['WEBHOOK_SECRET'],
  onWebhook: ({ type, data }) => {
    if (type === 'store.updated') return [['stores', (data as { id: string }).id], { tag: 'stores' }]
    return [] // taken, recorded, touches nothing
  },
})
