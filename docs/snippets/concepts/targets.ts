import { DataSyncManager } from '@freshline/core'

const manager = new DataSyncManager()
// ---
await manager.invalidate('stores') // exactly that key
await manager.invalidate(['stores', 42]) // exactly that key: stores:42
await manager.invalidate('stores:*') // every key that begins with stores:
await manager.invalidate({ tag: 'stores' })
await manager.invalidate({ keys: ['stats', ['stores', 42]], tags: ['audit'], patterns: ['*:summary'] })
await manager.invalidate((key, tags) => tags.includes('stores') && key.length > 20)
