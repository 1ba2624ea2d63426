import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import {
  startFaultProxy,
  startRedis,
  until,
  type FaultProxy,
  type RedisServer,
} from '@freshline/test-utils/servers'
import { createChangeFeed, createResponseCache, redisStore, type ResponseCache } from '../../src/index'

// One instance reaches Redis through a network that fails, the other does not. Whatever happens between: every request
// is answered soon, an invalidation holds at once where it was made, and everywhere once the network is well again.

let redis: RedisServer
let proxy: FaultProxy
let a: ResponseCache
let b: ResponseCache
let namespaces = 0

beforeAll(async () => {
  redis = await startRedis()
})
afterAll(() => redis.close())
beforeEach(async () => {
  proxy = await startFaultProxy(redis.port)
  const namespace = `faults-${++namespaces}`
  const open = (port: number) =>
    createResponseCache({
      namespace,
      ttl: 600_000,
      store: redisStore(`redis://127.0.0.1:${port}`, { timeout: 200 }),
    })
  a = open(proxy.port)
  b = open(redis.port)
})
afterEach(async () => {
  await Promise.all([a.close(), b.close()])
  await proxy.close()
})

/** What a promise resolves with; it must do so soon. */
async function soon<T>(promise: Promise<T>): Promise<T> {
  const begin = performance.now()
  const value = await promise
  expect(performance.now() - begin).toBeLessThan(10_000)
  return value
}

const ask = async (cache: ResponseCache, key: string, data: string) =>
  (await soon(cache.load(key, () => data, { tags: ['all'] }))).data
const agree = () =>
  until(async () => (await a.health()).status !== 'down' && (await b.health()).status !== 'down')

type Fault = readonly [name: string, begin: () => unknown, end: () => unknown]
const faults: Fault[] = [
  ['connections are refused', () => (proxy.setMode('refuse'), proxy.cut()), () => proxy.setMode('pass')],
  ['the connection is cut', () => proxy.cut(), () => {}],
  ['the other end is busy', () => proxy.setMode('stall'), () => proxy.setMode('pass')],
  [
    'everything is lost on the way',
    () => proxy.setMode('blackhole'),
    () => (proxy.setMode('pass'), proxy.cut()),
  ],
  ['answers are garbage', () => proxy.setMode('garbage'), () => (proxy.setMode('pass'), proxy.cut())],
  ['answers come after the deadline', () => proxy.setMode({ delay: 700 }), () => proxy.setMode('pass')],
  ['answers nobody asked for come', () => proxy.inject('+OK\r\n$5\r\nhello\r\n:1\r\n*0\r\n'), () => {}],
]

describe.each(faults)('%s', (_, begin, end) => {
  it('requests are answered, invalidations hold, and both agree again', async () => {
    expect(await ask(a, 'held', 'v1')).toBe('v1')
    expect(await ask(b, 'held', 'x')).toBe('v1')
    expect(await ask(a, 'other', 'o1')).toBe('o1')
    expect(await ask(b, 'other', 'x')).toBe('o1')
    await begin()
    // From memory, or by a load; never by an error.
    expect(['v1', 'again']).toContain(await ask(a, 'held', 'again'))
    expect(await ask(a, 'new', 'n1')).toBe('n1')
    await soon(a.invalidate('held'))
    expect(await ask(a, 'held', 'v2')).toBe('v2')
    await soon(b.invalidate('other'))
    expect(await ask(b, 'other', 'o2')).toBe('o2')
    await end()
    await agree()
    await until(async () => (await ask(b, 'held', 'v3')) !== 'v1')
    expect(await ask(a, 'other', 'o3')).not.toBe('o1')
    const agreed = await ask(b, 'held', 'v4')
    expect(['v2', 'v3']).toContain(agreed)
    // And an invalidation is seen by the other at its very next read.
    for (let round = 0; round < 5; round++) {
      await (round % 2 ? a : b).invalidate({ tag: 'all' })
      expect(await ask(round % 2 ? b : a, 'held', `r${round}`)).toBe(`r${round}`)
    }
  })

  it('a load during it that an invalidation overtakes is not kept', async () => {
    await ask(a, 'k', 'v0')
    await begin()
    let release: (value: string) => void = () => {}
    const begun = new Promise<void>((isBegun) => {
      void a.load('k', () => (isBegun(), new Promise<string>((done) => (release = done))), {
        forceRefresh: true,
      })
    })
    await begun
    await soon(a.invalidate('k'))
    release('old')
    await end()
    expect(await ask(a, 'k', 'new')).toBe('new')
    await agree()
    await until(async () => (await ask(b, 'k', 'newer')) !== 'v0')
    expect(await ask(b, 'k', 'newest')).not.toBe('old')
    expect(await ask(a, 'k', 'newest')).not.toBe('old')
  })
})

describe('Redis itself', () => {
  it('killed in mid-load and restarted empty: nothing old is called fresh by anybody', async () => {
    expect(await ask(a, 'k', 'v1')).toBe('v1')
    expect(await ask(b, 'k', 'x')).toBe('v1')
    let release: (value: string) => void = () => {}
    const slow = a.load('slow', () => new Promise<string>((done) => (release = done)))
    await new Promise((next) => setTimeout(next, 50))
    await redis.kill()
    release('done')
    expect((await soon(slow)).data).toBe('done')
    await soon(a.invalidate('k'))
    expect(await ask(a, 'k', 'v2')).toBe('v2')
    await redis.start()
    await agree()
    await until(async () => (await ask(b, 'k', 'v3')) !== 'v1')
    await a.invalidate('k')
    expect(await ask(b, 'k', 'v4')).toBe('v4')
    expect(await ask(a, 'k', 'x')).toBe('v4')
  })

  it('paused: answered from memory; resumed: in agreement', async () => {
    expect(await ask(a, 'k', 'v1')).toBe('v1')
    redis.pause()
    try {
      expect(['v1', 'v1b']).toContain(await ask(a, 'k', 'v1b'))
      await soon(a.invalidate('k'))
      expect(await ask(a, 'k', 'v2')).toBe('v2')
      expect((await soon(a.health())).status).toBe('down')
    } finally {
      redis.resume()
    }
    await agree()
    await until(async () => (await ask(b, 'k', 'v3')) !== 'v1')
  })

  it('full: requests go on, and invalidations still reach the other', async () => {
    await ask(a, 'k', 'v1')
    expect(await ask(b, 'k', 'x')).toBe('v1')
    await redis.command('CONFIG', 'SET', 'maxmemory', '1')
    try {
      expect(await ask(a, 'fresh', 'f')).toBe('f')
      await soon(a.invalidate('k'))
      expect(await ask(a, 'k', 'v2')).toBe('v2')
    } finally {
      await redis.command('CONFIG', 'SET', 'maxmemory', '0')
    }
    await agree()
    await until(async () => (await ask(b, 'k', 'v3')) !== 'v1')
  })

  it('read-only for a while: the same', async () => {
    await ask(a, 'k', 'v1')
    await redis.command('REPLICAOF', '127.0.0.1', '1')
    try {
      expect(await ask(a, 'fresh', 'f')).toBe('f')
      await soon(a.invalidate('k'))
      expect(await ask(a, 'k', 'v2')).toBe('v2')
    } finally {
      await redis.command('REPLICAOF', 'NO', 'ONE')
    }
    await agree()
    await until(async () => (await ask(b, 'k', 'v3')) !== 'v1')
  })

  it('emptied under way (FLUSHALL): everything is stale, nothing fails', async () => {
    await ask(a, 'k', 'v1')
    await ask(b, 'k', 'v1')
    await redis.command('FLUSHALL')
    await a.invalidate('k')
    expect(await ask(b, 'k', 'v2')).toBe('v2')
    expect(await ask(a, 'k', 'v3')).toBe('v2')
  })

  it('with keys of another kind in our places: answered, and reported', async () => {
    const errors: unknown[] = []
    const namespace = `spoilt-${++namespaces}`
    await redis.command('SET', `freshline:{${namespace}}:log`, 'not a stream')
    const cache = createResponseCache({
      namespace,
      store: redisStore(redis.url, { timeout: 200 }),
      onError: (error) => errors.push(error),
    })
    expect(await ask(cache, 'k', 'v1')).toBe('v1')
    await soon(cache.invalidate('k'))
    expect(await ask(cache, 'k', 'v2')).toBe('v2')
    expect(errors.length).toBeGreaterThan(0)
    await cache.close()
  })

  it.each(['{}', 'null', '[]', '1', '"x"', 'no json', 'ID', 'TIMES', 'TAGS'])(
    'with an entry that somebody wrote over (%s): loaded anew',
    async (facts) => {
      const namespace = `facts-${++namespaces}`
      const open = () => createResponseCache({ namespace, store: redisStore(redis.url, { timeout: 1000 }) })
      const one = open()
      await one.load('k', () => 'v1', { tags: ['t'] })
      await one.close()
      const good = {
        id: 'k',
        key: 'k',
        tags: ['t'],
        position: '1.1',
        expiresAt: 9e15,
        cachedAt: 0,
        removeAt: 9e15,
        head: '',
      }
      const texts: Record<string, string> = {
        ID: '{"id":"k"}',
        TIMES: JSON.stringify({ ...good, expiresAt: 'soon', removeAt: null, cachedAt: {} }),
        TAGS: JSON.stringify({ ...good, tags: 't', position: 7, key: null }),
      }
      const key = `freshline:{${namespace}}:v::e:k`
      expect(await redis.command('HEXISTS', key, 'm')).toContain(':1')
      await redis.command('HSET', key, 'm', texts[facts] ?? facts)
      const two = open()
      await two.invalidate('other:*')
      await two.invalidate({ tag: 't' })
      expect(await ask(two, 'k', 'v2')).toBe('v2')
      expect(await ask(two, 'k', 'v3')).toBe('v2')
      expect(await two.deleteExpired()).toBe(0)
      await two.close()
    },
  )

  it('not there at all, from the beginning: memory', async () => {
    const cache = createResponseCache({ store: redisStore('redis://127.0.0.1:1', { timeout: 200 }) })
    expect(await ask(cache, 'k', 'v1')).toBe('v1')
    expect(await ask(cache, 'k', 'v2')).toBe('v1')
    await soon(cache.invalidate('k'))
    expect(await ask(cache, 'k', 'v3')).toBe('v3')
    expect((await cache.health()).status).toBe('down')
    await soon(cache.close())
  })
})

describe('the change feed across a failure', () => {
  it('tells what was written meanwhile, once, or says that it must be loaded anew', async () => {
    const [feedA, feedB] = [createChangeFeed(a.log), createChangeFeed(b.log)]
    const { cursor } = await feedB.read({ limit: 10 })
    await feedA.append({ collection: 'c', id: '1' })
    proxy.setMode('refuse')
    proxy.cut()
    await soon(feedA.append({ collection: 'c', id: '2' }))
    await soon(a.invalidate('k', { changes: [{ collection: 'c', id: '3' }] }))
    await feedB.append({ collection: 'c', id: 'b' })
    proxy.setMode('pass')
    await agree()
    const ids = async () => {
      const page = await feedB.read({ since: cursor, limit: 100 })
      return page.reset ? ['reset'] : page.changes.map(({ id }) => id)
    }
    await until(async () => (await ids()).length >= 4 || (await ids())[0] === 'reset')
    const told = await ids()
    expect(told.slice().sort()).toEqual(['1', '2', '3', 'b'])
    expect(told.filter((id) => id !== 'b')).toEqual(['1', '2', '3'])
  })
})
