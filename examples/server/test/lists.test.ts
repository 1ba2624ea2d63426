import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Customer, ErrorAnswer, LicenseKey, ListAnswer } from '../src/api-types.ts'
import { startServer, type TestServer } from './support/start-server.ts'

let server: TestServer
beforeAll(async () => {
  server = await startServer()
})
afterAll(() => server.close())

const list = async <T = LicenseKey>(query: string, name = 'keys') =>
  (await server.get<ListAnswer<T>>(`/api/admin/${name}?${query}`)).body

describe('paging', () => {
  it('walks through more than 2,000 keys, each of them once', async () => {
    const { total } = await list('')
    expect(total).toBeGreaterThanOrEqual(2_000)
    const seen = new Set<number>()
    for (let page = 1; page <= Math.ceil(total / 200); page += 1) {
      const { items } = await list(`page=${page}&pageSize=200&sort=plan`)
      for (const { id } of items) seen.add(id)
    }
    expect(seen.size).toBe(total)
  })

  it('answers 25 a page, the latest change first', async () => {
    const { items, page, pageSize, total, updatedAt, version } = await list('')
    expect([items.length, page, pageSize, version]).toEqual([25, 1, 25, 1])
    expect(total).toBeGreaterThan(25)
    expect(updatedAt).toBe(server.clock.now)
    expect(items.map((key) => key.updatedAt)).toEqual(
      items.map((key) => key.updatedAt).toSorted((a, b) => b - a),
    )
  })

  it('answers an empty page past the end', async () => {
    expect(await list('page=999999')).toMatchObject({ items: [], page: 999_999 })
  })

  it.each(['0', '-1', '1.5', 'abc', '1e3', '9999999999', '%00', '٣'])('refuses page %s', async (page) => {
    const { status, body } = await server.get<ErrorAnswer>(`/api/admin/keys?page=${page}`)
    expect(status).toBe(400)
    expect(body.error).toMatchObject({
      code: 'invalid_query',
      fields: { page: 'Must be a whole number from 1 to 1000000.' },
    })
  })

  it.each(['0', '10001', 'Infinity'])('refuses pageSize %s', async (size) => {
    expect((await server.get(`/api/admin/keys?pageSize=${size}`)).status).toBe(400)
  })

  it('takes an empty parameter as absent and ignores unknown ones', async () => {
    expect(await list('page=&search=&status=&sort=&_t=123')).toEqual(await list(''))
  })
})

describe('search', () => {
  it('finds a key by a part of its code, without case', async () => {
    const [key] = (await list('sort=createdAt')).items
    const found = await list(`search=${key?.key.slice(3, 12).toLowerCase()}`)
    expect(found.items).toEqual([key])
    expect(found.total).toBe(1)
  })

  it('wants every word, each in any searched member', async () => {
    const { items, total } = await list('search=beacon+monitor+northwind&pageSize=200')
    expect(total).toBeGreaterThan(0)
    for (const key of items) expect(`${key.product} ${key.customerName}`).toMatch(/Beacon.*Northwind/)
  })

  it.each(['%', '_', '\\', "'", "' OR 1=1 --", '"; DROP TABLE license_keys; --', 'FL%', '?', ':name'])(
    'takes %s as text',
    async (text) => {
      expect(await list(`search=${encodeURIComponent(text)}`)).toMatchObject({ total: 0, items: [] })
      expect((await list('')).total).toBeGreaterThanOrEqual(2_000)
    },
  )

  it('refuses more than 200 characters', async () => {
    expect((await server.get(`/api/admin/keys?search=${'a'.repeat(201)}`)).status).toBe(400)
  })
})

describe('status and sort', () => {
  it('keeps one status', async () => {
    const { items, total } = await list('status=revoked&pageSize=200')
    expect(total).toBeGreaterThan(0)
    expect(new Set(items.map((key) => key.status))).toEqual(new Set(['revoked']))
  })

  it('sorts text without case and numbers as numbers, both ways', async () => {
    const names = (await list<Customer>('sort=company&pageSize=200', 'customers')).items.map((c) => c.company)
    expect(names).toEqual(names.toSorted((a, b) => (a.toLowerCase() < b.toLowerCase() ? -1 : 1)))
    const seats = (await list('sort=-seats&pageSize=200')).items.map((key) => key.seats)
    expect(seats).toEqual(seats.toSorted((a, b) => b - a))
  })

  it('puts what was never used last, both ways', async () => {
    const { total } = await list('')
    const last = Math.ceil(total / 50)
    for (const sort of ['lastUsedAt', '-lastUsedAt']) {
      expect((await list(`sort=${sort}&page=${last}&pageSize=50`)).items.at(-1)?.lastUsedAt).toBeNull()
    }
  })

  it.each(['sort=id;DROP', 'sort=customerId', 'status=gone', 'sort=--key'])('refuses %s', async (query) => {
    expect((await server.get(`/api/admin/keys?${query}`)).status).toBe(400)
  })
})
