import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe } from 'vitest'
import { createResponseCache, sqliteStore, type ResponseCache } from '../../src/index'
import { cacheSuite, type StoreUnderTest } from './cache-suite'
import { feedSuite } from './feed-suite'

// The suites that every store must pass, on one SQLite file that each instance opens for itself.

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'freshline-adversary-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

async function create(): Promise<StoreUnderTest> {
  const opened: ResponseCache[] = []
  return {
    open(options = {}) {
      const cache = createResponseCache({
        ...options,
        store: sqliteStore(join(folder, 'cache.db'), { timeout: 2000 }),
      })
      opened.push(cache)
      return cache
    },
    close: async () => void (await Promise.all(opened.map((cache) => cache.close()))),
  }
}

describe('caches on one SQLite file', () => {
  cacheSuite(create, 3)
})

describe('a change feed in an SQLite file', () => {
  feedSuite(create, 8)
})
