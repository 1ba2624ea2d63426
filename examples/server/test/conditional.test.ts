import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ErrorAnswer, LicenseKey } from '../src/api-types.ts'
import { startServer, type TestServer } from './support/start-server.ts'

let server: TestServer
beforeAll(async () => {
  server = await startServer()
})
afterAll(() => server.close())

const paths = ['stats', 'keys?page=2&search=fl', 'keys/1', 'customers', 'users', 'audit']

describe('reads', () => {
  it.each(paths)('of %s carry a strong ETag and answer 304 to it', async (path) => {
    const first = await server.get(`/api/admin/${path}`)
    const etag = first.headers.get('etag') ?? ''
    expect(etag).toMatch(/^"[\w-]{27}"$/)
    expect(first.headers.get('cache-control')).toBe('private, no-cache')
    for (const tags of [etag, `W/${etag}`, `"other", ${etag}`, '*']) {
      const again = await server.get(`/api/admin/${path}`, { 'if-none-match': tags })
      expect([again.status, again.body]).toEqual([304, undefined])
      expect(again.headers.get('etag')).toBe(etag)
      expect(again.headers.get('cache-control')).toBe('private, no-cache')
    }
    expect((await server.get(`/api/admin/${path}`, { 'if-none-match': '"other"' })).status).toBe(200)
  })

  it('have another ETag after a change', async () => {
    const before = await server.get('/api/admin/keys')
    await server.send('PATCH', '/api/admin/keys/2', { expiresAt: null, seats: 9_999 })
    const etag = before.headers.get('etag') ?? ''
    expect((await server.get('/api/admin/keys', { 'if-none-match': etag })).status).toBe(200)
  })

  it('of unrelated collections keep theirs', async () => {
    const etag = (await server.get('/api/admin/customers')).headers.get('etag') ?? ''
    await server.send('PATCH', '/api/admin/keys/2', { seats: 9_998 })
    expect((await server.get('/api/admin/customers', { 'if-none-match': etag })).status).toBe(304)
  })

  it('of the sync state always carry the time', async () => {
    const first = await server.get('/api/admin/sync')
    server.clock.now += 1
    const etag = first.headers.get('etag') ?? ''
    expect((await server.get('/api/admin/sync', { 'if-none-match': etag })).status).toBe(200)
  })
})

describe('writes with If-Match', () => {
  it('go through for the current version or ETag', async () => {
    const read = await server.get<LicenseKey>('/api/admin/keys/3')
    const byTag = { 'if-match': read.headers.get('etag') ?? '' }
    const first = await server.send<LicenseKey>('PATCH', '/api/admin/keys/3', { seats: 9_000 }, byTag)
    expect(first.status).toBe(200)
    const byAnswer = { 'if-match': first.headers.get('etag') ?? '' }
    const second = await server.send<LicenseKey>('PATCH', '/api/admin/keys/3', { seats: 9_001 }, byAnswer)
    expect(second.status).toBe(200)
    const byVersion = { 'if-match': `"${second.body.version}"` }
    expect((await server.send('DELETE', '/api/admin/keys/3', undefined, byVersion)).status).toBe(200)
  })

  it.each(['PATCH', 'DELETE'])(
    'answer 412 with the record as it is, and change nothing: %s',
    async (method) => {
      const { body: current } = await server.get<LicenseKey>('/api/admin/keys/4')
      const body = method === 'PATCH' ? { seats: 8_000 } : undefined
      const answer = await server.send<ErrorAnswer>(method, '/api/admin/keys/4', body, { 'if-match': '"77"' })
      expect(answer.status).toBe(412)
      expect(answer.body.error).toMatchObject({ code: 'version_mismatch', current })
      expect((await server.get('/api/admin/keys/4')).body).toEqual(current)
    },
  )

  it('let one of two that saw the same version win', async () => {
    const { body } = await server.get<LicenseKey>('/api/admin/keys/5')
    const guard = { 'if-match': `"${body.version}"` }
    const answers = await Promise.all(
      [7_001, 7_002].map((seats) => server.send('PATCH', '/api/admin/keys/5', { seats }, guard)),
    )
    expect(answers.map((answer) => answer.status).toSorted()).toEqual([200, 412])
  })
})
