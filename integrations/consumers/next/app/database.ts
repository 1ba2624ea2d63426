// The list of stores, one for the process: Next bundles pages and route handlers apart.
import { createResponseCache, type ResponseCache } from '@freshline/server'

interface Database {
  readonly names: string[]
  readonly cache: ResponseCache
}

const shared = globalThis as typeof globalThis & { database?: Database }

export const { names, cache } = (shared.database ??= {
  names: ['Bakery', 'Florist'],
  cache: createResponseCache({ ttl: 60_000 }),
})

export async function readStores(): Promise<string[]> {
  const { data } = await cache.load('stores', async () => [...names], { tags: ['stores'] })
  return data
}
