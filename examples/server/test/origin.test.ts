import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { AuditAnswer, ErrorAnswer } from '../src/api-types.ts'
import { startServer, type TestServer } from './support/start-server.ts'

let server: TestServer
beforeAll(async () => {
  server = await startServer()
})
afterAll(() => server.close())

const dev = 'http://localhost:5173'
const foreign = 'https://evil.example'

describe('a page on this machine', () => {
  it('may read and write', async () => {
    const read = await server.get('/api/admin/keys', { origin: dev })
    expect(read.headers.get('access-control-allow-origin')).toBe(dev)
    expect(read.headers.get('access-control-expose-headers')).toContain('etag')
    const write = await server.send('PATCH', '/api/admin/keys/1', { seats: 9_000 }, { origin: dev })
    expect(write.status).toBe(200)
  })

  it('may read what a 304 or an error says', async () => {
    const etag = (await server.get('/api/admin/keys')).headers.get('etag') ?? ''
    for (const [path, status] of [
      ['/api/admin/keys', 304],
      ['/api/nothing', 404],
    ] as const) {
      const answer = await server.get(path, { origin: dev, 'if-none-match': etag })
      expect(answer.status).toBe(status)
      expect(answer.headers.get('access-control-allow-origin')).toBe(dev)
      expect(answer.headers.get('vary')).toBe('origin')
    }
  })

  it('is told by the preflight what it may send', async () => {
    const answer = await server.send('OPTIONS', '/api/admin/keys/1', undefined, { origin: dev })
    expect(answer.status).toBe(204)
    expect(answer.headers.get('access-control-allow-methods')).toContain('PATCH')
    expect(answer.headers.get('access-control-allow-headers')).toContain('if-match')
  })
})

describe('a page elsewhere', () => {
  it.each([foreign, 'null', 'http://localhost.evil.example', 'http://127.0.0.1.evil.example'])(
    'at %s may neither read nor write',
    async (origin) => {
      const read = await server.get('/api/admin/keys', { origin })
      expect(read.headers.has('access-control-allow-origin')).toBe(false)
      const write = await server.send<ErrorAnswer>('DELETE', '/api/admin/keys/2', undefined, { origin })
      expect([write.status, write.body.error.code]).toEqual([403, 'forbidden_origin'])
      expect((await server.get('/api/admin/keys/2')).status).toBe(200)
    },
  )
})

describe('the actor', () => {
  it.each([
    ['x'.repeat(100), 'x'.repeat(64)],
    ['<b>Eve</b>', 'bEveb'],
    ['System', 'demo@freshline.example'],
    ['   ', 'demo@freshline.example'],
  ])('%s is written down as %s', async (sent, written) => {
    server.clock.now += 1
    const expiresAt = server.clock.now
    await server.send('PATCH', '/api/admin/keys/3', { expiresAt }, { 'x-actor': sent })
    const { body } = await server.get<AuditAnswer>('/api/admin/audit?limit=1')
    expect(body.items[0]).toMatchObject({ actor: written, after: { expiresAt } })
  })
})
