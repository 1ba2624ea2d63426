import { deferred } from '@freshline/test-utils'
import { describe, expect, it, vi } from 'vitest'
import { createSyncServer, type SyncServerOptions } from '../../src/index'
import { ask, outcome, postJson, request, SECRET, start, webhook } from './harness'

describe('routes', () => {
  it.each([
    ['GET', '/', '404 unknown_route'],
    ['GET', '/nothing', '404 unknown_route'],
    ['POST', '/invalidate/x', '404 unknown_route'],
    ['POST', '//invalidate', '404 unknown_route'],
    ['POST', '/invalidate//', '404 unknown_route'],
    ['POST', '/INVALIDATE', '404 unknown_route'],
    ['GET', '/monitoring', '404 unknown_route'],
    ['GET', '/monitoring/nothing', '404 unknown_route'],
    ['GET', '/monitoring/constructor', '404 unknown_route'],
    ['GET', '/__proto__', '404 unknown_route'],
    ['OPTIONS', '/nothing', '404 unknown_route'],
    ['GET', '/invalidate', '405 method_not_allowed'],
    ['HEAD', '/invalidate', '405 method_not_allowed'],
    ['PUT', '/invalidate', '405 method_not_allowed'],
    ['POST', '/changes', '405 method_not_allowed'],
    ['DELETE', '/monitoring/health', '405 method_not_allowed'],
  ])('%s %s: %s', async (method, path, refusal) => {
    expect((await ask(start().server, request(method, path))).slice(0, refusal.length)).toMatch(
      // HEAD has no body to read a code from.
      method === 'HEAD' ? /^405/ : refusal,
    )
  })

  it('say which methods they answer', async () => {
    const { server } = start()
    const allow = async (method: string, path: string) => {
      const response = await server.fetch(request(method, path))
      return [response.status, response.headers.get('allow')]
    }
    expect(await allow('GET', '/invalidate')).toEqual([405, 'POST, OPTIONS'])
    expect(await allow('OPTIONS', '/invalidate')).toEqual([204, 'POST, OPTIONS'])
    expect(await allow('OPTIONS', '/changes')).toEqual([204, 'GET, HEAD, OPTIONS'])
  })

  it('are the same with one slash at the end', async () => {
    expect(await ask(start().server, postJson('/invalidate/', { keys: ['a'] }))).toMatch(/^200/)
  })

  it('are below the base path, and nowhere else', async () => {
    for (const basePath of ['/api/sync', '/api/sync/']) {
      const { server } = start({ basePath })
      expect(await ask(server, postJson('/api/sync/invalidate', { keys: ['a'] }))).toMatch(/^200/)
      for (const path of ['/invalidate', '/api/syncinvalidate', '/api/sync', '/api/sync/api/sync/invalidate'])
        expect(await ask(server, postJson(path, { keys: ['a'] }))).toBe('404 unknown_route')
    }
    for (const basePath of ['api', '/a b', '/a?b', '/a//b', 7])
      expect(() => createSyncServer({ basePath: basePath as string })).toThrow('basePath')
  })

  it('need no this', async () => {
    const { fetch, invalidate } = start().server
    expect((await fetch(postJson('/invalidate', { keys: ['a'] }))).status).toBe(200)
    expect(await invalidate(['a'])).toMatchObject({ invalidated: 0 })
  })

  it('do not mind what class a request is of', async () => {
    const { server } = start()
    const { url, method, headers, body, signal } = postJson('/invalidate', { keys: ['a'] })
    expect((await server.fetch({ url, method, headers, body, signal } as Request)).status).toBe(200)
  })
})

describe('enabled: false', () => {
  it('answers 404 to everything, does nothing and asks nobody', async () => {
    const authorize = vi.fn(() => true)
    const { server, clock, cache } = start({ enabled: false, authorize, secret: SECRET, origins: '*' })
    const before = await cache.log.head()
    for (const sent of [
      postJson('/invalidate', { keys: ['a'] }),
      webhook({ type: 'a' }, { at: clock.now() }),
      request('GET', '/changes'),
      request('GET', '/monitoring/health'),
      request('OPTIONS', '/invalidate', {
        origin: 'https://a.example',
        'access-control-request-method': 'POST',
      }),
    ])
      expect(await ask(server, sent)).toBe('404 switched_off')
    expect(authorize).not.toHaveBeenCalled()
    expect(await cache.log.head()).toBe(before)
  })
})

describe('pages of other origins', () => {
  const origin = 'https://admin.example'

  it('may read every answer where their origin is allowed, refusals too', async () => {
    const { server } = start({ origins: [origin], authorize: undefined })
    const response = await server.fetch(postJson('/invalidate', { keys: ['a'] }, { origin }))
    expect([response.status, response.headers.get('access-control-allow-origin')]).toEqual([403, origin])
    expect(response.headers.get('access-control-expose-headers')).toMatch(/ETag.*Retry-After.*RateLimit/)
    const foreign = await server.fetch(request('GET', '/changes', { origin: 'https://evil.example' }))
    expect(foreign.headers.get('access-control-allow-origin')).toBeNull()
    expect(foreign.headers.get('vary')).toContain('Origin')
  })

  it('are told by a preflight what they may send', async () => {
    const { server } = start({ origins: [origin], credentials: true })
    const response = await server.fetch(
      request('OPTIONS', '/invalidate', { origin, 'access-control-request-method': 'POST' }),
    )
    expect([response.status, response.headers.get('access-control-allow-methods')]).toEqual([
      204,
      'GET, HEAD, POST',
    ])
    expect(response.headers.get('access-control-allow-headers')).toMatch(/Content-Type.*Authorization/)
    expect(response.headers.get('access-control-allow-credentials')).toBe('true')
  })

  it('get no permission where none is configured', async () => {
    const response = await start().server.fetch(request('GET', '/monitoring/health', { origin }))
    expect([...response.headers.keys()].filter((name) => name.startsWith('access-control'))).toEqual([])
  })

  it('get no permission where deciding about their origin fails', async () => {
    const origins = () => {
      throw new Error('no list')
    }
    const { server, errors } = start({ origins })
    const response = await server.fetch(request('GET', '/monitoring/health', { origin }))
    expect([response.status, response.headers.get('access-control-allow-origin')]).toEqual([200, null])
    expect((await server.fetch(postJson('/invalidate', { keys: ['a'] }, { origin }))).status).toBe(500)
    expect(errors).toContainEqual(new Error('no list'))
  })

  it('need origins that are origins', () => {
    expect(() => createSyncServer({ origins: ['https://a.example/'] })).toThrow('origins')
    expect(() => createSyncServer({ origins: '*', credentials: true })).toThrow('credentials')
  })
})

describe('rates', () => {
  const rate = { requests: 2, per: 60_000 }

  it('refuse with 429 and the whole seconds to wait, and then let pass', async () => {
    const { server, clock } = start({ limits: { rate } })
    const send = () => server.fetch(postJson('/invalidate', { keys: ['a'] }))
    expect([(await send()).status, (await send()).status]).toEqual([200, 200])
    clock.jump(500)
    const refused = await send()
    expect([refused.headers.get('retry-after'), refused.headers.get('ratelimit')]).toEqual(['30', null])
    expect(await outcome(refused)).toBe('429 too_many_requests')
    clock.jump(29_000)
    expect((await send()).headers.get('retry-after')).toBe('1')
    clock.jump(500)
    expect((await send()).status).toBe(200)
  })

  it('of one kind of request do not touch another', async () => {
    const { server } = start({ limits: { rate } })
    for (let time = 0; time < 3; time++) await server.fetch(postJson('/invalidate', { keys: ['a'] }))
    expect((await server.fetch(request('GET', '/monitoring/metrics'))).status).toBe(200)
  })

  it('of those who may nothing do not touch those who may', async () => {
    const authorize = (sent: Request) => sent.headers.has('authorization')
    const { server } = start({ limits: { rate }, authorize })
    const send = async (headers = {}) =>
      (await server.fetch(postJson('/invalidate', { keys: ['a'] }, headers))).status
    expect([await send(), await send(), await send()]).toEqual([403, 403, 429])
    expect(await send({ authorization: 'x' })).toBe(200)
  })

  it('are kept apart by principal', async () => {
    const authorize = (sent: Request) => ({ allowed: true, principal: sent.headers.get('x-user') ?? '' })
    const { server } = start({ limits: { rate: { requests: 1, per: 1_000 } }, authorize })
    const send = async (user: string) =>
      (await server.fetch(postJson('/invalidate', { keys: ['a'] }, { 'x-user': user }))).status
    expect([await send('a'), await send('b'), await send('a')]).toEqual([200, 200, 429])
  })

  it('are kept apart by client where the application names them, before anything else is asked', async () => {
    const authorize = vi.fn(() => true)
    const clientId = (sent: Request) => sent.headers.get('x-client')
    const { server } = start({ limits: { rate: { requests: 1, per: 1_000 } }, authorize, clientId })
    const send = async (client: string) =>
      (await server.fetch(postJson('/invalidate', { keys: ['a'] }, { 'x-client': client }))).status
    expect([await send('a'), await send('b'), await send('a')]).toEqual([200, 200, 429])
    expect(authorize).toHaveBeenCalledTimes(2)
    const unnamed = async () => (await server.fetch(postJson('/invalidate', { keys: ['a'] }))).status
    expect([await unnamed(), await unnamed()]).toEqual([200, 429])
  })

  it('count webhooks, forged ones apart from true ones', async () => {
    const { server, clock } = start({ limits: { rate }, secret: SECRET })
    const send = async (id: string, secret = SECRET) =>
      (await server.fetch(webhook({ type: 'a' }, { at: clock.now(), id, secret }))).status
    const forge = (id: string) => send(id, 'whsec_AAAA')
    expect([await forge('1'), await forge('2'), await forge('3')]).toEqual([401, 401, 429])
    expect([await send('1'), await send('2'), await send('3')]).toEqual([200, 200, 429])
    clock.jump(30_000)
    expect(await send('3')).toBe(200)
  })

  it('are told in every answer where that is wanted', async () => {
    const { server } = start({ limits: { rate, rateHeaders: true } })
    const fields = async () => {
      const { headers } = await server.fetch(postJson('/invalidate', { keys: ['a'] }))
      return [headers.get('ratelimit-policy'), headers.get('ratelimit')]
    }
    expect(await fields()).toEqual(['"invalidate";q=2;w=60', '"invalidate";r=1;t=30'])
    const mistaken = await server.fetch(postJson('/invalidate', '{'))
    expect([mistaken.status, mistaken.headers.get('ratelimit')]).toEqual([400, '"invalidate";r=0;t=60'])
    expect(await fields()).toEqual(['"invalidate";q=2;w=60', '"invalidate";r=0;t=60'])
  })

  it('may be switched off', async () => {
    const { server } = start({ limits: { rate: false } })
    for (let time = 0; time < 700; time++)
      expect((await server.fetch(postJson('/invalidate', { keys: ['a'] }))).status).toBe(200)
  })
})

describe('requests at once', () => {
  it('are bounded for each kind; one more is asked to come again', async () => {
    const { promise, resolve } = deferred<boolean>()
    const authorize: SyncServerOptions['authorize'] = (_, { action }) =>
      action === 'invalidate' ? promise : true
    const { server } = start({ limits: { concurrent: 2 }, authorize })
    const send = () => server.fetch(postJson('/invalidate', { keys: ['a'] }))
    const waiting = [send(), send()]
    const refused = await send()
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '1'])
    expect((await server.fetch(request('GET', '/monitoring/metrics'))).status).toBe(200)
    resolve(true)
    for (const response of await Promise.all(waiting)) expect(response.status).toBe(200)
    expect((await send()).status).toBe(200)
  })

  it('make room again also when they fail', async () => {
    const authorize = vi.fn().mockRejectedValueOnce(new Error('x')).mockResolvedValue(true)
    const { server } = start({ limits: { concurrent: 1 }, authorize })
    const send = async () => (await server.fetch(postJson('/invalidate', '{'))).status
    expect([await send(), await send(), await send()]).toEqual([500, 400, 400])
  })
})
