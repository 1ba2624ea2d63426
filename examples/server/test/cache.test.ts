import { readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { LicenseKey, ListAnswer, StatsAnswer, SyncAnswer } from '../src/api-types.ts'
import type { AppOptions } from '../src/app.ts'
import { updateRecord } from '../src/data/change.ts'
import { licenseKeys } from '../src/data/license-keys.ts'
import { Database } from '../src/db/database.ts'
import { freshness } from '../src/freshness.ts'
import { listKey, pathOfKey } from '../src/list-key.ts'
import { START, startServer } from './support/start-server.ts'
import { temporaryFolder } from './support/temporary-folder.ts'

async function start(options: Partial<AppOptions> = {}) {
  const server = await startServer(options)
  onTestFinished(() => server.close())
  const seats = async (query: string) =>
    (await server.get<ListAnswer<LicenseKey>>(`/api/admin/keys?${query}`)).body.items.find(
      ({ id }) => id === 1,
    )?.seats
  return { ...server, seats, stats: () => server.app.stats() }
}

describe('the server’s cache', () => {
  it('answers a list, the statistics and the audit log from one load, with the same ETag', async () => {
    const server = await start()
    for (const path of [
      'keys?sort=id',
      'keys',
      'customers?search=a%20b',
      'users',
      'stats',
      'stats?days=7',
      'audit',
    ]) {
      const [first, second] = [await server.get(`/api/admin/${path}`), await server.get(`/api/admin/${path}`)]
      if (first.status === 400) continue
      expect(second.body, path).toEqual(first.body)
      expect(second.headers.get('etag'), path).toBe(first.headers.get('etag'))
    }
    const { hits, misses, loads } = await server.stats()
    expect([hits, misses, loads]).toEqual([6, 6, 6])
  })

  it('answers many at once from one load', async () => {
    const server = await start()
    await Promise.all(Array.from({ length: 20 }, () => server.get('/api/admin/stats')))
    expect((await server.stats()).loads).toBe(1)
  })

  it('shows an edit at the next read, and in everything that shows it', async () => {
    const server = await start()
    const query = 'sort=createdAt&pageSize=10000'
    await server.seats(query)
    const stats = (await server.get<StatsAnswer>('/api/admin/stats')).body
    for (const seats of [9_001, 9_002, 9_003]) {
      await server.send('PATCH', '/api/admin/keys/1', { seats })
      expect(await server.seats(query)).toBe(seats)
      expect((await server.get<StatsAnswer>('/api/admin/stats')).body.totals.seats).not.toBe(
        stats.totals.seats,
      )
    }
    const audit = await server.get<{ items: { summary: string }[] }>('/api/admin/audit')
    expect(audit.body.items).toHaveLength(3)
  })

  it('leaves alone what an edit does not show in', async () => {
    const server = await start()
    for (const path of ['customers', 'users', 'keys']) await server.get(`/api/admin/${path}`)
    await server.send('PATCH', '/api/admin/keys/1', { seats: 9_001 })
    const { loads } = await server.stats()
    for (const path of ['customers', 'users']) await server.get(`/api/admin/${path}`)
    expect((await server.stats()).loads).toBe(loads)
    await server.get('/api/admin/keys')
    expect((await server.stats()).loads).toBe(loads + 1)
  })

  it('shows what the background job did', async () => {
    const server = await start()
    const before = (await server.get<StatsAnswer>('/api/admin/stats')).body
    for (let tick = 0; tick < 10; tick += 1) server.app.tick()
    expect((await server.get<StatsAnswer>('/api/admin/stats')).body.version).toBeGreaterThan(before.version)
  })

  it('is passed by when the client busts caches, and is as new as that afterwards', async () => {
    const server = await start()
    await server.get('/api/admin/keys')
    await server.get('/api/admin/keys?_t=1')
    await server.get('/api/admin/keys?_t=2', { 'cache-control': 'no-cache' })
    expect((await server.stats()).loads).toBe(3)
    // What browsers send of their own accord with a conditional request is no wish to pass it by.
    await server.get('/api/admin/keys', {
      'cache-control': 'no-cache',
      pragma: 'no-cache',
      'if-none-match': '"x"',
    })
    expect((await server.stats()).loads).toBe(3)
  })

  it('keeps nothing for longer than the table says', async () => {
    const server = await start()
    const ttl = freshness.lookup(['keys', 'list'])?.ttl ?? 0
    await server.get('/api/admin/keys')
    server.clock.now += ttl - 1
    await server.get('/api/admin/keys')
    expect((await server.stats()).loads).toBe(1)
    server.clock.now += 1
    await server.get('/api/admin/keys')
    expect((await server.stats()).loads).toBe(2)
  })

  it('does not hide a bad query, a fault, or a count', async () => {
    const server = await start()
    await server.get('/api/admin/keys')
    expect((await server.get('/api/admin/keys?page=0')).status).toBe(400)
    await server.send('PUT', '/api/faults', { mode: 'error500', scope: 'reads' })
    expect((await server.get('/api/admin/keys')).status).toBe(500)
    await server.send('PUT', '/api/faults', { mode: 'none' })
    await server.get('/api/admin/keys')
    const { body } = await server.get<{ routes: Record<string, number> }>('/api/debug/requests')
    expect(body.routes['GET /api/admin/keys']).toBe(4)
  })

  it('tells of itself', async () => {
    const server = await start()
    await server.get('/api/admin/keys')
    await server.get('/api/admin/keys')
    const { cache } = (await server.get<SyncAnswer>('/api/admin/sync')).body
    expect(cache).toMatchObject({ enabled: true, store: 'memory', status: 'ok', entries: 1, hitRatio: 0.5 })
    expect(cache.position).not.toBe('')
    expect(cache.bytes).toBeGreaterThan(1000)
  })

  it('keeps what it knows in a file beside the database, across a restart', async () => {
    const folder = temporaryFolder()
    const dbFile = join(folder, 'demo.sqlite')
    const first = await start({ dbFile })
    const { body, headers } = await first.get('/api/admin/keys')
    expect((await first.get<SyncAnswer>('/api/admin/sync')).body.cache).toMatchObject({ store: 'sqlite' })
    await first.close()
    expect(readdirSync(folder)).toEqual(['demo.cache.sqlite', 'demo.sqlite'])

    const second = await start({ dbFile })
    const again = await second.get('/api/admin/keys')
    expect([again.body, again.headers.get('etag')]).toEqual([body, headers.get('etag')])
    expect(await second.stats()).toMatchObject({ hits: 1, loads: 0 })
  })

  it('after a restart is told of what was committed and not told before the end', async () => {
    const dbFile = join(temporaryFolder(), 'demo.sqlite')
    const query = 'sort=createdAt&pageSize=10000'
    const first = await start({ dbFile })
    await first.seats(query)
    await first.close()
    // Another process wrote, and was ended before it could tell.
    const db = await Database.open(dbFile)
    updateRecord({ db, collection: licenseKeys, actor: 'x', at: START }, 1, { seats: 9_004 })
    db.close()
    const second = await start({ dbFile })
    expect(await second.seats(query)).toBe(9_004)
  })

  it('of another database is not taken for its own', async () => {
    const dbFile = join(temporaryFolder(), 'demo.sqlite')
    const first = await start({ dbFile, seed: 1 })
    const before = (await first.get('/api/admin/customers')).body
    await first.close()
    rmSync(dbFile)
    const second = await start({ dbFile, seed: 2 })
    expect((await second.get('/api/admin/customers')).body).not.toEqual(before)
  })

  it('that cannot be used is done without', async () => {
    const folder = temporaryFolder()
    writeFileSync(
      join(folder, 'demo.cache.sqlite'),
      'this is no database, it only looks like one '.repeat(100),
    )
    const server = await start({ dbFile: join(folder, 'demo.sqlite') })
    await server.get('/api/admin/keys')
    await server.send('PATCH', '/api/admin/keys/1', { seats: 9_001 })
    expect(await server.seats('sort=createdAt&pageSize=10000')).toBe(9_001)
  })

  it('switched off, keeps nothing and answers the same', async () => {
    const on = await start()
    const off = await start({ cache: { enabled: false } })
    for (const path of ['keys', 'keys', 'stats', 'audit', 'users'])
      expect((await off.get(`/api/admin/${path}`)).body).toEqual((await on.get(`/api/admin/${path}`)).body)
    await off.send('PATCH', '/api/admin/keys/1', { seats: 9_001 })
    expect(await off.seats('sort=createdAt&pageSize=10000')).toBe(9_001)
    expect(await off.stats()).toMatchObject({ hits: 0, entries: 0 })
    expect((await off.get<SyncAnswer>('/api/admin/sync')).body.cache.enabled).toBe(false)
  })
})

describe('keys of lists', () => {
  it('are those of the dashboard, and lead back to its addresses', () => {
    const usual = { page: 1, pageSize: 25, search: '', status: undefined, sort: '-createdAt' }
    expect(listKey('keys', usual)).toEqual(['keys', 'list'])
    expect(listKey('keys', { ...usual, page: 2, search: 'a b*' })).toEqual([
      'keys',
      'list',
      'search=a+b*&page=2',
    ])
    expect(pathOfKey('keys:list')).toBe('/api/admin/keys?page=1&pageSize=25&sort=-createdAt')
    expect(pathOfKey('users:list:search=a+b\\*&page=2')).toBe(
      '/api/admin/users?page=2&pageSize=25&search=a+b*&sort=-createdAt',
    )
    expect([pathOfKey('stats'), pathOfKey('audit'), pathOfKey('faults'), pathOfKey('other:list')]).toEqual([
      '/api/admin/stats?days=30',
      '/api/admin/audit?limit=12',
      undefined,
      undefined,
    ])
  })

  it('have a lifetime each', () => {
    for (const key of [
      'stats',
      'audit',
      'keys:list',
      'customers:list:page=2',
      'users:list',
      'stats:{"days":7}',
    ])
      expect(freshness.lookup(key)?.tags, key).toHaveLength(1)
  })
})
