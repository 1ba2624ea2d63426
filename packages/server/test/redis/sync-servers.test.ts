import { startRedis, until, type RedisServer } from '@freshline/test-utils/servers'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createChangeFeed, createResponseCache, createSyncServer, redisStore } from '../../src/index'
import { ask, postJson, request, SECRET, webhook } from '../routes/harness'

// Two instances of the routes, each with its cache, on one Redis.

let redis: RedisServer
let one: ReturnType<typeof open>
let other: ReturnType<typeof open>

function open() {
  const cache = createResponseCache({
    namespace: 'sync-servers',
    store: redisStore(`redis://127.0.0.1:${redis.port}`, { timeout: 500 }),
  })
  const server = createSyncServer({
    cache,
    changes: createChangeFeed(cache.log),
    authorize: () => true,
    secret: SECRET,
    onWebhook: () => ['stores'],
    onError: () => {},
  })
  return { cache, server }
}

beforeAll(async () => {
  redis = await startRedis()
  one = open()
  other = open()
})

afterAll(async () => {
  for (const { server, cache } of [one, other]) {
    server.close()
    await cache.close()
  }
  await redis.close()
})

async function read(server: typeof one.server, path: string) {
  const response = await server.fetch(request('GET', path))
  return { status: response.status, body: (await response.json()) as Record<string, unknown> }
}

describe('two instances', () => {
  it('invalidate each other’s entries', async () => {
    await other.cache.load('stores', () => 'old')
    expect(await ask(one.server, postJson('/invalidate', { keys: ['stores'] }))).toContain('"invalidated":1')
    expect((await other.cache.load('stores', () => 'new')).data).toBe('new')
  })

  it('tell one feed of changes, whichever is asked', async () => {
    const { body: first } = await read(other.server, '/changes')
    const changes = [{ collection: 'stores', id: '1', data: { id: 1 } }]
    const { position } = await one.server.invalidate(['stores'], { changes })
    const { body } = await read(other.server, `/changes?since=${encodeURIComponent(String(first['cursor']))}`)
    expect(body).toMatchObject({ changes: [{ id: '1', position }], cursor: position, reset: false })
  })

  it('take a webhook once', async () => {
    const at = Date.now()
    const send = ({ server }: typeof one) => ask(server, webhook({ type: 'a' }, { at, id: 'msg_shared' }))
    const outcomes = await Promise.all([send(one), send(other), send(one), send(other)])
    expect(outcomes.map((outcome) => outcome.slice(0, 3)).sort()).toEqual(['200', '409', '409', '409'])
  })

  it('without Redis go on, say so, and are no reason to be taken out of service', async () => {
    await redis.stop()
    await until(async () => (await read(one.server, '/monitoring/health')).body['status'] !== 'ok', 10_000)
    const { status, body } = await read(one.server, '/monitoring/health')
    expect([status, body]).toMatchObject([
      200,
      { status: 'degraded', checks: { store: { name: 'redis', status: 'down' } } },
    ])
    expect(JSON.stringify(body)).not.toContain('redis://')
    expect(await ask(one.server, postJson('/invalidate', { keys: ['stores'] }))).toMatch(/^200/)
    expect(await ask(one.server, webhook({ type: 'a' }, { at: Date.now(), id: 'msg_alone' }))).toMatch(/^200/)
    expect(await ask(one.server, webhook({ type: 'a' }, { at: Date.now(), id: 'msg_alone' }))).toBe(
      '409 replayed',
    )
    expect((await read(one.server, '/changes')).status).toBe(200)
  })
})
