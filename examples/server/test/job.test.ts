import { afterEach, describe, expect, it, onTestFinished, vi } from 'vitest'
import type { AuditAnswer, LicenseKey, ListAnswer, StatsAnswer, SyncAnswer } from '../src/api-types.ts'
import { adminUsers } from '../src/data/admin-users.ts'
import { pruneAudit, readAudit } from '../src/data/audit.ts'
import { updateRecord } from '../src/data/change.ts'
import { Database } from '../src/db/database.ts'
import { migrate } from '../src/db/migrate.ts'
import { startTrial } from '../src/job/billing-events.ts'
import { seeUser } from '../src/job/people-events.ts'
import { createRandom } from '../src/seed/random.ts'
import { seedDatabase } from '../src/seed/seed.ts'
import { START, startServer } from './support/start-server.ts'

afterEach(() => vi.useRealTimers())

async function start(jobIntervalMs = 0) {
  const server = await startServer({ jobIntervalMs })
  onTestFinished(() => server.close())
  const tick = (times: number) => {
    for (let index = 0; index < times; index += 1) {
      server.clock.now += 4_000
      server.app.tick()
    }
  }
  const audit = async (limit: number) =>
    (await server.get<AuditAnswer>(`/api/admin/audit?limit=${limit}`)).body.items
  return { ...server, tick, audit }
}

describe('the background job', () => {
  it('validates licenses: a stamp, a next version, a count, signed by the system', async () => {
    const server = await start()
    const before = (await server.get<StatsAnswer>('/api/admin/stats')).body
    server.tick(20)
    const after = (await server.get<StatsAnswer>('/api/admin/stats')).body
    expect(after.totals.validationsThisHour).toBeGreaterThan(before.totals.validationsThisHour)
    expect(after.version).toBeGreaterThan(before.version)
    expect(after.updatedAt).toBe(server.clock.now)
    const entry = (await server.audit(20)).find((item) => item.summary.startsWith('Changed lastUsedAt'))
    expect(entry).toMatchObject({ actor: 'system', action: 'update', collection: 'keys' })
    const { body } = await server.get<LicenseKey>(`/api/admin/keys/${entry?.recordId}`)
    expect(body.lastUsedAt).toBe(body.updatedAt)
    expect(body.version).toBeGreaterThan(1)
  })

  it('in an hour touches every collection, makes trials and stays consistent', async () => {
    const server = await start()
    server.tick(900)
    const entries = await server.audit(200)
    expect(new Set(entries.map((entry) => entry.collection))).toEqual(new Set(['keys', 'customers', 'users']))
    expect(new Set(entries.map((entry) => entry.actor))).toEqual(new Set(['system']))
    const { body } = await server.get<SyncAnswer>('/api/admin/sync')
    expect(body.job).toMatchObject({
      ticks: 900,
      lastTickAt: server.clock.now,
      running: false,
      intervalMs: 0,
    })
    const trials = await server.get<ListAnswer<LicenseKey>>('/api/admin/keys?status=trial&sort=-createdAt')
    expect(trials.body.items[0]?.createdAt).toBeGreaterThan(body.startedAt)
    expect(server.errors).toEqual([])
  })

  it('does the same again from the same seed', async () => {
    const [one, other] = await Promise.all([start(), start()])
    one.tick(200)
    other.tick(200)
    // Seats, stamps and codes: nothing in an entry may depend on chance outside the seed.
    expect(await one.audit(200)).toEqual(await other.audit(200))
  })

  it('expires what is past its end', async () => {
    const server = await start()
    server.clock.now += 400 * 86_400_000
    server.tick(60)
    const entries = await server.audit(200)
    expect(entries.filter((entry) => entry.after?.['status'] === 'expired').length).toBeGreaterThan(3)
  })

  it('ticks by itself between half and one and a half intervals, and stops when the app closes', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    const server = await startServer({ jobIntervalMs: 4_000 })
    const ticks = async () => {
      const answer = await server.app.fetch(new Request('http://localhost/api/admin/sync'))
      return ((await answer.json()) as SyncAnswer).job
    }
    expect(await ticks()).toMatchObject({ ticks: 0, running: true, intervalMs: 4_000 })
    vi.advanceTimersByTime(1_999)
    expect((await ticks()).ticks).toBe(0)
    vi.advanceTimersByTime(4_001)
    expect((await ticks()).ticks).toBeGreaterThanOrEqual(1)
    vi.advanceTimersByTime(60_000)
    expect((await ticks()).ticks).toBeGreaterThanOrEqual(10)
    await server.app.close()
    expect(vi.getTimerCount()).toBe(0)
    vi.useRealTimers()
    await server.close()
  })
})

describe('a demo that runs for weeks', () => {
  async function seeded() {
    const db = await Database.open(':memory:')
    onTestFinished(() => db.close())
    migrate(db)
    seedDatabase(db, 7, START)
    return { db, at: START, random: createRandom(1) }
  }

  it('puts new trials in the place of expired keys, and makes none when there are none left', async () => {
    const context = await seeded()
    const count = (where = '1 = 1') => context.db.number(`SELECT count(*) FROM license_keys WHERE ${where}`)
    const [keys, trials, expired] = [count(), count(`status = 'trial'`), count(`status = 'expired'`)]
    const started = Array.from({ length: 1_000 }, () => startTrial(context)).filter(Boolean).length
    expect(started).toBe(2_800 - keys + expired)
    expect(count()).toBe(2_800)
    expect([count(`status = 'trial'`), count(`status = 'expired'`)]).toEqual([trials + started, 0])
  })

  it("drops the system's old audit entries and keeps what people did", async () => {
    const context = await seeded()
    const person = { ...context, collection: adminUsers, actor: 'maren@freshline.example' }
    updateRecord(person, 3, { role: 'viewer' })
    for (let index = 0; index < 30; index += 1) seeUser({ ...context, at: START + index })
    pruneAudit(context.db, 10)
    const left = readAudit(context.db, 200)
    expect(left.map((entry) => entry.actor)).toEqual([...Array<string>(10).fill('system'), person.actor])
    expect(left[0]?.at).toBe(START + 29)
  })
})
