import { join } from 'node:path'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import type {
  AuditAnswer,
  ErrorAnswer,
  LicenseAttemptsAnswer,
  LicenseCheckAnswer,
  LicenseKey,
  LicenseStatus,
  ListAnswer,
  RequestsAnswer,
  StatsAnswer,
} from '../../src/api-types.ts'
import type { AppOptions } from '../../src/app.ts'
import { Database } from '../../src/db/database.ts'
import { START, startServer } from '../support/start-server.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const PATH = '/api/validate-license'
const DAY = 86_400_000

async function start(options: Partial<AppOptions> = {}) {
  const server = await startServer(options)
  onTestFinished(() => server.close())
  const check = (key: unknown) => server.send<LicenseCheckAnswer & ErrorAnswer>('POST', PATH, { key })
  /** A key of the demo's first data; `where` tells it apart. */
  const find = async (status: LicenseStatus, where: (key: LicenseKey) => boolean = () => true) => {
    const query = `status=${status}&pageSize=1000&sort=createdAt`
    const found = (await server.get<ListAnswer<LicenseKey>>(`/api/admin/keys?${query}`)).body.items.find(
      where,
    )
    if (found === undefined) throw new Error(`There is no such ${status} key`)
    return found
  }
  const record = async (id: number) => (await server.get<LicenseKey>(`/api/admin/keys/${id}`)).body
  const attempts = async () => (await server.get<LicenseAttemptsAnswer>(`${PATH}/attempts`)).body
  return { ...server, check, find, record, attempts }
}

const lives = ({ expiresAt }: LicenseKey) => expiresAt === null || expiresAt > START + DAY

describe('POST /api/validate-license', () => {
  it('finds a key to be valid, and stamps its record', async () => {
    const { check, find, record, clock } = await start()
    const key = await find('active', lives)
    clock.now += 60_000
    const { status, body } = await check(key.key)
    expect([status, body]).toEqual([
      200,
      {
        attempt: 1,
        at: clock.now,
        outcome: 'valid',
        masked: `FL-••••-••••-••••-${key.key.slice(-4)}`,
        license: {
          product: key.product,
          plan: key.plan,
          customerName: key.customerName,
          seats: key.seats,
          seatsUsed: key.seatsUsed,
          expiresAt: key.expiresAt,
          lastUsedAt: clock.now,
        },
      },
    ])
    expect(await record(key.id)).toEqual({
      ...key,
      version: key.version + 1,
      updatedAt: clock.now,
      lastUsedAt: clock.now,
    })
    expect((await check((await find('trial', lives)).key)).body.outcome).toBe('valid')
  })

  it('answers the same members whatever it finds, and stamps nothing but what is valid', async () => {
    const { check, find, record, clock } = await start()
    const [expired, revoked] = [await find('expired'), await find('revoked')]
    const ending = await find('active', ({ expiresAt }) => expiresAt !== null && expiresAt < START + 30 * DAY)
    const keys = [expired.key, revoked.key, 'FL-2222-3333-4444-5555', 'what is this?', ending.key]
    clock.now = (ending.expiresAt ?? 0) + 1
    const answers = await Promise.all(keys.map(check))
    expect(answers.map(({ status, body }) => [status, body.outcome, body.license?.product ?? null])).toEqual([
      [200, 'expired', expired.product],
      [200, 'revoked', revoked.product],
      [200, 'unknown', null],
      [200, 'malformed', null],
      // Nobody has marked it yet; it is over all the same.
      [200, 'expired', ending.product],
    ])
    const shapes = answers.map(({ body }) => Object.keys(body).join())
    expect(new Set(shapes)).toEqual(new Set(['attempt,at,outcome,masked,license']))
    for (const before of [expired, revoked, ending]) expect(await record(before.id)).toEqual(before)
  })

  it('finds a revoked key that is past its end to be revoked', async () => {
    const { check, find, clock } = await start()
    const key = await find('revoked', ({ expiresAt }) => expiresAt !== null)
    clock.now = (key.expiresAt ?? 0) + DAY
    expect((await check(key.key)).body.outcome).toBe('revoked')
  })

  it('is kept by nobody: two checks are two attempts, and both answers say no-store', async () => {
    const { check, find, attempts, app } = await start()
    const { key } = await find('active', lives)
    const { loads } = await app.stats()
    const [first, second] = [await check(key), await check(key)]
    expect([first.body.attempt, second.body.attempt]).toEqual([1, 2])
    for (const { headers } of [first, second]) {
      expect(headers.get('cache-control')).toBe('no-store')
      expect([headers.get('etag'), headers.get('last-modified'), headers.get('expires')]).toEqual([
        null,
        null,
        null,
      ])
    }
    expect((await app.stats()).loads).toBe(loads)
    expect((await attempts()).total).toBe(2)
  })

  it.each([
    ['no key', {}],
    ['an empty one', { key: '  ' }],
    ['a number', { key: 5 }],
    ['far too long a text', { key: 'x'.repeat(201) }],
    ['more than a key', { key: 'FL-2222-3333-4444-5555', admin: true }],
  ])('refuses a body with %s, without repeating it', async (_what, body) => {
    const { send, attempts } = await start()
    const answer = await send<ErrorAnswer>('POST', PATH, body)
    expect([answer.status, answer.body.error.code]).toEqual([422, 'validation_failed'])
    expect(answer.headers.get('cache-control')).toBe('no-store')
    expect(JSON.stringify(answer.body)).not.toMatch(/5555|xxxx/)
    expect((await attempts()).total).toBe(0)
  })

  it('refuses pages of other sites, other methods and other bodies', async () => {
    const { send, get, url } = await start()
    const foreign = await send<ErrorAnswer>('POST', PATH, { key: 'x' }, { origin: 'https://evil.example' })
    expect(foreign.body.error.code).toBe('forbidden_origin')
    expect((await get<ErrorAnswer>(PATH)).status).toBe(405)
    const form = await fetch(url + PATH, { method: 'POST', body: 'key=FL' })
    expect(form.status).toBe(415)
  })

  it('limits how many a client may try, and says when to come again', async () => {
    const { check, clock, attempts } = await start({ licenses: { rate: { attempts: 3, per: 60_000 } } })
    const statuses = async (times: number) =>
      Promise.all(Array.from({ length: times }, async () => (await check('FL-2222-3333-4444-5555')).status))
    expect(await statuses(4)).toEqual([200, 200, 200, 429])
    clock.now += 15_000
    const refused = await check('FL-2222-3333-4444-5555')
    expect([refused.headers.get('retry-after'), refused.body.error.code]).toEqual(['5', 'rate_limited'])
    clock.now += 5_000
    expect(await statuses(2)).toEqual([200, 429])
    // What was refused was looked at by nobody, and is in no log.
    expect((await attempts()).total).toBe(4)
  })
})

describe('an open dashboard', () => {
  it('sees the stamp, the attempt and its failure at its next question', async () => {
    const { check, find, get } = await start()
    const key = await find('active', lives)
    const list = async () =>
      (await get<ListAnswer<LicenseKey>>('/api/admin/keys?pageSize=1000&sort=createdAt')).body.items.find(
        ({ id }) => id === key.id,
      )?.lastUsedAt
    const hour = async () => (await get<StatsAnswer>('/api/admin/stats')).body.hourly.at(-1)
    const since = (await get<{ cursor: string }>('/api/sync/changes')).body.cursor
    const [before, usedBefore] = [await hour(), await list()]
    expect(usedBefore).not.toBe(START)
    await check(key.key)
    await check('nonsense')
    expect(await list()).toBe(START)
    expect(await hour()).toMatchObject({
      validations: (before?.validations ?? 0) + 2,
      failures: (before?.failures ?? 0) + 1,
    })
    const feed = await get<{ changes: { id: string; data?: LicenseKey }[] }>(
      `/api/sync/changes?since=${since}`,
    )
    expect(feed.body.changes.map(({ id, data }) => [id, data?.lastUsedAt])).toEqual([[String(key.id), START]])
    const audit = (await get<AuditAnswer>('/api/admin/audit')).body.items[0]
    expect(audit).toMatchObject({ actor: 'technician portal', after: { lastUsedAt: START } })
  })
})

describe('GET /api/validate-license/attempts', () => {
  it('lists the newest first, masked', async () => {
    const { check, find, attempts, get } = await start()
    const key = await find('active', lives)
    await check(key.key)
    await check('what is this?')
    expect(await attempts()).toEqual({
      items: [
        { id: 2, at: START, outcome: 'malformed', masked: '••••his•', product: null },
        {
          id: 1,
          at: START,
          outcome: 'valid',
          masked: `FL-••••-••••-••••-${key.key.slice(-4)}`,
          product: key.product,
        },
      ],
      total: 2,
    })
    const one = (await get<LicenseAttemptsAnswer>(`${PATH}/attempts?limit=1`)).body
    expect([one.items.length, one.total]).toEqual([1, 2])
    expect((await get(`${PATH}/attempts?limit=0`)).status).toBe(400)
  })

  it('answers 304 until there is another', async () => {
    const { get, check } = await start()
    const etag = (await get(`${PATH}/attempts`)).headers.get('etag') ?? ''
    expect((await get(`${PATH}/attempts`, { 'if-none-match': etag })).status).toBe(304)
    await check('nonsense')
    expect((await get(`${PATH}/attempts`, { 'if-none-match': etag })).status).toBe(200)
  })
})

describe('the full key', () => {
  it('is nowhere but in the record: no log, no error, no answer, no file has it', async () => {
    const printed: unknown[] = []
    for (const name of ['log', 'info', 'warn', 'error', 'debug'] as const) {
      vi.spyOn(console, name).mockImplementation((...parts: unknown[]) => void printed.push(parts))
    }
    onTestFinished(() => void vi.restoreAllMocks())
    const folder = temporaryFolder()
    const { check, find, get, send, errors, clock } = await start({ dbFile: join(folder, 'demo.sqlite') })
    const key = await find('active', lives)
    const hidden = key.key.slice(3, -5)
    const other = 'FL-7777-8888-9999-ZZZZ'
    const answers = [
      await check(key.key),
      await check(other),
      await check(`${key.key} and more`),
      await check({ nested: key.key }),
      await send('POST', PATH, `not json ${key.key}`),
    ]
    // A failure in the middle of a check: the database refuses the stamp.
    const saboteur = await Database.open(join(folder, 'demo.sqlite'))
    onTestFinished(() => saboteur.close())
    saboteur.exec(`CREATE TRIGGER boom BEFORE UPDATE ON license_keys BEGIN SELECT raise(ABORT, 'boom'); END`)
    clock.now += 1_000
    const failed = await check(key.key)
    expect(failed.status).toBe(500)
    const told = await Promise.all(
      [
        '/api/debug/requests',
        '/api/sync/monitoring/errors',
        '/api/sync/monitoring/status',
        '/api/admin/audit',
        `${PATH}/attempts`,
      ].map((path) => get<RequestsAnswer>(path)),
    )
    const tables = ['license_attempts', 'audit_log', 'changes', 'meta', 'hourly_stats'].map((name) =>
      saboteur.all(`SELECT * FROM ${name}`),
    )
    const errorTexts = errors.map((error) =>
      error instanceof Error ? `${error.message} ${error.stack}` : error,
    )
    const everything = JSON.stringify([answers, failed, told, tables, printed, errorTexts])
    expect(errors).toHaveLength(1)
    expect(everything).toContain('POST /api/validate-license')
    for (const secret of [hidden, hidden.toLowerCase(), other.slice(3, -5)])
      expect(everything).not.toContain(secret)
    // All or nothing: what was not stamped is not in the log as if it had been.
    saboteur.exec('DROP TRIGGER boom')
    expect((await get<LicenseAttemptsAnswer>(`${PATH}/attempts`)).body.total).toBe(3)
  })
})
