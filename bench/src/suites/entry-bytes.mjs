// What 100,000 entries keep alive beside their keys and values, which all contenders share.
import { TTLCache } from '@isaacs/ttlcache'
import { QueryClient } from '@tanstack/query-core'
import { TtlCache } from '@freshline/core'
import { LRUCache } from 'lru-cache'
import { bytesHeld } from '../measure.mjs'

const COUNT = 100_000
const TTL = 300_000
const VALUE = { value: 1 }

export default async function run({ report }) {
  const keys = Array.from({ length: COUNT }, (_, index) => `stores:${index % 1000}:item:${index}`)
  const arrays = Array.from({ length: COUNT }, (_, index) => ['stores', index % 1000, 'item', index])
  const bytes = async (make) => (await bytesHeld(make)) / COUNT
  const fill = (cache) => {
    for (const key of keys) cache.set(key, VALUE)
    return cache
  }
  // Makes the keys' hashes, which are part of the strings and not of a cache.
  fill(new Map())

  const map = await bytes(() => fill(new Map()))
  const plain = await bytes(() => fill(new TtlCache({ ttl: TTL, maxEntries: COUNT })))
  const indexed = await bytes(() => {
    const cache = fill(new TtlCache({ ttl: TTL, maxEntries: COUNT }))
    // The index for patterns is made at the first use of one.
    cache.invalidate('nothing:*')
    return cache
  })
  const lru = await bytes(() => fill(new LRUCache({ ttl: TTL, max: COUNT })))
  const ttlcache = await bytes(() => {
    const cache = fill(new TTLCache({ ttl: TTL, max: COUNT }))
    cache.release = () => cache.cancelTimer()
    return cache
  })
  const tanstack = await bytes(() => {
    const client = new QueryClient({ defaultOptions: { queries: { gcTime: Infinity } } })
    for (const key of arrays) client.setQueryData(key, VALUE)
    return { client, size: COUNT, release: () => client.clear() }
  })
  const peers = { Map: map, 'lru-cache': lru, ttlcache, TanStack: tanstack }
  report('bytes.entry.indexed', indexed, peers, { 'B before the first pattern': plain })
}
