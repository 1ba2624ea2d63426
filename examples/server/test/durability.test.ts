import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { describe, expect, it, onTestFinished } from 'vitest'
import type {
  AuditAnswer,
  ErrorAnswer,
  LicenseKey,
  ListAnswer,
  StatsAnswer,
  SyncAnswer,
} from '../src/api-types.ts'
import { Database } from '../src/db/database.ts'
import { migrate, schemaVersion } from '../src/db/migrate.ts'
import { migrations } from '../src/db/migrations.ts'
import { START, startServer, type TestServer } from './support/start-server.ts'
import { temporaryFolder } from './support/temporary-folder.ts'

async function open(dbFile: string): Promise<TestServer> {
  const server = await startServer({ dbFile })
  onTestFinished(() => server.close())
  return server
}

const newKey = { product: 'Cobalt Render', plan: 'team', seats: 3, customerId: 2 }

describe('a restart', () => {
  it('keeps records, versions and the audit log, and seeds nothing twice', async () => {
    const file = join(temporaryFolder(), 'deep', 'er', 'demo.sqlite')
    const first = await open(file)
    const { body: made } = await first.send<LicenseKey>('POST', '/api/admin/keys', newKey)
    await first.send('PATCH', `/api/admin/keys/${made.id}`, { seats: 4 })
    await first.send('DELETE', '/api/admin/keys/1')
    const paths = ['keys?pageSize=200', 'customers', 'users', 'audit', 'stats', `keys/${made.id}`]
    const before = await Promise.all(paths.map(async (path) => (await first.get(`/api/admin/${path}`)).body))
    await first.close()
    expect(readFileSync(file).subarray(0, 15).toString()).toBe('SQLite format 3')

    const second = await open(file)
    const after = await Promise.all(paths.map(async (path) => (await second.get(`/api/admin/${path}`)).body))
    expect(after).toEqual(before)
    expect((await second.get('/api/admin/keys/1')).status).toBe(404)
  })

  it('waits for another server that is making the same file', async () => {
    const file = join(temporaryFolder(), 'demo.sqlite')
    const other = new DatabaseSync(file)
    other.exec('CREATE TABLE other (x); BEGIN IMMEDIATE')
    setTimeout(() => other.close(), 50)
    const server = await open(file)
    expect((await server.get('/api/admin/keys')).status).toBe(200)
  })

  it('keeps ETags, so a page that was open gets its 304', async () => {
    const file = join(temporaryFolder(), 'demo.sqlite')
    const first = await open(file)
    const etag = (await first.get('/api/admin/keys')).headers.get('etag') ?? ''
    await first.close()
    const second = await open(file)
    expect((await second.get('/api/admin/keys', { 'if-none-match': etag })).status).toBe(304)
  })

  it('after days fills the hours in between, so that charts have no holes', async () => {
    const file = join(temporaryFolder(), 'demo.sqlite')
    const first = await open(file)
    await first.close()
    const later = START + 5 * 86_400_000
    const second = await startServer({ dbFile: file, now: () => later })
    onTestFinished(() => second.close())
    const { body } = await second.get<StatsAnswer>('/api/admin/stats')
    expect(body.daily.every((point) => point.validations > 0)).toBe(true)
    expect(body.hourly.every((point) => point.validations > 0)).toBe(true)
    expect(body.updatedAt).toBe(later)
  })
})

describe('a change that fails half-way', () => {
  it.each(['POST', 'PATCH', 'DELETE'])('by %s leaves nothing behind', async (method) => {
    const file = join(temporaryFolder(), 'demo.sqlite')
    const server = await open(file)
    const saboteur = await Database.open(file)
    onTestFinished(() => saboteur.close())
    saboteur.exec(`CREATE TRIGGER boom BEFORE UPDATE ON collections BEGIN SELECT RAISE(ABORT, 'boom'); END`)
    const before = (await server.get<ListAnswer<LicenseKey>>('/api/admin/keys?pageSize=200')).body

    const path = method === 'POST' ? '/api/admin/keys' : '/api/admin/keys/3'
    const body = { POST: newKey, PATCH: { seats: 9_999 }, DELETE: undefined }[method]
    const failed = await server.send<ErrorAnswer>(method, path, body)
    expect(failed.status).toBe(500)
    expect(JSON.stringify(failed.body)).not.toContain('boom')
    expect(server.errors).toHaveLength(1)
    expect((await server.get('/api/admin/keys?pageSize=200')).body).toEqual(before)
    expect((await server.get<AuditAnswer>('/api/admin/audit')).body.items).toEqual([])

    saboteur.exec('DROP TRIGGER boom')
    expect((await server.send(method, path, body)).status).toBeLessThan(300)
  })
})

describe('the database', () => {
  it('is in WAL mode and says so', async () => {
    const server = await open(join(temporaryFolder(), 'demo.sqlite'))
    const { body } = await server.get<SyncAnswer>('/api/admin/sync')
    expect(body.database).toMatchObject({
      status: 'ok',
      journalMode: 'wal',
      schemaVersion: migrations.length,
    })
    expect(body.database.sizeBytes).toBeGreaterThan(100_000)
  })

  it('runs each migration once, a failing one not at all', async () => {
    const db = await Database.open(':memory:')
    onTestFinished(() => db.close())
    migrate(db, ['CREATE TABLE a (x)'])
    expect(() => migrate(db, ['CREATE TABLE a (x)', 'CREATE TABLE b (x); SELECT nonsense'])).toThrow(
      /nonsense/,
    )
    expect([schemaVersion(db), db.all(`SELECT name FROM sqlite_master`)]).toEqual([1, [{ name: 'a' }]])
    migrate(db, ['CREATE TABLE a (x)', 'CREATE TABLE b (x)'])
    expect(schemaVersion(db)).toBe(2)
  })

  it('of a newer server is left alone', async () => {
    const db = await Database.open(':memory:')
    onTestFinished(() => db.close())
    db.exec('PRAGMA user_version = 99')
    expect(() => migrate(db)).toThrow(
      `The database has schema 99, this server knows ${migrations.length}: use a newer server`,
    )
  })
})
