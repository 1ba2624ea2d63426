declare const db: { stores(): Promise<object[]>; addStore(store: unknown): Promise<object> }
declare function isSignedIn(request: Request): Promise<boolean>
// ---
import { conditional, createResponseCache, createSyncServer } from '@freshline/server'
import { Hono } from 'hono'

const cache = createResponseCache({ ttl: 60_000 })
const sync = createSyncServer({ cache, basePath: '/api/sync', authorize: isSignedIn })
const app = new Hono()

app.all('/api/sync/*', (context) => sync.fetch(context.req.raw))
app.get('/api/stores', async (context) => {
  const { data } = await cache.load('stores', () => db.stores(), { tags: ['stores'] })
  return conditional(context.req.raw, data)
})
app.post('/api/stores', async (context) => {
  const saved = await db.addStore(await context.req.json())
  await sync.invalidate([{ tag: 'stores' }])
  return context.json(saved, 201)
})

export default app
