// Several servers on one database, with and without a Redis between them, and a proxy before one.
import { createServer } from 'node:http'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { startRedis, until } from '@freshline/test-utils/servers'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { LicenseKey, ListAnswer, SyncAnswer } from '../../src/api-types.ts'
import { runUntilListening } from '../support/run-main.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const LIST = '/api/admin/keys?page=1&pageSize=25&sort=createdAt'

async function start(env: Record<string, string>) {
  const running = await runUntilListening(env)
  const get = async <T>(path: string) => (await fetch(running.url + path)).json() as Promise<T>
  return {
    ...running,
    get,
    /** The first key's id and seats, as the list tells them. */
    first: async () => (await get<ListAnswer<LicenseKey>>(LIST)).items[0] as LicenseKey,
    edit: async (id: number, seats: number) => {
      const answer = await fetch(`${running.url}/api/admin/keys/${id}`, {
        method: 'PATCH',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ seats }),
      })
      expect(answer.status).toBe(200)
    },
    cache: async () => (await get<SyncAnswer>('/api/admin/sync')).cache,
  }
}

async function redis() {
  const server = await startRedis()
  onTestFinished(() => server.close())
  return server
}

describe('two servers on one database and one Redis', () => {
  it('start together, seed once, and each shows at its next read what the other wrote', async () => {
    const { url: REDIS_URL } = await redis()
    const env = { DB_FILE: join(temporaryFolder(), 'demo.sqlite'), REDIS_URL }
    const [one, two] = await Promise.all([start(env), start(env)])
    const lists = await Promise.all([one, two].map(({ get }) => get<ListAnswer<LicenseKey>>(LIST)))
    expect(lists[0]).toEqual(lists[1])
    const { id } = await one.first()
    for (let round = 0; round < 5; round += 1) {
      await one.edit(id, 9_000 + round)
      expect((await two.first()).seats).toBe(9_000 + round)
      await two.edit(id, 9_500 + round)
      expect((await one.first()).seats).toBe(9_500 + round)
    }
    for (const { cache, output } of [one, two]) {
      expect(await cache()).toMatchObject({ enabled: true, store: 'redis', status: 'ok' })
      expect(output.err).toBe('')
    }
  })

  it('share what one of them has loaded', async () => {
    const { url: REDIS_URL } = await redis()
    const env = { DB_FILE: join(temporaryFolder(), 'demo.sqlite'), REDIS_URL }
    const [one, two] = await Promise.all([start(env), start(env)])
    await one.first()
    await two.first()
    expect((await two.cache()).hitRatio).toBe(1)
  })

  it('go on without Redis, each by itself, and agree again when it is back', async () => {
    const server = await redis()
    const env = { DB_FILE: join(temporaryFolder(), 'demo.sqlite'), REDIS_URL: server.url }
    const [one, two] = await Promise.all([start(env), start(env)])
    const { id } = await one.first()
    await two.first()
    await server.kill()
    await one.edit(id, 9_100)
    expect((await one.first()).seats).toBe(9_100)
    expect(await two.first()).toMatchObject({ id })
    expect((await one.cache()).status).not.toBe('ok')
    await server.start()
    await until(async () => (await one.cache()).status === 'ok' && (await two.cache()).status === 'ok')
    await until(async () => (await two.first()).seats === 9_100)
    await two.edit(id, 9_200)
    expect((await one.first()).seats).toBe(9_200)
    expect([one.child.exitCode, two.child.exitCode]).toEqual([null, null])
  })

  it('start, serve and end in time while Redis is away, or says nothing', async () => {
    const server = await redis()
    for (const harm of [() => server.kill(), async () => server.pause()]) {
      await harm()
      const one = await start({ DB_FILE: join(temporaryFolder(), 'demo.sqlite'), REDIS_URL: server.url })
      const { id } = await one.first()
      await one.edit(id, 9_001)
      expect((await one.first()).seats).toBe(9_001)
      const begun = performance.now()
      one.child.kill('SIGTERM')
      expect(await one.exited).toEqual([0, null])
      expect(performance.now() - begun).toBeLessThan(2_000)
      server.resume()
      await server.kill()
      await server.start()
    }
  })

  it('REDIS_ENABLED=false leaves Redis alone', async () => {
    const { url: REDIS_URL, command } = await redis()
    const one = await start({ DB_FILE: ':memory:', REDIS_URL, REDIS_ENABLED: 'false' })
    await one.first()
    expect((await one.cache()).store).toBe('memory')
    expect(await command('DBSIZE')).toContain(':0')
  })
})

describe('two servers on one database without Redis', () => {
  it('share the cache’s file, and each shows what the other wrote', async () => {
    const env = { DB_FILE: join(temporaryFolder(), 'demo.sqlite') }
    const [one, two] = await Promise.all([start(env), start(env)])
    const { id } = await one.first()
    await two.first()
    for (const seats of [9_300, 9_301, 9_302]) {
      await one.edit(id, seats)
      expect((await two.first()).seats).toBe(seats)
      await two.edit(id, seats + 100)
      expect((await one.first()).seats).toBe(seats + 100)
    }
    expect(await two.cache()).toMatchObject({ store: 'sqlite', status: 'ok' })
    expect([one.output.err, two.output.err]).toEqual(['', ''])
  })
})

describe('a server with a proxy before it', () => {
  it('says for how long the proxy may keep an answer, and has it ask anew before a write is answered', async () => {
    const asked: string[] = []
    const proxy = createServer(({ url, headers }, answer) => {
      asked.push(`${url} ${String(headers['x-purge-token'])}`)
      answer.end()
    }).listen(0, '127.0.0.1')
    onTestFinished(() => void proxy.close())
    await once(proxy, 'listening')
    const PURGE_URL = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`
    const one = await start({ DB_FILE: ':memory:', PURGE_URL, PURGE_TOKEN: 'please' })
    const path = '/api/admin/customers?page=2&pageSize=25&sort=-createdAt'
    const fields = async () => (await fetch(one.url + path)).headers.get('cache-control')
    expect(await fields()).toMatch(/^max-age=0, s-maxage=3[45], must-revalidate$/)
    await fetch(`${one.url}/api/admin/stats?days=30`)
    await one.edit(1, 9_001)
    expect(asked).toEqual(['/api/admin/stats?days=30 please'])
    await fetch(`${one.url}/api/admin/customers/1`, {
      method: 'PATCH',
      headers: { 'content-type': 'application/json' },
      body: '{"contact":"Ada Lovelace"}',
    })
    expect(asked.slice(1)).toEqual([`${path} please`])
  })

  it('answers a write in time although the proxy does not', async () => {
    const proxy = createServer(() => {}).listen(0, '127.0.0.1')
    onTestFinished(() => void proxy.close(() => {}).closeAllConnections())
    await once(proxy, 'listening')
    const PURGE_URL = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`
    const one = await start({ DB_FILE: ':memory:', PURGE_URL })
    const { id } = await one.first()
    const begun = performance.now()
    await one.edit(id, 9_001)
    expect(performance.now() - begun).toBeLessThan(4_000)
    expect((await one.first()).seats).toBe(9_001)
  })
})
