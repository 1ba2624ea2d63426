// Who may what, tried on every route with every kind of credentials; what a foreign page can make a browser send; and
// that no answer, whatever went wrong, tells what it must not.
import { describe, expect, it } from 'vitest'
import {
  bearerAuth,
  createChangeFeed,
  createMonitor,
  createResponseCache,
  createSyncServer,
  toNodeHandler,
  type SyncServerOptions,
} from '../../src/index'
import { ask, keep, request, SECRET, start, webhook } from '../routes/harness'

const TOKEN = 'CANARY-bearer-0123456789'
const AUTHORISED = { authorization: `Bearer ${TOKEN}` }
const JSON_TYPE = { 'content-type': 'application/json' }

const READS = [
  '/changes',
  '/webhook/attempts',
  '/monitoring/health',
  '/monitoring/metrics',
  '/monitoring/api-metrics',
  '/monitoring/errors',
  '/monitoring/status',
] as const
const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'QUERY', 'invalidate']

function guarded(options: SyncServerOptions = {}) {
  const started = start({ authorize: bearerAuth(TOKEN), secret: SECRET, ...options })
  return { ...started, feed: createChangeFeed(started.cache.log) }
}

describe('without credentials', () => {
  const without: Record<string, Record<string, string>> = {
    none: {},
    'another token': { authorization: 'Bearer CANARY-bearer-0123456780' },
    'a longer token': { authorization: `Bearer ${TOKEN}0` },
    'an empty token': { authorization: 'Bearer ' },
    'another scheme': { authorization: `Basic ${TOKEN}` },
    'the token alone': { authorization: TOKEN },
    'two tokens': { authorization: `Bearer x, Bearer ${TOKEN}` },
    'a cookie': { cookie: `token=${TOKEN}`, 'sec-fetch-site': 'same-origin' },
    'a query': {},
  }

  it.each(Object.entries(without))('(%s) nothing is told or changed', async (name, headers) => {
    const { server, cache, feed } = guarded()
    const withFeed = createSyncServer({ cache, changes: feed, authorize: bearerAuth(TOKEN), secret: SECRET })
    await keep(cache, 'k')
    const query = name === 'a query' ? `?authorization=Bearer%20${TOKEN}&access_token=${TOKEN}` : ''
    for (const path of READS)
      for (const each of [server, withFeed]) {
        const answer = await each.fetch(request('GET', path + query, headers))
        expect([path, answer.status]).toEqual([path, 401])
        expect(Object.keys((await answer.json()) as object).sort()).toEqual([
          'code',
          'detail',
          'status',
          'title',
        ])
      }
    const body = JSON.stringify({ keys: ['k'] })
    const written = await server.fetch(
      request('POST', `/invalidate${query}`, { ...JSON_TYPE, ...headers }, body),
    )
    expect(written.status).toBe(401)
    expect((await cache.load('k', () => 'new')).cached).toBe(true)
  })

  it('(of the companion) nothing is allowed at all, webhooks included', async () => {
    const server = createSyncServer({ cache: createResponseCache() })
    for (const path of READS) expect(await ask(server, request('GET', path))).toBe('403 forbidden')
    expect(await ask(server, request('POST', '/invalidate', JSON_TYPE, '{"keys":["k"]}'))).toBe(
      '403 forbidden',
    )
    expect(await ask(server, request('POST', '/webhook', JSON_TYPE, '{"type":"x"}'))).toBe(
      '404 not_configured',
    )
  })

  it.each([
    ['undefined', undefined],
    ['1', 1],
    ['a text', 'true'],
    ['an empty object', {}],
    ['an inherited yes', Object.create({ allowed: 'true' })],
    ['a promise of an object that says no', { allowed: 'yes' }],
  ])('what is not exactly true denies: %s', async (_, answer) => {
    const { server } = start({ authorize: () => answer as never })
    expect(await ask(server, request('GET', '/monitoring/health'))).toBe('403 forbidden')
  })
})

describe('methods', () => {
  it('that a route does not have are refused before anything is looked at', async () => {
    const { server, cache } = guarded()
    await keep(cache, 'k')
    const answers: string[] = []
    for (const path of [...READS, '/invalidate', '/webhook'])
      for (const method of METHODS) {
        const isWrite = path === '/invalidate' || path === '/webhook'
        if (isWrite ? method === 'POST' : method === 'GET' || method === 'HEAD') continue
        const hasBody = !['GET', 'HEAD'].includes(method)
        const sent = request(method, path, AUTHORISED, hasBody ? '{"keys":["k"]}' : undefined)
        const { status, headers } = await server.fetch(sent)
        answers.push(`${status} ${headers.get('allow') ? 'allow' : 'nothing'}`)
      }
    expect(new Set(answers)).toEqual(new Set(['405 allow']))
    // What a page can make a browser send without asking first, in place of the real method.
    const overridden = { ...AUTHORISED, 'x-http-method-override': 'POST' }
    expect((await server.fetch(request('GET', '/invalidate?_method=POST', overridden))).status).toBe(405)
    expect((await cache.load('k', () => 'new')).cached).toBe(true)
  })
})

describe('a foreign page', () => {
  const byCookie = (sent: Request) => (sent.headers.get('cookie') === 'sid=1' ? true : { allowed: false })
  const cookie = { cookie: 'sid=1' }
  const FORMS = ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', '']

  it.each([
    ['from its form', { origin: 'https://evil.example' }],
    ['from a frame without an origin', { origin: 'null' }],
    ['without an origin', {}],
    ['from a sibling site', { 'sec-fetch-site': 'same-site' }],
    ['that the browser calls foreign', { 'sec-fetch-site': 'cross-site' }],
    ['whose origin begins alike', { origin: 'https://api.example.evil.example' }],
    ['of another port', { origin: 'https://api.example:8443' }],
    ['of another scheme', { origin: 'http://api.example' }],
  ])('cannot use a visitor’s cookie: %s', async (_, headers) => {
    for (const origins of [undefined, '*' as const, ['https://app.example']]) {
      const { server, cache } = start({ authorize: byCookie, origins })
      await keep(cache, 'k')
      for (const type of [...FORMS, 'application/json']) {
        const sent = request(
          'POST',
          '/invalidate',
          { ...cookie, ...headers, 'content-type': type },
          '{"keys":["k"]}',
        )
        expect((await server.fetch(sent)).status).toBe(403)
      }
      expect((await cache.load('k', () => 'new')).cached).toBe(true)
    }
  })

  it.each(FORMS)('cannot send a form in place of JSON, also of the own origin: %j', async (type) => {
    const { server } = start({ authorize: byCookie })
    const headers = { ...cookie, origin: 'https://api.example', 'content-type': type }
    const sent = request('POST', '/invalidate', headers, '{"keys":["k"]}')
    expect((await server.fetch(sent)).status).toBe(415)
  })

  it('reads nothing unless its origin is named', async () => {
    for (const origins of [undefined, ['https://app.example']]) {
      const { server } = start({ origins })
      const headers = { origin: 'https://evil.example', 'access-control-request-method': 'POST' }
      for (const sent of [
        request('GET', '/monitoring/health', headers),
        request('OPTIONS', '/invalidate', headers),
      ]) {
        const answer = await server.fetch(sent)
        expect([...answer.headers.keys()].filter((name) => name.startsWith('access-control'))).toEqual([])
      }
    }
  })

  it('everybody’s pages may read, and then without cookies', async () => {
    const { server } = start({ origins: '*' })
    const { headers } = await server.fetch(
      request('GET', '/monitoring/health', { origin: 'https://evil.example' }),
    )
    expect([
      headers.get('access-control-allow-origin'),
      headers.get('access-control-allow-credentials'),
    ]).toEqual(['*', null])
    expect(() => createSyncServer({ origins: '*', credentials: true })).toThrow('credentials')
  })
})

describe('a webhook', () => {
  const event = { type: 'x', data: {} }

  it.each([
    ['another id', { 'webhook-id': 'msg_2' }],
    ['another time', { 'webhook-timestamp': String(Date.UTC(2026, 10, 22, 12) / 1_000 + 1) }],
    ['a time with a sign', { 'webhook-timestamp': `+${Date.UTC(2026, 10, 22, 12) / 1_000}` }],
    ['another version of signatures', { 'webhook-signature': 'v2,x' }],
    ['no signature', { 'webhook-signature': '' }],
    ['an empty one', { 'webhook-signature': 'v1,' }],
    ['very many', { 'webhook-signature': 'v1,x '.repeat(5_000) }],
  ])('with %s is not believed', async (_, changed) => {
    const { server, clock } = guarded()
    const sent = webhook(event, { at: clock.now() })
    for (const [name, value] of Object.entries(changed)) sent.headers.set(name, value)
    expect((await server.fetch(sent)).status).toBe(401)
  })

  it('is taken once, within its time, by who knows the secret; its body may not be another', async () => {
    const { server, clock } = guarded()
    const at = clock.now()
    const answers = []
    for (const sent of [
      webhook(event, { at }),
      webhook(event, { at }),
      webhook(event, { at: at - 301_000, id: 'msg_old' }),
      webhook(event, { at: at + 301_000, id: 'msg_new' }),
      webhook(event, { at, id: 'msg_3', secret: `whsec_${btoa('another secret of someone')}` }),
      request(
        'POST',
        '/webhook',
        Object.fromEntries(webhook(event, { at, id: 'msg_4' }).headers),
        '{"type":"y"}',
      ),
    ])
      answers.push((await server.fetch(sent)).status)
    expect(answers).toEqual([200, 409, 401, 401, 401, 401])
  })
})

describe('no answer tells', () => {
  const secrets = { bearer: TOKEN, webhook: SECRET.slice(6) }
  const CANARY = 'CANARY-0f9e8d7c6b5a49382716'
  const broken = (where: string) => () => {
    const error = new Error(
      `${where} failed: password=${CANARY} at redis://user:${CANARY}@host/?token=${CANARY}`,
    )
    throw Object.assign(error, { cause: new Error(CANARY), config: { headers: { authorization: CANARY } } })
  }

  /** Every part that an application hands in fails, with a secret in its error. */
  function failing() {
    const cache = createResponseCache({ onError: () => {} })
    const bad = {
      ...cache,
      invalidate: broken('the cache'),
      stats: broken('stats'),
      health: broken('health'),
      claim: broken('claim'),
    }
    const monitor = createMonitor({
      cache: bad,
      checks: { database: broken('the database'), 'a b\n"c': broken('it') },
      onAlert: broken('alert'),
      onError: () => {},
      slowAfter: 0,
      userAgent: true,
      thresholds: { errorRate: 0 },
      minRequests: 1,
    })
    const server = createSyncServer({
      cache: bad,
      monitoring: monitor,
      changes: { read: broken('changes') },
      authorize: bearerAuth(TOKEN),
      secret: SECRET,
      onWebhook: broken('onWebhook'),
      purge: broken('purge'),
      attempts: { add: broken('attempts'), list: broken('attempts') },
      origins: (origin) => (origin === 'https://x.example' ? broken('origins')() : false),
      onError: () => {},
    })
    return { server, monitor }
  }

  it('a secret, when all that can fail does: neither bodies, nor headers, nor figures in any form', async () => {
    const { server, monitor } = failing()
    const told: string[] = []
    const tell = async (sent: Request) => {
      const answer = await server.fetch(sent)
      told.push(
        `${sent.method} ${sent.url} ${answer.status} ${JSON.stringify([...answer.headers])} ${await answer.text()}`,
      )
    }
    const query = `?since=x&token=${CANARY}&_t=${CANARY}`
    const all = {
      ...AUTHORISED,
      cookie: `sid=${CANARY}`,
      'user-agent': `x token=${CANARY}`,
      origin: 'https://x.example',
    }
    const own = { ...all, origin: 'https://api.example' }
    for (const accept of ['application/json', 'text/plain', 'application/openmetrics-text', CANARY]) {
      for (const path of READS) await tell(request('GET', path, { ...all, accept }))
      await tell(request('GET', '/changes?since=2026-01-01', { ...all, accept }))
    }
    await tell(request('POST', '/invalidate', { ...own, ...JSON_TYPE }, `{"keys":["a"]}`))
    await tell(request('POST', '/invalidate', { ...own, ...JSON_TYPE }, `{"keys":["a"`))
    await tell(request('POST', '/invalidate', { ...own, ...JSON_TYPE, 'content-encoding': CANARY }, `{}`))
    await tell(webhook({ type: 'x', data: { secret: CANARY } }, { at: Date.now() }))
    for (const { url } of [
      request('GET', `/nowhere/${CANARY}`),
      request('GET', `/monitoring/errors${query}`),
    ])
      await server.fetch(new Request(url, { headers: AUTHORISED }))
    const wrapped = monitor.wrap(broken('a handler'), { route: '/api/x' })
    await wrapped(new Request(`https://api.example/api/x${query}`)).catch(() => {})
    monitor.recordError(Object.assign(new Error(CANARY), { message: `Bearer ${CANARY}` }), {
      route: '/api/x',
    })
    for (const path of READS) await tell(request('GET', path, AUTHORISED))
    told.push(
      JSON.stringify([
        await monitor.health(),
        monitor.errors(),
        monitor.apiMetrics(),
        await monitor.status(),
      ]),
    )
    expect(told.length).toBeGreaterThan(30)
    expect(told.join('\n')).toMatch(/"checks"|freshline_/)
    for (const secret of [CANARY, secrets.bearer, secrets.webhook])
      expect(told.filter((line) => line.replace(/^\S+ \S+ /, '').includes(secret))).toEqual([])
  })

  it('a stack or a message of an error inside', async () => {
    const { server } = failing()
    const answer = await server.fetch(request('GET', '/changes?since=2026-01-01', AUTHORISED))
    expect([answer.status, await answer.json()]).toEqual([
      500,
      {
        title: 'Internal Server Error',
        status: 500,
        code: 'internal',
        detail: 'The server failed; the failure was reported.',
      },
    ])
    expect(typeof toNodeHandler(server.fetch)).toBe('function')
  })

  it('a secret that was given as an option of the wrong kind', () => {
    const wrong: SyncServerOptions[] = [
      { secret: 12345 as never },
      { secret: 'CANARY' },
      { secret: 'whsec_' },
      { secret: 'whsec_CANARY==' },
      { secret: ['CANARY', ''] },
      { secret: [] },
    ]
    for (const options of wrong) {
      const thrown = (() => {
        try {
          createSyncServer(options)
          return undefined
        } catch (error) {
          return error as Error
        }
      })()
      expect(thrown?.message).toContain('secret')
      expect(thrown?.message).not.toMatch(/CANARY|12345/)
    }
    expect(() => bearerAuth('CANARY')).toThrow(
      expect.not.objectContaining({ message: expect.stringContaining('CANARY') as string }),
    )
  })
})
