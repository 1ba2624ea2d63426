import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Customer, LicenseKey, ListAnswer, StatsAnswer } from '../src/api-types.ts'
import { START, startServer, type TestServer } from './support/start-server.ts'

let server: TestServer
beforeAll(async () => {
  server = await startServer()
})
afterAll(() => server.close())

const stats = async (query = '') => (await server.get<StatsAnswer>(`/api/admin/stats${query}`)).body

describe('the first data', () => {
  it('is plausible: keys, customers and team of the promised size, in every status', async () => {
    const { totals, byStatus } = await stats()
    expect(totals.licenses).toBeGreaterThanOrEqual(2_000)
    expect(totals.customers).toBe(240)
    expect((await server.get<ListAnswer<unknown>>('/api/admin/users')).body.total).toBe(14)
    expect(byStatus.every((share) => share.count > 20)).toBe(true)
    expect(totals.activeLicenses / totals.licenses).toBeGreaterThan(0.6)
    expect(totals.mrrCents).toBeGreaterThan(1_000_000)
  })

  it('is the same for the same seed, and another for another', async () => {
    const same = await startServer()
    const other = await startServer({ seed: 8 })
    const path = '/api/admin/keys?pageSize=50'
    const [a, b, c] = await Promise.all(
      [server, same, other].map((one) => one.get<ListAnswer<LicenseKey>>(path)),
    )
    expect(b?.body).toEqual(a?.body)
    expect(c?.body).not.toEqual(a?.body)
    await Promise.all([same.close(), other.close()])
  })

  it('has no stamp in the future and no end that its status denies', async () => {
    const pages = await Promise.all(
      Array.from({ length: 11 }, (_, index) =>
        server.get<ListAnswer<LicenseKey>>(`/api/admin/keys?pageSize=200&page=${index + 1}&sort=key`),
      ),
    )
    const keys = pages.flatMap((page) => page.body.items)
    for (const key of keys) {
      expect(key.createdAt).toBeLessThanOrEqual(START)
      expect(key.updatedAt).toBeLessThanOrEqual(START)
      expect(key.lastUsedAt ?? 0).toBeLessThanOrEqual(START)
      expect(key.seatsUsed).toBeLessThanOrEqual(key.seats)
    }
    const ends = (status: string) =>
      keys.filter((key) => key.status === status).map((key) => key.expiresAt ?? Infinity)
    expect(Math.max(...ends('expired'))).toBeLessThanOrEqual(START)
    expect(Math.min(...ends('active'), ...ends('trial'))).toBeGreaterThan(START)
  })
})

describe('the statistics', () => {
  it('add up', async () => {
    const { totals, byPlan, byProduct, byStatus } = await stats()
    const sum = (shares: { count: number }[]) => shares.reduce((total, share) => total + share.count, 0)
    expect([sum(byPlan), sum(byProduct), sum(byStatus)]).toEqual(Array(3).fill(totals.licenses))
    const { body } = await server.get<ListAnswer<Customer>>('/api/admin/customers?pageSize=200&page=1')
    const { body: rest } = await server.get<ListAnswer<Customer>>('/api/admin/customers?pageSize=200&page=2')
    const mrr = [...body.items, ...rest.items].reduce((total, customer) => total + customer.mrrCents, 0)
    expect(totals.mrrCents).toBe(mrr)
  })

  it('have a point for every day and hour, oldest first, the last one running', async () => {
    const { daily, hourly } = await stats()
    const today = Date.UTC(2026, 2, 3)
    expect(daily.map((point) => point.day)).toEqual(
      Array.from({ length: 30 }, (_, index) => today - (29 - index) * 86_400_000),
    )
    expect(hourly.map((point) => point.hour)).toEqual(
      Array.from({ length: 48 }, (_, index) => today + 10 * 3_600_000 - (47 - index) * 3_600_000),
    )
    expect(daily.every((point) => point.validations > 0 && point.revenueCents > 0)).toBe(true)
  })

  it.each([7, 30, 90])('cover %i days where asked', async (days) => {
    const { daily, trends } = await stats(`?days=${days}`)
    expect(daily).toHaveLength(days)
    expect(daily[0]?.validations).toBeGreaterThan(0)
    expect(trends).toEqual((await stats()).trends)
    expect(Math.abs(trends.validations ?? 9)).toBeLessThan(0.5)
  })

  it.each(['6', '91', 'x'])('refuse days=%s', async (days) => {
    expect((await server.get(`/api/admin/stats?days=${days}`)).status).toBe(400)
  })

  it('show a change at once', async () => {
    const before = await stats()
    const body = { product: 'Drift Capture', plan: 'starter', seats: 5, customerId: 1, status: 'trial' }
    await server.send('POST', '/api/admin/keys', body)
    const after = await stats()
    expect(after.totals.trialLicenses).toBe(before.totals.trialLicenses + 1)
    expect(after.totals.seats).toBe(before.totals.seats + 5)
    expect(after.version).toBe(before.version + 1)
  })
})
