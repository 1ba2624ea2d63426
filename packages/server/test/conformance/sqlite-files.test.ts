import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createChangeFeed, createResponseCache, sqliteStore, type ResponseCache } from '../../src/index'

// SQLite files that are not what they should be: every request is answered all the same.

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'freshline-adversary-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

describe('files', () => {
  const open = (path: string, errors: unknown[] = []) =>
    createResponseCache({
      store: sqliteStore(path, { timeout: 100 }),
      onError: (error) => errors.push(error),
    })

  it('a restart: what was fresh is there, what was invalidated is not, cursors go on', async () => {
    const path = join(folder, 'r.db')
    const one = open(path)
    await one.load('kept', () => 1)
    await one.load('gone', () => 1)
    const { cursor } = await createChangeFeed(one.log).read({ limit: 1 })
    await one.invalidate('gone', { changes: [{ collection: 'c', id: '1' }] })
    await one.close()
    const two = open(path)
    expect((await two.load('kept', () => 2)).data).toBe(1)
    expect((await two.load('gone', () => 2)).data).toBe(2)
    const page = await createChangeFeed(two.log).read({ since: cursor, limit: 10 })
    expect([page.reset, page.changes.map(({ id }) => id)]).toEqual([false, ['1']])
    await two.close()
  })

  const works = async (cache: ResponseCache) => {
    expect((await cache.load('k', () => 'a')).data).toBe('a')
    expect((await cache.load('k', () => 'b')).data).toBe('a')
    await cache.invalidate('k')
    expect((await cache.load('k', () => 'c')).data).toBe('c')
    await cache.close()
  }

  it.each<[string, (path: string) => void]>([
    ['that is no database', (path) => writeFileSync(path, 'hello'.repeat(1000))],
    ['that was cut short', (path) => writeFileSync(path, 'SQLite format 3\u0000')],
    [
      'of a newer version',
      (path) => {
        const database = new DatabaseSync(path)
        database.exec(
          "CREATE TABLE freshline_meta (name TEXT PRIMARY KEY, value TEXT NOT NULL); INSERT INTO freshline_meta VALUES ('schema', '999')",
        )
        database.close()
      },
    ],
    [
      'with tables of another form',
      (path) => {
        const database = new DatabaseSync(path)
        database.exec('CREATE TABLE freshline_entries (x)')
        database.close()
      },
    ],
    ['that is a folder', (path) => rmSync(path, { force: true })],
  ])('a file %s: memory instead, and word of it', async (name, spoil) => {
    const path = name === 'that is a folder' ? folder : join(folder, 'bad.db')
    if (path !== folder) spoil(path)
    const errors: unknown[] = []
    const cache = open(path, errors)
    await works(cache)
    expect(errors.length).toBeGreaterThan(0)
  })

  it('a folder that is not there', async () => {
    await works(open(join(folder, 'no', 'such', 'cache.db')))
  })

  it('a file that somebody else holds for a while: answered meanwhile, in agreement after', async () => {
    const path = join(folder, 'held.db')
    const [one, two] = [open(path), open(path)]
    await one.load('k', () => 'v1')
    expect((await two.load('k', () => 'x')).data).toBe('v1')
    const holder = new DatabaseSync(path)
    holder.exec('BEGIN EXCLUSIVE')
    expect(['v1', 'again']).toContain((await one.load('k', () => 'again')).data)
    await one.invalidate('k')
    expect((await one.load('k', () => 'v2')).data).toBe('v2')
    holder.exec('COMMIT')
    holder.close()
    await expect.poll(async () => (await one.health()).status, { timeout: 4000 }).not.toBe('down')
    await expect.poll(async () => (await two.load('k', () => 'v3')).data, { timeout: 4000 }).not.toBe('v1')
    await Promise.all([one.close(), two.close()])
  })

  it('a file that is emptied under way: stale, and no error', async () => {
    const path = join(folder, 'emptied.db')
    const cache = open(path)
    await cache.load('k', () => 'v1')
    const other = new DatabaseSync(path)
    other.exec('DELETE FROM freshline_log; DELETE FROM freshline_entries')
    other.close()
    await cache.invalidate('k')
    expect((await cache.load('k', () => 'v2')).data).toBe('v2')
    await cache.close()
  })
})
