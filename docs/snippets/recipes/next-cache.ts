import { createResponseCache, redisStore } from '@freshline/server'

// lib/cache.ts: one cache for all routes, also when the development server loads this module anew
const kept = globalThis as { freshlineCache?: ReturnType<typeof createResponseCache> }

export const cache = (kept.freshlineCache ??= createResponseCache({
  ttl: 60_000,
  ...(process.env['REDIS_URL'] ? { store: redisStore(process.env['REDIS_URL']) } : {}),
}))
