import type { createResponseCache } from '@freshline/server'

declare const cache: ReturnType<typeof createResponseCache>
// ---
await cache.invalidate('stats') // one key
await cache.invalidate('stores:*') // a pattern
await cache.invalidate({ tags: ['stores'], paths: ['/api/stores/*'] })
await cache.deleteOwner('customer-42') // gone, not only stale: not even a failing load brings it back

const { invalidated, position } = await cache.invalidate(
  { tags: ['stores'] },
  { changes: [{ collection: 'stores', id: '42', data: { name: 'North' }, version: 7 }] },
)
console.log(invalidated, position)
