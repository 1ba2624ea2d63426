import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type {
  AdminUser,
  AuditAnswer,
  Customer,
  DeleteAnswer,
  ErrorAnswer,
  LicenseKey,
  ListAnswer,
} from '../src/api-types.ts'
import { START, startServer, type TestServer } from './support/start-server.ts'

let server: TestServer
beforeAll(async () => {
  server = await startServer()
})
afterAll(() => server.close())

const newKey = { product: 'Atlas Studio', plan: 'team', seats: 10, customerId: 1 }
const newUser = { name: 'Ada Byron', email: 'Ada@Example.com', role: 'support' }
const newCustomer = {
  company: 'Acme',
  contact: 'Jo Doe',
  email: 'jo@acme.example',
  country: 'de',
  plan: 'team',
}

async function newestAudit() {
  const { body } = await server.get<AuditAnswer>('/api/admin/audit?limit=1')
  return body.items[0]
}

describe('license keys', () => {
  it('are created with a code, a stamp, defaults and an audit entry without the secret', async () => {
    server.clock.now = START + 1_000
    const { status, body, headers } = await server.send<LicenseKey>('POST', '/api/admin/keys', newKey, {
      'x-actor': 'maren@freshline.example',
    })
    expect(status).toBe(201)
    expect(headers.get('location')).toBe(`/api/admin/keys/${body.id}`)
    expect(body.key).toMatch(/^FL(-[2-9A-HJ-NP-Z]{4}){4}$/)
    expect(body).toMatchObject({ ...newKey, status: 'active', seatsUsed: 0, version: 1, lastUsedAt: null })
    expect(body).toMatchObject({ createdAt: START + 1_000, updatedAt: START + 1_000 })
    expect(body.expiresAt).toBe(START + 1_000 + 365 * 86_400_000)
    const entry = await newestAudit()
    expect(entry).toMatchObject({
      at: START + 1_000,
      actor: 'maren@freshline.example',
      action: 'create',
      collection: 'keys',
      recordId: body.id,
      before: null,
      after: { seats: 10, key: `${body.key.slice(0, 8)}…` },
    })
    expect(JSON.stringify(entry)).not.toContain(body.key)
  })

  it('are edited: new stamp, next version, changed members before and after in the audit log', async () => {
    const { body: made } = await server.send<LicenseKey>('POST', '/api/admin/keys', newKey)
    server.clock.now += 5_000
    const path = `/api/admin/keys/${made.id}`
    const { status, body } = await server.send<LicenseKey>('PATCH', path, { seats: 12, status: 'revoked' })
    expect(status).toBe(200)
    expect(body).toEqual({
      ...made,
      seats: 12,
      status: 'revoked',
      version: 2,
      updatedAt: made.updatedAt + 5_000,
    })
    expect((await server.get(path)).body).toEqual(body)
    expect(await newestAudit()).toMatchObject({
      action: 'update',
      actor: 'demo@freshline.example',
      before: { seats: 10, status: 'active', version: 1 },
      after: { seats: 12, status: 'revoked', version: 2 },
    })
  })

  it('stay untouched by an edit that changes nothing', async () => {
    const { body: made } = await server.send<LicenseKey>('POST', '/api/admin/keys', newKey)
    const before = await newestAudit()
    server.clock.now += 5_000
    const { body } = await server.send('PATCH', `/api/admin/keys/${made.id}`, { seats: made.seats })
    expect(body).toEqual(made)
    expect(await newestAudit()).toEqual(before)
  })

  it('are deleted, and their id is never used again', async () => {
    const { body: made } = await server.send<LicenseKey>('POST', '/api/admin/keys', newKey)
    const { status, body } = await server.send<DeleteAnswer>('DELETE', `/api/admin/keys/${made.id}`)
    expect(status).toBe(200)
    expect(body).toMatchObject({ id: made.id, deleted: true, updatedAt: server.clock.now })
    expect((await server.get(`/api/admin/keys/${made.id}`)).status).toBe(404)
    expect(await newestAudit()).toMatchObject({ action: 'delete', before: { seats: 10 }, after: null })
    const { body: next } = await server.send<LicenseKey>('POST', '/api/admin/keys', newKey)
    expect(next.id).toBeGreaterThan(made.id)
  })

  it('keep the seats that are in use', async () => {
    const { body: list } = await server.get<ListAnswer<LicenseKey>>(
      '/api/admin/keys?sort=-seatsUsed&pageSize=1',
    )
    const used = list.items[0]
    const { status, body } = await server.send<ErrorAnswer>('PATCH', `/api/admin/keys/${used?.id}`, {
      seats: 1,
    })
    expect(status).toBe(422)
    expect(body.error.fields).toEqual({ seats: `${used?.seatsUsed} seats are in use; release some first.` })
  })
})

describe('customers', () => {
  it('pass through create, edit and delete; the country is upper-cased, the address lower-cased', async () => {
    const { body } = await server.send<Customer>('POST', '/api/admin/customers', newCustomer)
    expect(body).toMatchObject({ country: 'DE', email: 'jo@acme.example', mrrCents: 0, licenseCount: 0 })
    const path = `/api/admin/customers/${body.id}`
    expect((await server.send<Customer>('PATCH', path, { mrrCents: 9_900 })).body.mrrCents).toBe(9_900)
    expect((await server.send('DELETE', path)).status).toBe(200)
    expect((await server.get(path)).status).toBe(404)
  })

  it('are not deleted while they hold license keys', async () => {
    const { status, body } = await server.send<ErrorAnswer>('DELETE', '/api/admin/customers/1')
    expect(status).toBe(409)
    expect(body.error).toMatchObject({ code: 'conflict' })
    expect(body.error.message).toMatch(/still holds/)
  })

  it('give their new name to their license keys, and move that collection on', async () => {
    const path = '/api/admin/keys?pageSize=1'
    const before = await server.get<ListAnswer<LicenseKey>>(path)
    await server.send('PATCH', '/api/admin/customers/1', { company: 'Renamed Ltd' })
    const after = await server.get<ListAnswer<LicenseKey>>(path)
    expect(after.body.version).toBe(before.body.version + 1)
    const found = await server.get<ListAnswer<LicenseKey>>('/api/admin/keys?search=renamed')
    expect(found.body.items.every((key) => key.customerName === 'Renamed Ltd')).toBe(true)
    expect(found.body.total).toBeGreaterThan(0)
  })
})

describe('admin users', () => {
  it('have an address that nobody else has, whatever its case', async () => {
    const { body } = await server.send<AdminUser>('POST', '/api/admin/users', newUser)
    expect(body).toMatchObject({ email: 'ada@example.com', status: 'invited', lastActiveAt: null })
    const again = await server.send<ErrorAnswer>('POST', '/api/admin/users', {
      ...newUser,
      email: 'ADA@example.com',
    })
    expect(again.status).toBe(409)
    expect(again.body.error.fields).toEqual({ email: 'Already in use.' })
  })

  it('keep at least one active owner', async () => {
    const { body } = await server.get<ListAnswer<AdminUser>>('/api/admin/users?status=owner')
    expect(body.total).toBe(2)
    const [first, last] = body.items
    expect((await server.send('PATCH', `/api/admin/users/${first?.id}`, { role: 'viewer' })).status).toBe(200)
    expect((await server.send('DELETE', `/api/admin/users/${last?.id}`)).status).toBe(409)
    expect((await server.send('PATCH', `/api/admin/users/${last?.id}`, { status: 'suspended' })).status).toBe(
      409,
    )
  })
})
