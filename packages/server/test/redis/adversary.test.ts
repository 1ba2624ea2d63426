import { afterAll, beforeAll, describe } from 'vitest'
import { startRedis, type RedisServer } from '@freshline/test-utils/servers'
import { createResponseCache, redisStore, type ResponseCache } from '../../src/index'
import { cacheSuite, type StoreUnderTest } from '../conformance/cache-suite'
import { feedSuite } from '../conformance/feed-suite'

// The suites that every store must pass, on one real Redis: each cache that a test opens is an instance of its own.

let redis: RedisServer
let namespaces = 0
beforeAll(async () => {
  redis = await startRedis()
})
afterAll(() => redis.close())

async function create(): Promise<StoreUnderTest> {
  const namespace = `adversary-${++namespaces}`
  const opened: ResponseCache[] = []
  return {
    open(options = {}) {
      const own = options.namespace === undefined ? namespace : `${namespace}-${options.namespace}`
      const cache = createResponseCache({
        ...options,
        namespace: own,
        store: redisStore(redis.url, { timeout: 2000 }),
      })
      opened.push(cache)
      return cache
    },
    close: async () => void (await Promise.all(opened.map((cache) => cache.close()))),
  }
}

describe('caches on one Redis', () => {
  cacheSuite(create, 15)
})

describe('a change feed on Redis', () => {
  feedSuite(create, 20)
})
