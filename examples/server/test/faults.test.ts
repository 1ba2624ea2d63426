import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type {
  AuditAnswer,
  ErrorAnswer,
  FaultsAnswer,
  FaultsPut,
  LicenseKey,
  RequestsAnswer,
} from '../src/api-types.ts'
import { START, startServer, type TestServer } from './support/start-server.ts'

let server: TestServer
beforeEach(async () => {
  server = await startServer()
})
afterEach(() => server.close())

const put = (body: FaultsPut) => server.send<FaultsAnswer>('PUT', '/api/faults', body)
const edit = (seats: number) => server.send<ErrorAnswer>('PATCH', '/api/admin/keys/1', { seats })

describe('the switch', () => {
  it('is off at first', async () => {
    expect((await server.get('/api/faults')).body).toEqual({
      mode: 'none',
      latencyMs: 2_500,
      retryAfterSeconds: 5,
      scope: 'all',
      rate: 1,
      endsAt: null,
    })
  })

  it('ends by itself after two minutes', async () => {
    expect((await put({ mode: 'error500' })).body.endsAt).toBe(START + 120_000)
    server.clock.now = START + 119_999
    expect((await server.get('/api/admin/keys')).status).toBe(500)
    server.clock.now = START + 120_000
    expect((await server.get('/api/admin/keys')).status).toBe(200)
    expect((await server.get<FaultsAnswer>('/api/faults')).body).toMatchObject({ mode: 'none', endsAt: null })
  })

  it('counts the two minutes from the last time it was set', async () => {
    await put({ mode: 'error500' })
    server.clock.now = START + 100_000
    expect((await put({ mode: 'rate429', ttlMs: 30_000 })).body.endsAt).toBe(START + 130_000)
  })

  it('takes nonsense for an error and stays as it was', async () => {
    await put({ mode: 'slow', latencyMs: 1 })
    for (const body of [
      { mode: 'boom' },
      {},
      { mode: 'slow', rate: 2 },
      { mode: 'slow', latencyMs: 60_000 },
    ]) {
      expect((await put(body as FaultsPut)).status).toBe(422)
    }
    expect((await server.get<FaultsAnswer>('/api/faults')).body.mode).toBe('slow')
  })

  it('is never hit by a fault itself, nor are the counters', async () => {
    await put({ mode: 'drop' })
    expect((await server.get('/api/faults')).status).toBe(200)
    expect((await server.get('/api/debug/requests')).status).toBe(200)
    expect((await put({ mode: 'none' })).status).toBe(200)
    expect((await server.get('/api/admin/keys')).status).toBe(200)
  })
})

describe('error500', () => {
  it('answers an error in JSON and applies no write', async () => {
    const { body: before } = await server.get('/api/admin/keys/1')
    await put({ mode: 'error500' })
    const answer = await edit(9_999)
    expect(answer.status).toBe(500)
    expect(answer.body.error.code).toBe('internal')
    await put({ mode: 'none' })
    expect((await server.get('/api/admin/keys/1')).body).toEqual(before)
    expect(server.errors).toEqual([])
  })

  it('hits only reads, or only writes, where asked', async () => {
    await put({ mode: 'error500', scope: 'writes' })
    expect((await server.get('/api/admin/keys')).status).toBe(200)
    expect((await edit(9_999)).status).toBe(500)
    await put({ mode: 'error500', scope: 'reads' })
    expect((await server.get('/api/admin/keys')).status).toBe(500)
    expect((await edit(9_999)).status).toBe(200)
  })

  it('hits about the asked share of requests', async () => {
    await put({ mode: 'error500', rate: 0.5 })
    const answers = await Promise.all(Array.from({ length: 60 }, () => server.get('/api/admin/users')))
    const hit = answers.filter((answer) => answer.status === 500).length
    expect(hit).toBeGreaterThan(10)
    expect(hit).toBeLessThan(50)
    await put({ mode: 'error500', rate: 0 })
    expect((await server.get('/api/admin/users')).status).toBe(200)
  })
})

describe('rate429', () => {
  it('says when to come back', async () => {
    await put({ mode: 'rate429', retryAfterSeconds: 7 })
    const answer = await server.get<ErrorAnswer>('/api/admin/stats')
    expect(answer.status).toBe(429)
    expect(answer.headers.get('retry-after')).toBe('7')
    expect(answer.body.error.code).toBe('rate_limited')
  })
})

describe('slow', () => {
  it('answers the truth, late', async () => {
    const { body: truth } = await server.get('/api/admin/keys/1')
    await put({ mode: 'slow', latencyMs: 40 })
    const begun = performance.now()
    const answer = await server.get('/api/admin/keys/1')
    // Timers may fire a millisecond early.
    expect(performance.now() - begun).toBeGreaterThanOrEqual(38)
    expect(answer.body).toEqual(truth)
  })

  it('is given up when the server closes', async () => {
    await put({ mode: 'slow', latencyMs: 30_000 })
    const pending = server.get<ErrorAnswer>('/api/admin/keys')
    await expect.poll(() => counted(server), { timeout: 4_000 }).toBe(1)
    await server.app.close()
    expect((await pending).status).toBe(503)
  })

  it('does not outlive the client that asked', async () => {
    await put({ mode: 'slow', latencyMs: 30_000 })
    const client = new AbortController()
    const pending = fetch(`${server.url}/api/admin/keys`, { signal: client.signal })
    await expect.poll(() => counted(server), { timeout: 4_000 }).toBe(1)
    client.abort()
    await expect(pending).rejects.toThrow(/abort/)
    const lastStatus = async () =>
      (await server.get<RequestsAnswer>('/api/debug/requests')).body.recent.at(-1)?.status
    await expect.poll(lastStatus, { timeout: 4_000 }).not.toBeNull()
  })
})

describe('drop', () => {
  it('destroys the connection and applies no write', async () => {
    await put({ mode: 'drop' })
    await expect(server.get('/api/admin/keys')).rejects.toThrow(TypeError)
    await expect(edit(9_999)).rejects.toThrow(TypeError)
    await put({ mode: 'none' })
    expect((await server.get<AuditAnswer>('/api/admin/audit')).body.items).toEqual([])
    const { body } = await server.get<RequestsAnswer>('/api/debug/requests')
    expect(body.recent.find((request) => request.method === 'PATCH')).toMatchObject({
      status: 0,
      fault: 'drop',
    })
  })
})

describe('malformed', () => {
  it('answers 200 with JSON that is cut, without an ETag', async () => {
    await put({ mode: 'malformed' })
    const answer = await fetch(`${server.url}/api/admin/keys`)
    const text = await answer.text()
    expect(answer.status).toBe(200)
    expect(answer.headers.get('content-type')).toContain('application/json')
    expect(answer.headers.has('etag')).toBe(false)
    expect(text.startsWith('{"items"')).toBe(true)
    expect(() => JSON.parse(text) as unknown).toThrow(SyntaxError)
  })

  it('hides a 304 too', async () => {
    const etag = (await server.get('/api/admin/keys')).headers.get('etag') ?? ''
    await put({ mode: 'malformed' })
    await expect(server.get('/api/admin/keys', { 'if-none-match': etag })).rejects.toThrow(SyntaxError)
  })

  it('applies a write although its answer is broken', async () => {
    await put({ mode: 'malformed' })
    await expect(edit(9_999)).rejects.toThrow(SyntaxError)
    await put({ mode: 'none' })
    expect((await server.get<LicenseKey>('/api/admin/keys/1')).body.seats).toBe(9_999)
  })
})

async function counted(of: TestServer): Promise<number> {
  return (await of.get<RequestsAnswer>('/api/debug/requests')).body.routes['GET /api/admin/keys'] ?? 0
}
