import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { fakeClock } from '@freshline/test-utils'
import { describe, expect, it, onTestFinished } from 'vitest'
import {
  createResponseCache,
  sqliteStore,
  type ResponseCacheOptions,
  type SqliteStoreOptions,
} from '../../src'

const setUp = () => {
  const folder = mkdtempSync(join(tmpdir(), 'freshline-sqlite-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const path = join(folder, 'cache.db')
  const errors: unknown[] = []
  const make = (options: ResponseCacheOptions = {}, storeOptions: SqliteStoreOptions = {}) => {
    const cache = createResponseCache({
      store: sqliteStore(path, storeOptions),
      onError: (error) => errors.push(error),
      ...options,
    })
    onTestFinished(() => cache.close())
    return cache
  }
  return { path, errors, make }
}
const messages = (errors: unknown[]) => errors.map((error) => (error as Error).message)

describe('H3 sqliteStore', () => {
  it('survives a restart, with what was invalidated before it', async () => {
    const { make, errors } = setUp()
    const first = make()
    await first.load('a', () => ({ text: 'ä' }), { tags: ['t'] })
    await first.load('b', () => 1)
    await first.invalidate('b')
    const position = await first.log.head()
    await first.close()
    const second = make()
    expect(await second.load('a', () => 'never')).toMatchObject({ data: { text: 'ä' }, cached: true })
    expect((await second.load('b', () => 2)).data).toBe(2)
    expect(await second.log.head()).toBe(position)
    expect(errors).toEqual([])
  })

  it('lets two handles on one file agree', async () => {
    const { make } = setUp()
    const [a, b] = [make(), make()]
    for (let round = 0; round < 10; round++) {
      await a.load('k', () => round, { tags: ['t'] })
      expect((await b.load('k', () => -1)).data).toBe(round)
      expect((await (round % 2 ? a : b).invalidate({ tag: 't' })).invalidated).toBe(1)
      expect((await b.load('k', () => round + 0.5)).data).toBe(round + 0.5)
      expect(await a.deleteOwner('nobody')).toBe(0)
      expect(await a.delete('k')).toBe(true)
    }
    expect(await Promise.all([a.claim('x', 1000), b.claim('x', 1000)])).toEqual([true, false])
  })

  it('waits for another process that writes to the new file at the first opening', async () => {
    const { make, path, errors } = setUp()
    const other = new DatabaseSync(path)
    onTestFinished(() => other.close())
    other.exec('CREATE TABLE t (x); BEGIN IMMEDIATE')
    const cache = make({}, { timeout: 5000 })
    setTimeout(() => other.exec('COMMIT'), 50)
    await cache.load('k', () => 1)
    expect(await cache.load('k', () => 2)).toMatchObject({ data: 1, cached: true })
    expect(errors).toEqual([])
  })

  it('waits no longer than its time-out, and is there once the other is done', async () => {
    const { make, path, errors } = setUp()
    const other = new DatabaseSync(path)
    onTestFinished(() => other.close())
    other.exec('CREATE TABLE t (x); BEGIN IMMEDIATE')
    const cache = make({}, { timeout: 30 })
    expect((await cache.load('k', () => 1)).data).toBe(1)
    expect(messages(errors)[0]).toMatch(/locked/)
    other.exec('COMMIT')
    await cache.load('l', () => 1)
    expect(await cache.load('l', () => 2)).toMatchObject({ data: 1, cached: true })
  })

  it('counts by key, scope, tag and pattern, and what expired', async () => {
    const { make } = setUp()
    const clock = fakeClock()
    const [a, b] = [make({ clock }), make({ clock })]
    await a.load('s:1', () => 1, { scope: 'x', tags: ['t'] })
    await a.load('s:1', () => 1)
    await a.load('s:2', () => 1, { tags: ['t'], ttl: 10 })
    await b.load('r', () => 1, { ttl: 10 })
    expect((await b.invalidate('s:1')).invalidated).toBe(2)
    expect((await b.invalidate('s:*')).invalidated).toBe(1)
    clock.jump(10)
    expect(await b.deleteExpired()).toBe(2)
    expect((await a.stats()).entries).toBe(2)
  })

  it('keeps the file bounded', async () => {
    const { make } = setUp()
    const cache = make({}, { maxFileEntries: 150, maxEntries: 10 })
    for (let index = 0; index < 400; index++) await cache.load(`k${index}`, () => index)
    expect((await cache.stats()).entries).toBeLessThanOrEqual(250)
  })

  it('reports a broken file, answers from memory, and takes a good one when there is one', async () => {
    const { make, path, errors } = setUp()
    writeFileSync(path, 'this is no database, and was somebody’s only copy of something'.repeat(100))
    const cache = make()
    expect((await cache.load('k', () => 1)).data).toBe(1)
    expect((await cache.load('k', () => 2)).cached).toBe(true)
    expect((await cache.invalidate('k')).invalidated).toBe(1)
    expect((await cache.load('k', () => 3)).data).toBe(3)
    expect(messages(errors)).toEqual([expect.stringContaining('not a database')])
    expect(await cache.health()).toMatchObject({ name: 'sqlite', status: 'down' })
    rmSync(path)
    await expect.poll(async () => (await cache.health()).status, { timeout: 4000 }).toBe('ok')
    expect((await cache.load('k', () => 4)).data).toBe(4)
  })

  it('waits for no lock of another process beyond its bound', async () => {
    const { make, path, errors } = setUp()
    const cache = make({}, { timeout: 20 })
    await cache.load('k', () => 1)
    const other = new DatabaseSync(path)
    other.exec('BEGIN IMMEDIATE')
    expect((await cache.load('other', () => 1)).data).toBe(1)
    await cache.invalidate('k')
    expect((await cache.load('k', () => 2)).data).toBe(2)
    other.exec('ROLLBACK')
    other.close()
    await expect.poll(async () => (await cache.health()).detail, { timeout: 4000 }).not.toMatch(/wait/)
    expect((await make().load('k', () => 3)).data).not.toBe(1)
    expect(messages(errors).join()).toContain('locked')
  })

  it('leaves a file of a newer version alone', async () => {
    const { make, path, errors } = setUp()
    const other = new DatabaseSync(path)
    other.exec(
      "CREATE TABLE freshline_meta (name TEXT PRIMARY KEY, value TEXT NOT NULL); INSERT INTO freshline_meta VALUES ('schema', '99')",
    )
    other.close()
    const cache = make()
    expect((await cache.load('k', () => 1)).data).toBe(1)
    expect(messages(errors)).toEqual([expect.stringContaining('newer version')])
  })

  it('is whole after a process was killed while it wrote', async () => {
    const { make, path } = setUp()
    const source = new URL('../../src/index.ts', import.meta.url).href
    const script = `
      const { createResponseCache, sqliteStore } = await import(${JSON.stringify(source)})
      const cache = createResponseCache({ store: sqliteStore(${JSON.stringify(path)}) })
      for (let n = 0; ; n++) {
        await cache.load('k' + (n % 50), () => ({ n, text: 'x'.repeat(5000) }), { tags: ['t' + (n % 7)] })
        await cache.invalidate('k' + (n % 50))
        process.stdout.write(n + '\\n')
      }`
    const resolve = new URL('resolve-extensionless.mjs', import.meta.url).href
    const child = spawn(
      process.execPath,
      ['--conditions=@freshline/source', '--import', resolve, '--input-type=module', '-e', script],
      {
        stdio: ['ignore', 'pipe', 'inherit'],
      },
    )
    let last = ''
    child.stdout.on('data', (data: Buffer) => (last = data.toString().trim().split('\n').at(-1) ?? last))
    await expect.poll(() => Number(last), { timeout: 4000 }).toBeGreaterThan(60)
    child.kill('SIGKILL')
    await once(child, 'exit')
    const cache = make()
    // Each number was printed after its invalidation was acknowledged.
    for (let key = 0; key < 50; key++) {
      const { data } = await cache.load<{ n: number }>(`k${key}`, () => ({ n: 1e9 }))
      expect(data.n).toBeGreaterThan(Number(last))
    }
    expect((await cache.health()).status).toBe('ok')
    const check = new DatabaseSync(path)
    expect(check.prepare('PRAGMA integrity_check').get()).toEqual({ integrity_check: 'ok' })
    check.close()
  })
})
