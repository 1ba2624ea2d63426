import { describe, expect, it } from 'vitest'
import { createChangeFeed, createResponseCache, memoryStore } from '../../src/index'
import { feedSuite } from './feed-suite'

describe('a change feed in memory', () => {
  feedSuite(async () => {
    const store = memoryStore()
    return { open: (options = {}) => createResponseCache({ ...options, store }), close: () => store.close() }
  }, 40)
})

describe('a log that was trimmed', () => {
  it('says so to whoever is too far behind, and to nobody else', async () => {
    const cache = createResponseCache({ store: memoryStore({ maxLogEntries: 5 }) })
    const feed = createChangeFeed(cache.log)
    const { cursor } = await feed.read({ limit: 1 })
    const cursors = [cursor]
    for (let n = 1; n <= 8; n++) {
      await feed.append({ collection: 'c', id: String(n) })
      cursors.push((await feed.read({ limit: 1 })).cursor)
    }
    for (const [at, since] of cursors.entries()) {
      const page = await feed.read({ since, limit: 100 })
      expect(page.reset).toBe(at < 3)
      expect(page.changes.map(({ id }) => Number(id))).toEqual(
        at < 3 ? [] : Array.from({ length: 8 - at }, (_, n) => at + n + 1),
      )
    }
  })

  it('an entry is not trimmed away between two of its own pages unnoticed', async () => {
    const cache = createResponseCache({ store: memoryStore({ maxLogEntries: 3 }) })
    const feed = createChangeFeed(cache.log)
    const { cursor } = await feed.read({ limit: 1 })
    await feed.append([1, 2, 3].map((id) => ({ collection: 'c', id: String(id) })))
    const first = await feed.read({ since: cursor, limit: 1 })
    for (let n = 4; n < 10; n++) await feed.append({ collection: 'c', id: String(n) })
    expect((await feed.read({ since: first.cursor, limit: 100 })).reset).toBe(true)
  })
})
