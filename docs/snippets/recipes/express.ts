declare const db: { stores(): Promise<object[]>; addStore(store: unknown): Promise<object> }
declare function isSignedIn(request: Request): Promise<boolean>
// ---
import { conditional, createResponseCache, createSyncServer, toNodeHandler } from '@freshline/server'
import express from 'express'

const cache = createResponseCache({ ttl: 60_000 })
const sync = createSyncServer({ cache, authorize: isSignedIn }) // below a mount, paths begin after it
const app = express()

// Before body parsers: these handlers read the body themselves.
app.use(
  '/api/sync',
  toNodeHandler((request) => sync.fetch(request)),
)
app.get(
  '/api/stores',
  toNodeHandler(async (request) => {
    const { data } = await cache.load('stores', () => db.stores(), { tags: ['stores'] })
    return conditional(request, data)
  }),
)

app.use(express.json())
app.post('/api/stores', async (request, response) => {
  const saved = await db.addStore(request.body)
  await sync.invalidate([{ tag: 'stores' }])
  response.status(201).json(saved)
})

app.listen(3000)
