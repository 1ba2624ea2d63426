declare function queryStores(page: number): Promise<object[]>
// ---
import { conditional, createResponseCache } from '@freshline/server'

export const cache = createResponseCache({ ttl: 60_000 })

export async function listStores(request: Request) {
  const page = Number(new URL(request.url).searchParams.get('page') ?? 1)
  const { data } = await cache.load(['stores', 'list'], () => queryStores(page), {
    params: { page },
    tags: ['stores'],
  })
  return conditional(request, data)
}
