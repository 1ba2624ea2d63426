import { createResponseCache, redisStore, sqliteStore } from '@freshline/server'

const { REDIS_URL, CACHE_FILE = './cache.db', CACHE_ENABLED, RELEASE } = process.env

export const cache = createResponseCache({
  store: REDIS_URL ? redisStore(REDIS_URL) : sqliteStore(CACHE_FILE),
  namespace: 'shop',
  version: RELEASE, // what another release has stored is a miss
  enabled: CACHE_ENABLED !== 'false', // the off switch
  onError: (error) => console.warn(error),
})
