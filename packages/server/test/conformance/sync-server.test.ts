import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  bearerAuth,
  createChangeFeed,
  createResponseCache,
  createSyncServer,
  type ResponseCache,
  type SyncServer,
  type SyncServerOptions,
} from '../../src/index'

// `createSyncServer` as somebody meets it who means no good: every refusal is a problem with a code, costs little,
// changes nothing, and gives nothing away.

const TOKEN = 'a-token-that-is-long-enough-to-be-one'
let cache: ResponseCache
let server: SyncServer
let errors: unknown[]

function make(options: SyncServerOptions = {}): SyncServer {
  return createSyncServer({
    cache,
    changes: createChangeFeed(cache.log),
    authorize: bearerAuth(TOKEN),
    basePath: '/sync',
    onError: (error) => void errors.push(error),
    ...options,
  })
}

beforeEach(async () => {
  errors = []
  cache = createResponseCache()
  server = make()
  await cache.load('held', () => 1, { tags: ['t'] })
})
afterEach(async () => {
  server.close()
  await cache.close()
})

const isHeld = async () => (await cache.load('held', () => 2, { tags: ['t'] })).data === 1

interface Asked {
  readonly method?: string
  readonly headers?: Record<string, string>
  readonly body?: string | Uint8Array
}

function ask(path: string, { method, headers, body }: Asked = {}, at = server): Promise<Response> {
  return at.fetch(
    new Request(`http://api.example${path}`, {
      method: method ?? (body === undefined ? 'GET' : 'POST'),
      headers: { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json', ...headers },
      ...(body !== undefined && { body: body as BodyInit }),
    }),
  )
}

/** A refusal: a problem of this status that fits one screen. */
async function expectProblem(response: Response, status: number | readonly number[]): Promise<void> {
  expect([status].flat()).toContain(response.status)
  expect(response.headers.get('content-type')).toContain('application/problem+json')
  expect(response.headers.get('cache-control')).toContain('no-store')
  const text = await response.text()
  expect(text.length).toBeLessThan(1500)
  expect(JSON.parse(text)).toMatchObject({
    status: response.status,
    code: expect.stringMatching(/^[a-z0-9_]+$/),
    title: expect.any(String),
    detail: expect.any(String),
  })
}

describe('who may', () => {
  const all: [string, Asked][] = [
    ['/sync/invalidate', { body: '{"keys":["held"]}' }],
    ['/sync/changes', {}],
    ['/sync/webhook/attempts', {}],
    ['/sync/monitoring/health', {}],
    ['/sync/monitoring/metrics', {}],
    ['/sync/monitoring/api-metrics', {}],
    ['/sync/monitoring/errors', {}],
    ['/sync/monitoring/status', {}],
  ]

  it.each(all)('%s: nobody, unless somebody is allowed', async (path, asked) => {
    await expectProblem(
      await ask(path, asked, createSyncServer({ cache, basePath: '/sync', onError: () => {} })),
      403,
    )
    expect(await isHeld()).toBe(true)
  })

  it.each<[string, unknown]>([
    ['a text', 'yes'],
    ['1', 1],
    ['an object', {}],
    ['allowed as a text', { allowed: 'true' }],
    ['allowed as 1', { allowed: 1 }],
    ['a list of true', [true]],
    ['a promise of a text', Promise.resolve('true')],
    ['null', null],
    ['nothing', undefined],
  ])('%s is no leave', async (_, answer) => {
    const careless = make({ authorize: () => answer as boolean })
    await expectProblem(await ask('/sync/invalidate', { body: '{"keys":["held"]}' }, careless), 403)
    expect(await isHeld()).toBe(true)
  })

  it.each([
    [
      'throwing',
      () => {
        throw new Error('database password: hunter2')
      },
    ],
    ['rejecting', () => Promise.reject(new Error('database password: hunter2'))],
  ])('%s is no leave, and tells nobody why', async (_, authorize) => {
    const response = await ask('/sync/invalidate', { body: '{"keys":["held"]}' }, make({ authorize }))
    expect(await response.clone().text()).not.toContain('hunter2')
    await expectProblem(response, 500)
    expect(await isHeld()).toBe(true)
    expect(errors.length).toBe(1)
  })

  it.each<[string, string]>([
    ['nothing', ''],
    ['another token', 'Bearer another-token-that-is-long-enough'],
    ['a beginning', `Bearer ${TOKEN.slice(0, -1)}`],
    ['more', `Bearer ${TOKEN}x`],
    ['another scheme', `Basic ${TOKEN}`],
    ['no scheme', TOKEN],
    ['another case', `Bearer ${TOKEN.toUpperCase()}`],
    ['two of them', `Bearer ${TOKEN}, Bearer x`],
  ])('bearer: %s is refused with 401', async (_, authorization) => {
    const response = await ask('/sync/invalidate', { body: '{"keys":["held"]}', headers: { authorization } })
    expect(response.headers.get('www-authenticate')).toContain('Bearer')
    await expectProblem(response, 401)
    expect(await isHeld()).toBe(true)
  })

  it('who may not is not read: no word about the body', async () => {
    const headers = { authorization: 'Bearer wrong-wrong-wrong-wrong' }
    await expectProblem(await ask('/sync/invalidate', { body: '{'.repeat(1_000_000), headers }), 401)
  })
})

describe('where', () => {
  it.each([
    '/invalidate',
    '/sync',
    '/sync/',
    '/sync//invalidate',
    '/syncx/invalidate',
    '/SYNC/invalidate',
    '/sync/Invalidate',
    '/sync/invalidate%2f',
    '/sync/%69nvalidate',
    '/sync/invalidate/x',
    '/sync/monitoring',
    '/sync/monitoring/',
    '/sync/monitoring/__proto__',
    '/sync/monitoring/constructor',
    '/sync/toString',
    '/sync/..%2finvalidate',
    '//sync/invalidate',
  ])('%s is nowhere', async (path) => {
    await expectProblem(await ask(path, { body: '{"keys":["held"]}' }), 404)
    expect(await isHeld()).toBe(true)
  })

  it.each(['GET', 'HEAD', 'PUT', 'PATCH', 'DELETE'])('%s /invalidate', async (method) => {
    const response = await ask('/sync/invalidate', { method })
    expect(response.status).toBe(405)
    expect(response.headers.get('allow')).toContain('POST')
  })

  it.each(['POST', 'PUT', 'DELETE'])('%s /changes', async (method) => {
    await expectProblem(await ask('/sync/changes', { method }), 405)
  })

  it('switched off: nothing is anywhere', async () => {
    const off = make({ enabled: false })
    for (const path of ['/sync/invalidate', '/sync/changes', '/sync/monitoring/health']) {
      await expectProblem(await ask(path, {}, off), 404)
    }
  })
})

describe('bodies of POST /invalidate', () => {
  const list = (member: string, values: unknown[]) => JSON.stringify({ [member]: values })
  const bad: [string, string | Uint8Array, (number | number[])?][] = [
    ['empty', ''],
    ['blank', '  \n'],
    ['null', 'null'],
    ['a number', '1'],
    ['a text', '"held"'],
    ['a list', '["held"]'],
    ['an empty object', '{}'],
    ['empty lists', '{"keys":[],"tags":[]}'],
    ['an unknown member', '{"keys":["held"],"all":true}'],
    ['a key alone', '{"keys":"held"}'],
    ['an object of keys', '{"keys":{"0":"held"}}'],
    ['a number as key', '{"keys":["held",1]}'],
    ['null as key', '{"keys":["held",null]}'],
    ['a list as key', '{"keys":[["held"]]}'],
    ['an empty key', '{"keys":["held",""]}'],
    ['a pattern among keys', '{"keys":["held","*"]}'],
    ['an empty pattern', '{"patterns":[""]}'],
    ['a path without slash', '{"paths":["held"]}'],
    ['a star within a path', '{"paths":["/a*b"]}'],
    ['a member twice', '{"keys":["x"],"keys":["held"]}'],
    ['a member twice, once escaped', '{"keys":["x"],"\\u006beys":["held"]}'],
    ['__proto__', '{"__proto__":{"keys":["held"]},"keys":["held"]}'],
    ['__proto__ escaped', '{"\\u005f_proto__":{},"keys":["held"]}'],
    ['constructor.prototype', '{"constructor":{"prototype":{}},"keys":["held"]}'],
    ['cut short', '{"keys":["held"'],
    ['more after it', '{"keys":["held"]}{"keys":["held"]}'],
    ['comments', '{"keys":["held"]/* x */}'],
    ['a comma too many', '{"keys":["held",]}'],
    ['NaN', '{"keys":[NaN]}'],
    ['single quotes', "{'keys':['held']}"],
    ['a line break in a key', list('keys', ['held', 'a\r\nX-Evil: 1'])],
    ['NUL in a tag', list('tags', ['t', 'a\u0000'])],
    ['a line separator in a tag', list('tags', ['a\u2028b'])],
    ['half a character', '{"keys":["held","\\ud800"]}'],
    ['100 levels', `{"keys":${'['.repeat(100)}${']'.repeat(100)}}`],
    ['30,000 levels', `{"keys":${'['.repeat(30_000)}${']'.repeat(30_000)}}`],
    ['30,000 levels of objects', '{"a":'.repeat(10_000)],
    [
      '10,000 patterns',
      list(
        'patterns',
        Array.from({ length: 10_000 }, (_, n) => `${n}*`),
      ),
      [413, 422],
    ],
    [
      '101 patterns',
      list(
        'patterns',
        Array.from({ length: 101 }, (_, n) => `${n}*`),
      ),
    ],
    [
      '1,001 keys',
      list(
        'keys',
        Array.from({ length: 1001 }, (_, n) => `k${n}`),
      ),
    ],
    ['a pattern of 10,000 stars', list('patterns', ['*'.repeat(10_000)])],
    ['a pattern of 10,000 stars and letters', list('patterns', ['*a'.repeat(5000)])],
    ['a key of 60,000 characters', list('keys', ['k'.repeat(60_000)])],
    ['a body of 1 MB', list('keys', ['k'.repeat(1_000_000)]), 413],
    ['1 MB of blanks', `${' '.repeat(1_000_000)}{"keys":["held"]}`, 413],
    ['bytes that are not UTF-8', new Uint8Array([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x7d])],
    [
      'an overlong slash',
      new Uint8Array([...Buffer.from('{"keys":["held","'), 0xc0, 0xaf, ...Buffer.from('"]}')]),
    ],
    ['UTF-16', new Uint8Array(Buffer.from('{"keys":["held"]}', 'utf16le'))],
  ]

  it.each(bad)('%s', async (_, body, status = [400, 413, 422]) => {
    await expectProblem(await ask('/sync/invalidate', { body }), status)
    expect(await isHeld()).toBe(true)
    expect(errors).toEqual([])
    expect(({} as Record<string, unknown>)['keys']).toBeUndefined()
  })

  it.each<[string, Record<string, string>]>([
    ['text/plain', { 'content-type': 'text/plain' }],
    ['a form', { 'content-type': 'application/x-www-form-urlencoded' }],
    ['multipart', { 'content-type': 'multipart/form-data; boundary=x' }],
    ['text that mentions JSON', { 'content-type': 'text/plain; application/json' }],
    ['JSON in latin1', { 'content-type': 'application/json; charset=iso-8859-1' }],
    ['a type that begins like JSON', { 'content-type': 'application/jsonp' }],
    ['compressed', { 'content-encoding': 'gzip' }],
    ['compressed twice', { 'content-encoding': 'br, gzip' }],
  ])('%s is not taken', async (_, headers) => {
    await expectProblem(await ask('/sync/invalidate', { body: '{"keys":["held"]}', headers }), 415)
    expect(await isHeld()).toBe(true)
  })

  it('a chunked body is counted while it arrives, and not read to its end', async () => {
    let sent = 0
    const body = new ReadableStream<Uint8Array>({
      pull: (controller) => controller.enqueue(new Uint8Array(10_000 + 0 * (sent += 10_000)).fill(32)),
    })
    const request = new Request('http://api.example/sync/invalidate', {
      method: 'POST',
      headers: { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' },
      body,
      duplex: 'half',
    } as RequestInit)
    await expectProblem(await server.fetch(request), 413)
    expect(sent).toBeLessThan(200_000)
  })

  it('a body that never comes ends', async () => {
    const slow = make({ limits: { bodyTimeout: 50 } })
    const request = new Request('http://api.example/sync/invalidate', {
      method: 'POST',
      headers: { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' },
      body: new ReadableStream({ pull: () => new Promise(() => {}) }),
      duplex: 'half',
    } as RequestInit)
    await expectProblem(await slow.fetch(request), 408)
  })

  it('what is good is taken to the limit', async () => {
    const patterns = [...Array.from({ length: 99 }, (_, n) => `${n}:*`), 'hel*']
    const response = await ask('/sync/invalidate', { body: JSON.stringify({ patterns }) })
    expect(response.status).toBe(200)
    expect(await response.json()).toMatchObject({ invalidated: 1, position: expect.any(String), purge: null })
    expect(await isHeld()).toBe(false)
  })
})

describe('pages of other sites', () => {
  const body = '{"keys":["held"]}'
  const trusting = () => make({ authorize: () => true, origins: ['https://app.example'] })

  it.each<[string, Record<string, string>, number]>([
    ['another origin', { origin: 'https://evil.example', cookie: 's=1' }, 403],
    ['another origin, no cookie', { origin: 'https://evil.example' }, 403],
    ['the origin null', { origin: 'null', cookie: 's=1' }, 403],
    ['an origin that contains the right one', { origin: 'https://app.example.evil.example' }, 403],
    ['the right host, another scheme', { origin: 'http://app.example' }, 403],
    ['the right host, another port', { origin: 'https://app.example:8443' }, 403],
    ['a cookie and no origin', { cookie: 's=1' }, 403],
    ['cross-site by Sec-Fetch-Site', { 'sec-fetch-site': 'cross-site', cookie: 's=1' }, 403],
    ['same-site is not same-origin', { 'sec-fetch-site': 'same-site', cookie: 's=1' }, 403],
    ['an allowed origin', { origin: 'https://app.example', cookie: 's=1' }, 200],
    ['the own origin', { origin: 'http://api.example', cookie: 's=1' }, 200],
    ['same-origin by Sec-Fetch-Site', { 'sec-fetch-site': 'same-origin', cookie: 's=1' }, 200],
    ['no browser', {}, 200],
  ])('%s', async (_, headers, status) => {
    expect((await ask('/sync/invalidate', { body, headers }, trusting())).status).toBe(status)
    expect(await isHeld()).toBe(status !== 200)
  })

  it('refusals can be read by allowed pages, and by no other', async () => {
    const at = trusting()
    const allowed = await ask(
      '/sync/invalidate',
      { body: '{', headers: { origin: 'https://app.example' } },
      at,
    )
    expect(allowed.headers.get('access-control-allow-origin')).toBe('https://app.example')
    const foreign = await ask('/sync/changes', { headers: { origin: 'https://evil.example' } }, at)
    expect(foreign.headers.get('access-control-allow-origin')).toBeNull()
    expect(foreign.headers.get('vary')?.toLowerCase()).toContain('origin')
  })
})

describe('GET /changes', () => {
  it.each([
    'limit=0',
    'limit=-1',
    'limit=1001',
    'limit=1e3',
    'limit=1.5',
    'limit=',
    'limit=abc',
    'limit=99999999999999999999',
    'limit=1&limit=2',
    'since=a&since=b',
    'since=',
    'since=2026-13-01T00:00:00Z',
    'since=2026-01-01T00:00:00',
    `since=${'x'.repeat(300)}`,
    'since=a%0d%0ab',
    'since=%00',
    'since=%ff',
    'collection=',
    'collection=a&collection=b',
    `collection=${'x'.repeat(300)}`,
  ])('?%s is refused', async (query) => {
    await expectProblem(await ask(`/sync/changes?${query}`), [400, 422])
    expect(errors).toEqual([])
  })

  it.each(['nonsense', '1', 'a.1', '../x', 'NaN', '{}', "'--", `${'9'.repeat(20)}.1`, 'x.999999999999999'])(
    'since=%s: begin anew',
    async (since) => {
      const response = await ask(`/sync/changes?since=${encodeURIComponent(since)}`)
      expect(response.status).toBe(200)
      expect(await response.json()).toMatchObject({
        changes: [],
        hasMore: false,
        reset: true,
        cursor: expect.any(String),
      })
    },
  )

  it('a poll that brings nothing new is 304, and one that does is not', async () => {
    const { cursor } = (await (await ask('/sync/changes')).json()) as { cursor: string }
    const first = await ask(`/sync/changes?since=${cursor}`)
    const etag = first.headers.get('etag') ?? ''
    expect(await first.json()).toMatchObject({ changes: [], reset: false })
    const again = () => ask(`/sync/changes?since=${cursor}`, { headers: { 'if-none-match': etag } })
    expect((await again()).status).toBe(304)
    await cache.invalidate('x', { changes: [{ collection: 'c', id: '1' }] })
    const page = await again()
    expect(page.status).toBe(200)
    expect(page.headers.get('cache-control')).toMatch(/private/)
    expect(page.headers.get('cache-control')).toMatch(/no-cache|no-store|max-age=0/)
    expect(await page.json()).toMatchObject({ changes: [{ collection: 'c', id: '1' }], reset: false })
  })

  it('by times with any zone, the plus encoded or not', async () => {
    await cache.invalidate('x', { changes: [{ collection: 'c', id: '1' }] })
    for (const since of [
      '2020-01-01',
      '2020-01-01T00:00:00Z',
      '2020-01-01T02:00:00%2B02:00',
      '2020-01-01T02:00:00+02:00',
    ]) {
      const response = await ask(`/sync/changes?since=${since}`)
      expect([since, response.status]).toEqual([since, 200])
      expect(((await response.json()) as { changes: unknown[] }).changes.length).toBe(1)
    }
  })

  it('HEAD has no body', async () => {
    const response = await ask('/sync/changes', { method: 'HEAD' })
    expect([response.status, await response.text()]).toEqual([200, ''])
  })
})

describe('floods', () => {
  it('beyond the rate: 429, with whole seconds to wait, and nobody else is meant', async () => {
    const at = make({
      authorize: (request) => ({ allowed: true, principal: request.headers.get('x-who') ?? 'nobody' }),
      limits: { rate: { requests: 3, per: 60_000 } },
    })
    const statuses: number[] = []
    let last: Response | undefined
    for (let n = 0; n < 5; n++) {
      last = await ask('/sync/changes', { headers: { 'x-who': 'a' } }, at)
      statuses.push(last.status)
    }
    expect(statuses).toEqual([200, 200, 200, 429, 429])
    expect(last?.headers.get('retry-after')).toMatch(/^[1-9]\d*$/)
    if (last) await expectProblem(last, 429)
    expect((await ask('/sync/changes', { headers: { 'x-who': 'b' } }, at)).status).toBe(200)
  })

  it('of the uninvited do not use up what others may', async () => {
    const at = make({ limits: { rate: { requests: 3, per: 60_000 } } })
    for (let n = 0; n < 20; n++) {
      const response = await ask(
        '/sync/changes',
        { headers: { authorization: 'Bearer wrong-wrong-wrong' } },
        at,
      )
      expect([401, 429]).toContain(response.status)
    }
    expect((await ask('/sync/changes', {}, at)).status).toBe(200)
  })

  it('of unknown places leave one name in the figures, and no line of their own', async () => {
    for (let n = 0; n < 300; n++) await ask(`/sync/x${n}%0a%22%7d`, {})
    const text = await (await ask('/sync/monitoring/metrics', { headers: { accept: 'text/plain' } })).text()
    expect(text.length).toBeLessThan(100_000)
    expect(text).not.toContain('x299')
    for (const line of text.split('\n')) {
      expect(line).toMatch(
        /^$|^# (HELP|TYPE|UNIT|EOF)|^[a-zA-Z_:][a-zA-Z0-9_:]*(\{.*\})? -?[\d.eE+Infa-]+( \d+)?$/,
      )
    }
  })

  it.each(['health', 'metrics', 'api-metrics', 'errors', 'status'])(
    '%s gives no secret away',
    async (section) => {
      await ask('/sync/invalidate', {
        body: '{"keys":["x"]}',
        headers: { cookie: 'session=topsecret', 'user-agent': 'secret-agent/1' },
      })
      for (const accept of ['application/json', 'text/plain']) {
        const response = await ask(`/sync/monitoring/${section}`, { headers: { accept } })
        const text = await response.text()
        for (const secret of [TOKEN, 'topsecret', 'secret-agent']) expect(text).not.toContain(secret)
      }
    },
  )
})
