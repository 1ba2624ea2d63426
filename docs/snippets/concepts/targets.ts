import { dataSyncManager } from '@freshline/core'

await dataSyncManager.invalidate('stores') // exactly that key
await dataSyncManager.invalidate(['stores', 42]) // exactly that key: stores:42
await dataSyncManager.invalidate('stores:*') // every key that begins with stores:
await dataSyncManager.invalidate({ tag: 'stores' })
await dataSyncManager.invalidate({
  keys: ['stats', ['stores', 42]],
  tags: ['audit'],
  patterns: ['*:summary'],
})
await dataSyncManager.invalidate((key, tags) => tags.includes('stores') && key.length > 20)
