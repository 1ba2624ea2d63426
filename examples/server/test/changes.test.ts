import { join } from 'node:path'
import type { ChangePage } from '@freshline/server'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { Customer, LicenseKey } from '../src/api-types.ts'
import type { AppOptions } from '../src/app.ts'
import { createChangeSource, trimChanges } from '../src/data/changes.ts'
import { Database } from '../src/db/database.ts'
import { startServer } from './support/start-server.ts'
import { temporaryFolder } from './support/temporary-folder.ts'

async function start(options: Partial<AppOptions> = {}) {
  const server = await startServer(options)
  onTestFinished(() => server.close())
  const changes = async (query = '') => (await server.get<ChangePage>(`/api/sync/changes?${query}`)).body
  return { ...server, changes, head: async () => (await changes()).cursor }
}

const newKey = { product: 'Cobalt Render', plan: 'team', seats: 3, customerId: 2 }

describe('the feed of changes', () => {
  it('begins where it stands, with nothing', async () => {
    const server = await start()
    expect(await server.changes()).toEqual({
      changes: [],
      cursor: expect.stringMatching(/^[\da-f]{10}\.0$/),
      hasMore: false,
      reset: true,
    })
    const cursor = await server.head()
    expect(await server.changes(`since=${cursor}`)).toEqual({
      changes: [],
      cursor,
      hasMore: false,
      reset: false,
    })
  })

  it('tells of creations, edits and deletions, with the record as it is read', async () => {
    const server = await start()
    const since = await server.head()
    const { body: made } = await server.send<LicenseKey>('POST', '/api/admin/keys', newKey)
    await server.send('PATCH', `/api/admin/keys/${made.id}`, { seats: 4 })
    await server.send('PATCH', '/api/admin/keys/2', { seats: 9_001 })
    const { body: gone } = await server.get<LicenseKey>('/api/admin/keys/1')
    await server.send('DELETE', '/api/admin/keys/1')
    const page = await server.changes(`since=${since}&collection=keys`)
    const read = async (id: number) => (await server.get<LicenseKey>(`/api/admin/keys/${id}`)).body
    expect(page.changes).toMatchObject([
      {
        collection: 'keys',
        id: String(made.id),
        data: await read(made.id),
        version: 2,
        at: server.clock.now,
      },
      { collection: 'keys', id: '2', data: await read(2) },
      { collection: 'keys', id: '1', deleted: true, version: gone.version + 1 },
    ])
    expect(page.changes.every(({ position }) => position.startsWith(since.split('.')[0] ?? ''))).toBe(true)
    expect((await server.changes(`since=${page.cursor}&collection=keys`)).changes).toEqual([])
    expect((await server.changes(`since=${page.changes[1]?.position}&collection=keys`)).changes).toHaveLength(
      1,
    )
  })

  it('tells of what shows something of another record, without a version of its own', async () => {
    const server = await start()
    const since = await server.head()
    const { body: customer } = await server.get<Customer>('/api/admin/customers/2')
    await server.send('PATCH', '/api/admin/customers/2', { company: 'Renamed Ltd' })
    const { changes } = await server.changes(`since=${since}&collection=keys&limit=1000`)
    expect(changes).toHaveLength(customer.licenseCount)
    for (const { data, version } of changes)
      expect([(data as LicenseKey).customerName, version]).toEqual(['Renamed Ltd', undefined])
    await server.send('POST', '/api/admin/keys', newKey)
    const { changes: ofCustomers } = await server.changes(`since=${since}&collection=customers`)
    expect(ofCustomers).toMatchObject([{ id: '2', data: { licenseCount: customer.licenseCount + 1 } }])
  })

  it('comes in pages, and tells of the background job too', async () => {
    const server = await start()
    const since = await server.head()
    for (let tick = 0; tick < 30; tick += 1) server.app.tick()
    const whole = await server.changes(`since=${since}`)
    expect(whole.changes.length).toBeGreaterThan(10)
    const seen = new Map<string, unknown>()
    let cursor = since
    for (let pages = 0, hasMore = true; hasMore && pages < 100; pages += 1) {
      const page = await server.changes(`since=${cursor}&limit=4`)
      for (const { collection, id, data } of page.changes) seen.set(`${collection} ${id}`, data)
      expect(page.changes.length).toBeLessThanOrEqual(4)
      ;({ cursor, hasMore } = page)
    }
    expect(cursor).toBe(whole.cursor)
    expect(seen).toEqual(
      new Map(whole.changes.map(({ collection, id, data }) => [`${collection} ${id}`, data])),
    )
  })

  it('takes a time, and starts anew for what it does not know', async () => {
    const server = await start()
    const [feed] = (await server.head()).split('.')
    server.clock.now += 1_000
    await server.send('PATCH', '/api/admin/keys/2', { seats: 9_001 })
    const at = server.clock.now
    server.clock.now += 1_000
    await server.send('PATCH', '/api/admin/keys/3', { seats: 9_001 })
    const since = async (time: number) =>
      (await server.changes(`since=${new Date(time).toISOString()}`)).changes.map(({ id }) => id)
    expect([await since(at), await since(at + 1), await since(at + 5_000)]).toEqual([['2', '3'], ['3'], []])
    for (const unknown of [`${feed}.99`, 'other.1', `${feed}.x`, `${feed}.-1`, 'nonsense'])
      expect(await server.changes(`since=${unknown}`), unknown).toMatchObject({ reset: true, changes: [] })
    expect((await server.get('/api/sync/changes?since=2026-13-45')).status).toBe(422)
  })

  it('survives a restart, and knows a cursor of another database for what it is', async () => {
    const dbFile = join(temporaryFolder(), 'demo.sqlite')
    const first = await start({ dbFile })
    const since = await first.head()
    await first.send('PATCH', '/api/admin/keys/2', { seats: 9_001 })
    await first.close()
    const second = await start({ dbFile })
    expect((await second.changes(`since=${since}`)).changes.map(({ id }) => id)).toEqual(['2'])
    const other = await start()
    expect((await other.changes(`since=${since}`)).reset).toBe(true)
  })

  it('keeps the newest, and starts anew for who was away too long', async () => {
    const file = join(temporaryFolder(), 'demo.sqlite')
    const server = await start({ dbFile: file })
    const since = await server.head()
    for (const id of [2, 3, 4]) await server.send('PATCH', `/api/admin/keys/${id}`, { seats: 9_001 })
    const db = await Database.open(file)
    onTestFinished(() => db.close())
    trimChanges(db, 2)
    expect((await server.changes(`since=${since}`)).reset).toBe(true)
    const [feed] = since.split('.')
    expect((await server.changes(`since=${feed}.1`)).changes.map(({ id }) => id)).toEqual(['3', '4'])
    expect((await server.changes('since=2020-01-01T00:00:00Z')).reset).toBe(true)
    trimChanges(db, 0)
    const source = createChangeSource(db)
    expect(await source.read({ limit: 10, since: `${feed}.3` })).toMatchObject({
      reset: false,
      cursor: `${feed}.3`,
    })
    expect(await source.read({ limit: 10, since: `${feed}.2` })).toMatchObject({ reset: true })
  })

  it('is part of the change: what is not made is not told of', async () => {
    const server = await start()
    const since = await server.head()
    expect((await server.send('PATCH', '/api/admin/keys/1', { seats: 0 })).status).toBe(422)
    expect((await server.send('PATCH', '/api/admin/keys/1', {})).status).toBe(200)
    expect((await server.send('DELETE', '/api/admin/customers/2')).status).toBe(409)
    expect((await server.changes(`since=${since}`)).cursor).toBe(since)
  })
})
