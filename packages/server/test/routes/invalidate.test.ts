import { describe, expect, it, vi } from 'vitest'
import { createSyncServer, type SyncServerOptions } from '../../src/index'
import { ask, keep, postJson, request, start } from './harness'

const invalidate = (body: unknown) => postJson('/invalidate', body)

describe('POST /invalidate', () => {
  it('makes stale what keys, tags, patterns and paths name, and answers how many and where in the log', async () => {
    const { cache, server } = start()
    for (const key of ['a', 'b', 'stores:1', 'stores:2', '/api/x'])
      await keep(cache, key, key === 'b' ? ['t'] : [])
    const body = { keys: ['a'], tags: ['t'], patterns: ['stores:*'], paths: ['/api/x'] }
    const response = await server.fetch(invalidate(body))
    const answer: unknown = await response.json()
    expect([response.status, answer]).toEqual([
      200,
      { invalidated: 5, position: await cache.log.head(), purge: null },
    ])
    expect(response.headers.get('cache-control')).toBe('no-store')
    expect((await cache.load('a', () => 'new')).data).toBe('new')
  })

  it('answers 0 where nothing is held, and the invalidation counts all the same', async () => {
    const { cache, server } = start()
    const before = await cache.log.head()
    const answer = (await (await server.fetch(invalidate({ keys: ['a'] }))).json()) as { position: string }
    expect(answer).toMatchObject({ invalidated: 0 })
    expect(answer.position).not.toBe(before)
  })

  it('maps paths as it is told', async () => {
    const pathTargets = vi.fn((path: string) => [{ tag: path.slice(1) }, ['x', 1]])
    const { cache, server } = start({ pathTargets })
    await keep(cache, 'tagged', ['stores'])
    await keep(cache, 'x:1')
    await keep(cache, '/stores')
    expect(await ask(server, invalidate({ paths: ['/stores'] }))).toContain('"invalidated":2')
    expect(pathTargets).toHaveBeenCalledWith('/stores', 0, expect.anything())
  })

  it('answers 404 for a server that has nothing to invalidate', async () => {
    const server = createSyncServer({ authorize: () => true })
    expect(await ask(server, invalidate({ keys: ['a'] }))).toBe('404 not_configured')
  })

  it('answers 500 without details where the cache fails, and reports it', async () => {
    const cache = { invalidate: () => Promise.reject(new Error('disk /secret/path')) }
    const { server, errors } = start({ cache })
    const response = await server.fetch(invalidate({ keys: ['a'] }))
    expect(await response.text()).not.toContain('secret')
    expect([response.status, errors]).toEqual([500, [new Error('disk /secret/path')]])
  })
})

describe('its body', () => {
  const long = 'x'.repeat(2_049)
  const refused: [unknown, string][] = [
    [null, 'the body: got null, allowed: an object with any of keys, tags, patterns, paths'],
    [[], 'the body: got an empty list, allowed: an object'],
    ['"keys"', 'the body: got "keys"'],
    [{}, 'the body: got an empty object, allowed: at least one of'],
    [{ key: ['a'] }, 'a member: got "key", allowed: keys, tags, patterns, paths'],
    [{ keys: ['a'], constructor: 1 }, 'a member: got "constructor"'],
    [{ keys: 'a' }, 'keys: got "a", allowed: a list of texts'],
    [{ keys: { 0: 'a', length: 1 } }, 'keys: got an object, allowed: a list'],
    [{ keys: [] }, 'keys: got an empty list, allowed: at least one'],
    [{ keys: null }, 'keys: got null'],
    [{ keys: [1] }, 'keys[0]: got 1, allowed: a text'],
    [{ tags: ['a', ['b']] }, 'tags[1]: got a list'],
    [{ tags: [''] }, 'tags[0]: got "", allowed: a text that is not empty'],
    [
      { keys: ['stores:*'] },
      'keys[0]: got "stores:*", allowed: a key; a text with a bare * belongs in patterns',
    ],
    [{ keys: [long] }, 'keys[0]: got 2049 characters, allowed: at most 2048'],
    [{ patterns: ['*'.repeat(10_000)] }, 'patterns[0]: got 10000 characters, allowed: at most 512'],
    [{ patterns: Array(101).fill('a*') }, 'patterns: got 101 of them, allowed: at most 100'],
    [{ patterns: Array(10_000).fill('*') }, 'patterns: got 10000 of them'],
    [
      { keys: Array(501).fill('a'), tags: Array(500).fill('b') },
      'all lists together: got 1001 targets, allowed: at most 1000',
    ],
    [
      { keys: ['a\r\nset-cookie: x=1'] },
      'keys[0]: got "a\\r\\nset-cookie: x=1", allowed: a text without control',
    ],
    [{ tags: ['a\u0000'] }, 'tags[0]: got "a\\u0000"'],
    [{ tags: ['a\u0085'] }, 'tags[0]'],
    [{ tags: ['\ud800'] }, 'tags[0]: got a lone surrogate, allowed: well-formed Unicode'],
    [{ paths: ['api/x'] }, 'paths[0]: got "api/x", allowed: a path that begins with /'],
    [{ paths: ['/a/*/b'] }, 'paths[0]: got "/a/*/b"'],
    [{ paths: ['/a*'] }, 'paths[0]: got "/a*"'],
  ]

  it.each(refused.map(([body, detail]) => [detail, body] as const))('refuses %s', async (detail, body) => {
    const { cache, server } = start({ limits: { bodyBytes: 100_000 } })
    const before = await cache.log.head()
    const response = await server.fetch(invalidate(typeof body === 'string' ? body : JSON.stringify(body)))
    const told = (await response.json()) as { detail: string }
    expect([response.status, told]).toMatchObject([
      422,
      { code: 'invalid_body', title: 'Unprocessable Content' },
    ])
    expect(told.detail.slice(0, detail.length)).toBe(detail)
    expect(told.detail.length).toBeLessThan(200)
    expect(await cache.log.head()).toBe(before)
  })

  it('takes the largest that is allowed', async () => {
    const { server } = start()
    const pattern = 'a*'.repeat(256)
    expect(await ask(server, invalidate({ patterns: [pattern], keys: ['é\\*', 'x'.repeat(2_048)] }))).toMatch(
      /^200/,
    )
    expect(await ask(server, invalidate({ paths: ['/', '/*', '/a/*', '/a?b=c'] }))).toMatch(/^200/)
  })

  it('of 1 MB, or endless, or none at all, is refused', async () => {
    const { server } = start()
    expect(await ask(server, invalidate({ keys: ['x'.repeat(1_000_000)] }))).toBe('413 body_too_large')
    expect(await ask(server, request('POST', '/invalidate', { 'content-type': 'application/json' }))).toBe(
      '400 empty_body',
    )
    expect(await ask(server, request('POST', '/invalidate', {}, 'keys=a'))).toBe('415 unsupported_media_type')
    expect(await ask(server, invalidate(`{"keys":["a"],"keys":["b"]}`))).toBe('400 duplicate_member')
    expect(await ask(server, invalidate(`{"keys":["a"],"__proto__":{}}`))).toBe('400 forbidden_member')
    expect(await ask(server, invalidate('['.repeat(60_000)))).toBe('400 json_too_deep')
  })

  it('with patterns made to be slow is done with at once', async () => {
    const { cache, server } = start()
    for (let at = 0; at < 50; at++) await keep(cache, 'a'.repeat(1_000) + String(at))
    const patterns = Array.from(
      { length: 100 },
      (_, at) => `${'a*'.repeat(255)}${String.fromCharCode(98 + (at % 20))}`,
    )
    expect(await ask(server, invalidate({ patterns }))).toContain('"invalidated":0')
  })
})

describe('authorize', () => {
  const body = { keys: ['a'] }

  async function answered(authorize: SyncServerOptions['authorize']): Promise<[string, string | null]> {
    const { cache, server } = start({ authorize })
    const before = await cache.log.head()
    const response = await server.fetch(invalidate(body))
    const challenge = response.headers.get('www-authenticate')
    expect((await cache.log.head()) === before).toBe(response.status !== 200)
    return [`${response.status} ${((await response.json()) as { code?: string }).code}`, challenge]
  }

  it('denies everything where it is missing', async () => {
    expect(await answered(undefined)).toEqual(['403 forbidden', null])
  })

  it.each([
    undefined,
    null,
    0,
    1,
    'yes',
    {},
    [],
    { allowed: 1 },
    { allowed: 'true' },
    false,
    { allowed: false },
  ])('that answers %j denies', async (answer) => {
    expect(await answered(() => answer as boolean)).toEqual(['403 forbidden', null])
    expect(await answered(async () => answer as boolean)).toEqual(['403 forbidden', null])
  })

  it('that answers true allows', async () => {
    expect(await answered(() => true)).toEqual(['200 undefined', null])
    expect(await answered(async () => ({ allowed: true, principal: 'x' }))).toEqual(['200 undefined', null])
  })

  it('may say that nobody is known, which is another answer than that he may not', async () => {
    const reason = 'unauthenticated'
    expect(await answered(() => ({ allowed: false, reason }))).toEqual(['401 unauthenticated', 'Bearer'])
    expect(await answered(() => ({ allowed: false, reason, challenge: 'Basic' }))).toEqual([
      '401 unauthenticated',
      'Basic',
    ])
    expect(await answered(() => ({ allowed: false, reason: 'forbidden' }))).toEqual(['403 forbidden', null])
  })

  it('that throws denies with 500, tells nobody outside why, and reports it', async () => {
    const authorize = () => Promise.reject(new Error('no such table: users'))
    const { server, errors, cache } = start({ authorize })
    const before = await cache.log.head()
    const response = await server.fetch(invalidate(body))
    expect([response.status, await response.json()]).toEqual([
      500,
      {
        title: 'Internal Server Error',
        status: 500,
        code: 'internal',
        detail: 'The server failed; the failure was reported.',
      },
    ])
    expect(errors).toEqual([new Error('no such table: users')])
    expect(await cache.log.head()).toBe(before)
    expect(server.monitor?.errors().groups[0]).toMatchObject({
      message: 'no such table: users',
      route: '/invalidate',
    })
  })

  it('is told what is about to be done, before the body is read', async () => {
    const authorize = vi.fn(() => false)
    const { server } = start({ authorize })
    const sent = invalidate(body)
    await server.fetch(sent)
    expect(authorize).toHaveBeenCalledWith(sent, { action: 'invalidate', route: '/invalidate' })
    expect(sent.bodyUsed).toBe(false)
  })
})

describe('a write from a page', () => {
  it('with a cookie needs an origin that is known', async () => {
    const { server, cache } = start({ origins: ['https://admin.example'] })
    const before = await cache.log.head()
    const send = (headers: Record<string, string>) =>
      ask(server, postJson('/invalidate', { keys: ['a'] }, { cookie: 's=1', ...headers }))
    expect(await send({})).toBe('403 missing_origin')
    expect(await send({ origin: 'https://evil.example' })).toBe('403 foreign_origin')
    expect(await cache.log.head()).toBe(before)
    expect(await send({ origin: 'https://admin.example' })).toMatch(/^200/)
    expect(await send({ 'sec-fetch-site': 'same-origin' })).toMatch(/^200/)
  })

  it('is not let pass from everywhere because everybody may read', async () => {
    const { server } = start({ origins: '*' })
    expect(
      await ask(server, postJson('/invalidate', { keys: ['a'] }, { origin: 'https://evil.example' })),
    ).toBe('403 foreign_origin')
  })
})
