import { describe } from 'vitest'
import { createResponseCache, memoryStore } from '../../src/index'
import { cacheSuite } from './cache-suite'

describe('a cache in memory', () => {
  cacheSuite(async () => {
    const store = memoryStore()
    return { open: (options = {}) => createResponseCache({ ...options, store }), close: () => store.close() }
  }, 60)
})
