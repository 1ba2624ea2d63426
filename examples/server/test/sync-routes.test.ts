import { createHmac } from 'node:crypto'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { ApiMetricsReport, ErrorsReport, RequestsAnswer, StatusReport } from '../src/api-types.ts'
import type { AppOptions } from '../src/app.ts'
import { startServer } from './support/start-server.ts'

async function start(options: Partial<AppOptions> = {}) {
  const server = await startServer(options)
  onTestFinished(() => server.close())
  const page = { origin: server.url }
  return {
    ...server,
    page,
    invalidate: (body: object, headers: Record<string, string> = page) =>
      server.send<{ invalidated: number; purge: unknown; code?: string }>(
        'POST',
        '/api/sync/invalidate',
        body,
        headers,
      ),
  }
}

describe('POST /api/sync/invalidate', () => {
  it('is for the page of this server, and for those of this machine', async () => {
    const server = await start()
    await server.get('/api/admin/keys')
    expect(await server.invalidate({ tags: ['keys'] })).toMatchObject({
      status: 200,
      body: { invalidated: 1, purge: null },
    })
    expect((await server.invalidate({ keys: ['stats'] }, { origin: 'http://localhost:5173' })).status).toBe(
      200,
    )
    const before = (await server.app.stats()).loads
    await server.get('/api/admin/keys')
    expect((await server.app.stats()).loads).toBe(before + 1)
  })

  it.each([
    ['no page', {}],
    ['a page from elsewhere', { origin: 'https://evil.example' }],
    ['a hidden page', { origin: 'null' }],
    ['a wrong secret', { authorization: 'Bearer not-the-secret-at-all' }],
  ])('refuses %s', async (_who, headers) => {
    const server = await start({ sync: { secret: 'a-secret-of-this-server' } })
    await server.get('/api/admin/keys')
    const { status } = await server.invalidate({ tags: ['keys'] }, headers)
    expect([401, 403]).toContain(status)
    await server.get('/api/admin/keys')
    expect(await server.app.stats()).toMatchObject({ loads: 1, hits: 1 })
  })

  it('lets other servers in by the secret', async () => {
    const server = await start({ sync: { secret: 'a-secret-of-this-server' } })
    const headers = { authorization: 'Bearer a-secret-of-this-server' }
    expect((await server.invalidate({ patterns: ['keys:*'] }, headers)).status).toBe(200)
  })

  it('can be hit by a fault of its own, which hits nothing else', async () => {
    const server = await start()
    const put = (scope: string) => server.send('PUT', '/api/faults', { mode: 'error500', scope })
    const statuses = async () => [
      (await server.invalidate({ keys: ['a'] })).status,
      (await server.get('/api/sync/changes')).status,
      (await server.get('/api/admin/keys')).status,
      (await server.send('PATCH', '/api/admin/keys/1', { seats: 9_000 })).status,
      (await server.get('/api/sync/monitoring/health')).status,
    ]
    expect(await statuses()).toEqual([200, 200, 200, 200, 200])
    await put('propagation')
    expect(await statuses()).toEqual([500, 200, 200, 200, 200])
    await put('reads')
    expect(await statuses()).toEqual([200, 500, 500, 200, 200])
    await put('writes')
    expect(await statuses()).toEqual([500, 200, 200, 500, 200])
    await put('all')
    expect(await statuses()).toEqual([500, 500, 500, 500, 200])
  })

  it('is counted like every other request', async () => {
    const server = await start()
    await server.invalidate({ keys: ['a'] })
    await server.get('/api/sync/changes?since=x')
    await server.get('/api/sync/monitoring/status')
    const { body } = await server.get<RequestsAnswer>('/api/debug/requests')
    expect(body.routes).toEqual({ 'POST /api/sync/invalidate': 1, 'GET /api/sync/changes': 1 })
  })
})

describe('POST /api/sync/webhook', () => {
  const key = '0123456789abcdef01234567'
  const webhookSecret = `whsec_${Buffer.from(key).toString('base64')}`
  // As the Standard Webhooks specification says.
  const sign = (text: string) => `v1,${createHmac('sha256', key).update(text).digest('base64')}`
  const post = (url: string, body: string, id: string, at = Math.floor(Date.now() / 1000)) =>
    fetch(`${url}/api/sync/webhook`, {
      method: 'POST',
      body,
      headers: {
        'content-type': 'application/json',
        'webhook-id': id,
        'webhook-timestamp': String(at),
        'webhook-signature': sign(`${id}.${at}.${body}`),
      },
    })

  it('invalidates what its event touches, once', async () => {
    const server = await start({ sync: { webhookSecret } })
    await server.get('/api/admin/customers')
    const body = '{"type":"customer.updated","data":{"id":1}}'
    expect((await post(server.url, body, 'msg-1')).status).toBeLessThan(300)
    expect((await post(server.url, body, 'msg-1')).status).toBe(409)
    await server.get('/api/admin/customers')
    expect((await server.app.stats()).loads).toBe(2)
  })

  it('is not there without a secret', async () => {
    const server = await start()
    expect((await post(server.url, '{"type":"customer.updated"}', 'msg-1')).status).toBe(404)
  })
})

describe('GET /api/sync/monitoring', () => {
  it('counts the API by route, faults as the failures they are, and itself not at all', async () => {
    const server = await start()
    await server.get('/api/admin/keys')
    await server.get('/api/admin/keys/1')
    await server.get('/api/admin/keys/999999')
    await server.get('/api/faults')
    await server.send('PUT', '/api/faults', { mode: 'error500', scope: 'reads' })
    await server.get('/api/admin/stats')
    await server.send('PUT', '/api/faults', { mode: 'none' })
    const { body } = await server.get<ApiMetricsReport>('/api/sync/monitoring/api-metrics')
    const counts = Object.fromEntries(body.routes.map((route) => [route.route, route.requests]))
    expect(counts).toEqual({
      'GET /api/admin/keys': 1,
      'GET /api/admin/keys/:id': 2,
      'GET /api/admin/stats': 1,
    })
    const { body: errors } = await server.get<ErrorsReport>('/api/sync/monitoring/errors')
    expect(errors.groups).toHaveLength(1)
    expect(JSON.stringify(errors.groups)).toContain('switched on on purpose')
  })

  it('says how database and cache are', async () => {
    const server = await start()
    const { status, body } = await server.get<StatusReport>('/api/sync/monitoring/status')
    expect(status).toBe(200)
    expect(JSON.stringify(body)).toMatch(/"database":\{"status":"ok"/)
    expect(JSON.stringify(body)).toMatch(/"store":\{/)
  })

  it('is not for pages from elsewhere', async () => {
    const server = await start()
    const { status, headers } = await server.get('/api/sync/monitoring/errors', {
      origin: 'https://evil.example',
    })
    expect(status).toBe(403)
    expect(headers.get('access-control-allow-origin')).toBeNull()
  })
})
