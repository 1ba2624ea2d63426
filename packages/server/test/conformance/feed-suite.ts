/** The change feed over any store: no change is lost, skipped or told twice, whoever writes while it is read. */
import { afterEach, beforeEach, expect, it } from 'vitest'
import { seeded } from '@freshline/test-utils'
import { createChangeFeed, type ChangeFeed, type ResponseCache } from '../../src/index'
import { MovableClock, type StoreUnderTest } from './cache-suite'

const change = (id: number | string, collection = 'keys') => ({ collection, id: String(id), data: { id } })

/** Reads from a cursor to the end, in pages of a size. */
async function readAll(
  feed: ChangeFeed,
  since: string,
  limit: number,
  collection?: string,
): Promise<string[]> {
  const ids: string[] = []
  let cursor = since
  for (;;) {
    const page = await feed.read({ since: cursor, limit, ...(collection && { collection }) })
    expect(page.reset).toBe(false)
    expect(page.changes.length).toBeLessThanOrEqual(limit)
    ids.push(...page.changes.map(({ id }) => id))
    cursor = page.cursor
    if (!page.hasMore) return ids
  }
}

/** Runs the suite; `rounds` is how many changes each writer makes. */
export function feedSuite(create: (clock: MovableClock) => Promise<StoreUnderTest>, rounds: number): void {
  let clock: MovableClock
  let store: StoreUnderTest
  let cache: ResponseCache
  let feed: ChangeFeed
  beforeEach(async () => {
    clock = new MovableClock()
    store = await create(clock)
    cache = store.open({ clock })
    feed = createChangeFeed(cache.log)
  })
  afterEach(() => store.close())

  const head = async () => (await feed.read({ limit: 10 })).cursor

  it('begins with a cursor at the head, and the word to load anew', async () => {
    await feed.append([change(1), change(2)])
    const page = await feed.read({ limit: 10 })
    expect(page).toMatchObject({ changes: [], hasMore: false, reset: true })
    expect(await feed.read({ since: page.cursor, limit: 10 })).toMatchObject({ changes: [], reset: false })
    await feed.append(change(3))
    expect(await readAll(feed, page.cursor, 10)).toEqual(['3'])
  })

  it.each([1, 2, 3, 7, 100])('tells every change once and in order, in pages of %i', async (limit) => {
    const since = await head()
    const expected: string[] = []
    for (let entry = 0; entry < 12; entry++) {
      const many = Array.from({ length: entry % 4 }, (_, n) => change(`${entry}-${n}`))
      expected.push(...many.map(({ id }) => id))
      if (many.length > 0) await feed.append(many)
      else await cache.invalidate(`nothing:${entry}`)
    }
    expect(await readAll(feed, since, limit)).toEqual(expected)
  })

  it('goes on from within an entry, also from another reader', async () => {
    const since = await head()
    await cache.invalidate('k', { changes: [change(1), change(2), change(3)] })
    const first = await feed.read({ since, limit: 2 })
    expect(first).toMatchObject({ hasMore: true, reset: false })
    const other = createChangeFeed(store.open({ clock }).log)
    expect((await other.read({ since: first.cursor, limit: 2 })).changes.map(({ id }) => id)).toEqual(['3'])
    for (const { position, id } of first.changes) {
      const rest = await readAll(feed, position, 10)
      expect(rest).toEqual(['1', '2', '3'].slice(Number(id)))
    }
  })

  it.each([1, 3])('leaves other collections out, and stands still nowhere, in pages of %i', async (limit) => {
    const since = await head()
    for (let n = 0; n < 9; n++) await feed.append([change(`a${n}`, 'a'), change(`b${n}`, 'b')])
    const expected = Array.from({ length: 9 }, (_, n) => `a${n}`)
    expect(await readAll(feed, since, limit, 'a')).toEqual(expected)
    expect(await readAll(feed, since, limit, 'none')).toEqual([])
  })

  it('loses nothing while several write and one reads', async () => {
    const since = await head()
    const chance = seeded(1)
    const feeds = [feed, createChangeFeed(store.open({ clock }).log)]
    let writing = 4
    const write = async (writer: number) => {
      for (let n = 0; n < rounds; n++) {
        const own = feeds[writer % 2] as ChangeFeed
        const sizes = Array.from({ length: chance.whole(1, 3) }, (_, part) =>
          change(`${writer}-${n}-${part}`),
        )
        await own.append(sizes)
        written.push(...sizes.map(({ id }) => id))
        if (chance.percent(20)) await cache.invalidate(`x:${n}`)
      }
      writing--
    }
    const written: string[] = []
    const writers = Promise.all([0, 1, 2, 3].map(write))
    const read: string[] = []
    let cursor = since
    for (let quiet = false; !quiet;) {
      const wasOver = writing === 0
      const page = await feeds[read.length % 2]?.read({ since: cursor, limit: chance.whole(1, 5) })
      expect(page?.reset).toBe(false)
      read.push(...(page?.changes.map(({ id }) => id) ?? []))
      cursor = page?.cursor ?? cursor
      quiet = wasOver && !page?.hasMore
      if (!page?.hasMore) await new Promise((next) => setTimeout(next, 1))
    }
    await writers
    expect(read.length).toBe(new Set(read).size)
    expect(read.slice().sort()).toEqual(written.slice().sort())
    // Each writer's own changes in the order that it made them.
    for (const writer of ['0-', '1-', '2-', '3-']) {
      const own = (list: string[]) => list.filter((id) => id.startsWith(writer))
      expect(own(read)).toEqual(own(written))
    }
  }, 20_000)

  it('by time tells what came at that time and later', async () => {
    await feed.append(change(1))
    clock.move(5000)
    const at = new Date(clock.now())
    await feed.append(change(2))
    clock.move(5000)
    await feed.append(change(3))
    const page = await feed.read({ since: at, limit: 10 })
    expect(page.reset).toBe(false)
    expect(page.changes.map(({ id }) => id)).toEqual(['2', '3'])
    expect((await feed.read({ since: new Date(clock.now() + 9999), limit: 10 })).changes).toEqual([])
  })

  it.each([
    'nonsense',
    '',
    '.',
    'a.b',
    '999',
    `${'x'.repeat(64)}.1`,
    'a.1~',
    'a.1~x',
    '../../etc',
    'NaN.NaN',
  ])('a cursor that is none (%s): begin anew', async (since) => {
    await feed.append(change(1))
    expect(await feed.read({ since, limit: 10 })).toMatchObject({ changes: [], reset: true, hasMore: false })
  })

  it('a cursor from the future of this log, or of another: begin anew', async () => {
    const cursor = await head()
    const future = cursor.replace(/\d+$/, (last) => String(Number(last) + 1000))
    expect((await feed.read({ since: future, limit: 10 })).reset).toBe(true)
    const foreign = createChangeFeed(store.open({ clock, namespace: 'foreign' }).log)
    expect((await foreign.read({ since: cursor, limit: 10 })).reset).toBe(true)
  })

  it('keeps what it was given: deletions, versions, data of any kind, a copy', async () => {
    const since = await head()
    const data = { list: [1] }
    await feed.append([
      { collection: 'keys', id: '1', deleted: true, version: 7 },
      { collection: 'keys', id: '2', data, version: 'v2' },
      { collection: 'keys', id: '3', data: null },
      { collection: 'keys', id: '__proto__', data: JSON.parse('{"__proto__":1}') },
    ])
    data.list.push(2)
    const { changes } = await feed.read({ since, limit: 10 })
    expect(changes[0]).toMatchObject({ id: '1', deleted: true, version: 7 })
    expect(changes[1]).toMatchObject({ id: '2', data: { list: [1] }, version: 'v2' })
    expect(changes[2]).toMatchObject({ id: '3', data: null })
    expect(JSON.stringify(changes[3])).toContain('"__proto__":1')
    for (const { at, position } of changes) expect([typeof at, typeof position]).toEqual(['number', 'string'])
  })
}
