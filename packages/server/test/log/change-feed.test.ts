import { fakeClock } from '@freshline/test-utils'
import { describe, expect, it } from 'vitest'
import { createChangeFeed, createResponseCache, memoryStore, type Change } from '../../src'

const setUp = (maxLogEntries?: number) => {
  const clock = fakeClock(Date.UTC(2026, 0, 1))
  const cache = createResponseCache({ store: memoryStore({ maxLogEntries }), clock })
  const feed = createChangeFeed(cache.log)
  const follow = async (since: string | Date, limit = 2, collection?: string) => {
    const ids: string[] = []
    for (let from = since; ;) {
      const page = await feed.read({ since: from, limit, collection })
      if (page.reset) return 'reset'
      expect(page.changes.length).toBeLessThanOrEqual(limit)
      ids.push(...page.changes.map(({ id, deleted }) => (deleted ? `-${id}` : id)))
      if (!page.hasMore) return ids
      from = page.cursor
    }
  }
  return { clock, cache, feed, follow }
}
const changes = (...ids: string[]): Change[] => ids.map((id) => ({ collection: id < 'm' ? 'a' : 'z', id }))

describe('H5 createChangeFeed', () => {
  it('begins with the present cursor, no changes and a reset, and goes on from there', async () => {
    const { feed, cache, follow } = setUp()
    await feed.append(changes('old'))
    const start = await feed.read({ limit: 10 })
    expect(start).toEqual({ changes: [], cursor: await cache.log.head(), hasMore: false, reset: true })
    await feed.append({ collection: 'a', id: '1', data: { n: 1 } })
    await cache.invalidate('k', { changes: [{ collection: 'a', id: '1', deleted: true }] })
    await cache.invalidate('nothing changed')
    expect(await follow(start.cursor)).toEqual(['1', '-1'])
    expect((await feed.read({ since: start.cursor, limit: 1 })).changes[0]).toMatchObject({
      id: '1',
      data: { n: 1 },
      at: Date.UTC(2026, 0, 1),
    })
  })

  it.each([1, 2, 3, 5, 100])(
    'tells each change once with %i in a page, also of entries that are cut',
    async (limit) => {
      const { feed, follow } = setUp()
      const { cursor } = await feed.read({ limit: 1 })
      await feed.append(changes('a', 'b', 'c', 'x', 'd'))
      await feed.append(changes('e'))
      await feed.append(changes('f', 'y'))
      expect(await follow(cursor, limit)).toEqual(['a', 'b', 'c', 'x', 'd', 'e', 'f', 'y'])
      expect(await follow(cursor, limit, 'z')).toEqual(['x', 'y'])
    },
  )

  it('goes on right after any change, by its position', async () => {
    const { feed, follow } = setUp()
    const { cursor } = await feed.read({ limit: 1 })
    await feed.append(changes('a', 'b', 'c'))
    const { changes: all } = await feed.read({ since: cursor, limit: 10 })
    expect(await Promise.all(all.map(({ position }) => follow(position)))).toEqual([['b', 'c'], ['c'], []])
  })

  it('takes a time', async () => {
    const { feed, follow, clock } = setUp()
    await feed.append(changes('a'))
    clock.jump(1000)
    await feed.append(changes('b'))
    expect(await follow('2026-01-01T00:00:00.001Z')).toEqual(['b'])
    expect(await follow(new Date(clock.now()))).toEqual(['b'])
    expect(await follow('2026-01-01T01:00:01+01:00')).toEqual(['b'])
    expect(await follow('2027-01-01')).toEqual([])
    expect(await follow('2025-01-01')).toEqual(['a', 'b'])
  })

  it('asks to start anew where the place is trimmed away, of another log, or none', async () => {
    const { feed, follow } = setUp(3)
    const { cursor } = await feed.read({ limit: 1 })
    for (const id of ['a', 'b', 'c']) await feed.append(changes(id))
    expect(await follow(cursor)).toEqual(['a', 'b', 'c'])
    await feed.append(changes('d'))
    expect(await follow(cursor)).toBe('reset')
    expect(await follow('2025-01-01')).toBe('reset')
    const { cursor: other } = await setUp().feed.read({ limit: 1 })
    for (const since of [
      other,
      '',
      'x',
      `${cursor}9`,
      `${cursor}~x`,
      '2026-99-99',
      '\u0000',
      'x'.repeat(10_000),
    ])
      expect(await follow(since)).toBe('reset')
  })

  it('keeps its own copy of what changed', async () => {
    const { feed } = setUp()
    const { cursor } = await feed.read({ limit: 1 })
    const data = { n: 1 }
    await feed.append({ collection: 'a', id: '1', data })
    data.n = 2
    expect((await feed.read({ since: cursor, limit: 1 })).changes[0]?.data).toEqual({ n: 1 })
  })

  it('refuses changes without a name, and bad limits', async () => {
    const { feed } = setUp()
    expect(() => feed.append({ collection: '', id: '1' })).toThrow('change.collection')
    expect(() => feed.append({ collection: 'a', id: '' })).toThrow('change.id')
    await expect(feed.read({ limit: 0 })).rejects.toThrow('limit')
  })
})
