declare const db: { stores(): Promise<object[]>; addStore(store: unknown): Promise<object> }
// ---
import { conditional, createResponseCache } from '@freshline/server'

// app/api/stores/route.ts
export const dynamic = 'force-dynamic' // our cache decides, not the framework's

const cache = createResponseCache({ ttl: 60_000 })

export async function GET(request: Request) {
  const { data } = await cache.load('stores', () => db.stores(), { tags: ['stores'] })
  return conditional(request, data)
}

export async function POST(request: Request) {
  const saved = await db.addStore(await request.json())
  await cache.invalidate({ tags: ['stores'] })
  return Response.json(saved, { status: 201 })
}
