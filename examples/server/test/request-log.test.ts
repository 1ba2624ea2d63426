import { describe, expect, it, onTestFinished } from 'vitest'
import type { RequestsAnswer } from '../src/api-types.ts'
import type { AppOptions } from '../src/app.ts'
import { START, startServer } from './support/start-server.ts'

async function start(options?: Partial<AppOptions>) {
  const server = await startServer(options)
  onTestFinished(() => server.close())
  return server
}

describe('the request counters', () => {
  it('count by route and tell the newest requests with their time and status', async () => {
    const server = await start()
    await server.get('/api/admin/keys?page=2&_t=1')
    server.clock.now += 500
    await server.send('PATCH', '/api/admin/keys/1', { seats: 9_000 })
    await server.get('/api/admin/keys/2')
    await server.get('/api/nothing')
    const { body } = await server.get<RequestsAnswer>('/api/debug/requests')
    expect(body).toMatchObject({ since: START, total: 4 })
    expect(body.routes).toEqual({
      'GET /api/admin/keys': 1,
      'PATCH /api/admin/keys/:id': 1,
      'GET /api/admin/keys/:id': 1,
    })
    expect(body.recent.map(({ seq, at, path, status }) => [seq, at, path, status])).toEqual([
      [1, START, '/api/admin/keys', 200],
      [2, START + 500, '/api/admin/keys/1', 200],
      [3, START + 500, '/api/admin/keys/2', 200],
      [4, START + 500, '/api/nothing', 404],
    ])
    expect(body.recent[0]?.query).toBe('?page=2&_t=1')
  })

  it('start anew when asked, but never number two requests alike', async () => {
    const server = await start()
    await server.get('/api/admin/users')
    server.clock.now += 10
    const { body: empty } = await server.send<RequestsAnswer>('DELETE', '/api/debug/requests')
    expect(empty).toEqual({ since: START + 10, total: 0, routes: {}, recent: [] })
    await server.get('/api/admin/users')
    expect((await server.get<RequestsAnswer>('/api/debug/requests')).body.recent[0]?.seq).toBe(2)
  })

  it('tell as many as asked and keep 500', async () => {
    const server = await start()
    for (let round = 0; round < 26; round += 1) {
      await Promise.all(Array.from({ length: 20 }, () => server.get('/api/faults')))
    }
    const { body } = await server.get<RequestsAnswer>('/api/debug/requests?limit=500')
    expect([body.total, body.recent.length]).toEqual([520, 500])
    expect((await server.get<RequestsAnswer>('/api/debug/requests?limit=3')).body.recent).toHaveLength(3)
  })

  it('count a bounded number of routes by name, whatever is asked for', async () => {
    const server = await start()
    for (let round = 0; round < 30; round += 1) {
      const paths = Array.from({ length: 10 }, (_, index) => `/api/sync/x${round * 10 + index}`)
      await Promise.all(paths.map((path) => server.get(path)))
    }
    const { body } = await server.get<RequestsAnswer>('/api/debug/requests')
    expect(Object.keys(body.routes)).toHaveLength(201)
    expect([body.total, body.routes['others']]).toEqual([300, 100])
  })

  it('are not there when switched off', async () => {
    const server = await start({ debug: false })
    expect((await server.get('/api/debug/requests')).status).toBe(404)
  })
})
