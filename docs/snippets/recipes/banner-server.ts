interface Banner {
  text: string
  revision: number
}
let row: Banner = { text: 'Hello', revision: 1 }
const db = {
  read: async () => row,
  write: async (text: string) => (row = { text, revision: row.revision + 1 }),
}
const isEditor = (request: Request) => request.headers.get('authorization') === 'Bearer editor'
// ---
import { conditional, createResponseCache, createSyncServer } from '@freshline/server'

const cache = createResponseCache({ ttl: 3_600_000 })
const sync = createSyncServer({ cache, basePath: '/api/sync', authorize: isEditor })

export async function handler(request: Request): Promise<Response> {
  const { pathname } = new URL(request.url)
  if (pathname.startsWith('/api/sync/')) return sync.fetch(request)
  if (request.method === 'PUT') {
    if (!isEditor(request)) return new Response(null, { status: 403 })
    const saved = await db.write(await request.text())
    await sync.invalidate(['banner']) // after the write, before the answer
    return Response.json(saved)
  }
  const { data } = await cache.load('banner', () => db.read())
  return conditional(request, data) // says no-cache: may be kept, is asked about every time
}
