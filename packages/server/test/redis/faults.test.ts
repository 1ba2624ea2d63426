import { spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  freePort,
  startFaultProxy,
  startRedis,
  until,
  type FaultProxy,
  type RedisServer,
} from '@freshline/test-utils/servers'
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import { createResponseCache, redisStore, type ResponseCache } from '../../src'

const unhandled: unknown[] = []
process.on('unhandledRejection', (reason) => unhandled.push(reason))
process.on('uncaughtException', (error) => unhandled.push(error))

let redis: RedisServer
let proxy: FaultProxy
beforeEach(async () => {
  unhandled.length = 0
  redis = await startRedis()
  proxy = await startFaultProxy(redis.port)
})
afterEach(async () => {
  await proxy.close()
  await redis.close()
  if (unhandled.length > 0) throw new Error('a rejection that nobody handled', { cause: unhandled[0] })
})

const make = (url = `redis://127.0.0.1:${proxy.port}`) => {
  const cache = createResponseCache({ store: redisStore(url, { timeout: 100 }), onError: () => {} })
  onTestFinished(() => cache.close())
  return cache
}
/** What a load answers, and that it took no longer than a few commands may. */
const ask = async (cache: ResponseCache, key: string, value: unknown) => {
  const begin = performance.now()
  const { data } = await cache.load(key, () => value)
  expect(performance.now() - begin).toBeLessThan(1500)
  return data
}
const isOk = async (cache: ResponseCache) => (await cache.health()).status !== 'down'
const command = async (...words: string[]) => expect(await redis.command(...words)).not.toMatch(/^-/)

interface Phase {
  readonly name: string
  readonly fault: () => unknown
  readonly heal: () => unknown
  /** Redis answers some commands, so it is not seen as away by those that only read. */
  readonly isPartial?: boolean
}
const phases: Phase[] = [
  { name: 'killed, and restarted empty', fault: () => redis.kill(), heal: () => redis.start() },
  { name: 'stopped in order, and started', fault: () => redis.stop(), heal: () => redis.start() },
  { name: 'paused', fault: () => redis.pause(), heal: () => redis.resume() },
  { name: 'slow', fault: () => proxy.setMode({ delay: 300 }), heal: () => proxy.setMode('pass') },
  { name: 'busy for a while', fault: () => proxy.setMode('stall'), heal: () => proxy.setMode('pass') },
  { name: 'answering garbage', fault: () => proxy.setMode('garbage'), heal: () => proxy.setMode('pass') },
  { name: 'behind a black hole', fault: () => proxy.setMode('blackhole'), heal: () => proxy.setMode('pass') },
  {
    name: 'loading its data',
    fault: () => proxy.setMode({ answer: '-LOADING Redis is loading the dataset in memory\r\n' }),
    heal: () => proxy.setMode('pass'),
  },
  {
    name: 'asking for a password',
    fault: async () => {
      await command('CONFIG', 'SET', 'requirepass', 'secret')
      proxy.cut()
    },
    heal: async () => {
      await redis.kill()
      await redis.start()
    },
  },
  {
    name: 'full',
    fault: () => command('CONFIG', 'SET', 'maxmemory', '1'),
    heal: () => command('CONFIG', 'SET', 'maxmemory', '0'),
    isPartial: true,
  },
  {
    name: 'a replica that takes no writes',
    fault: async () => command('REPLICAOF', '127.0.0.1', `${await freePort()}`),
    heal: () => command('REPLICAOF', 'NO', 'ONE'),
    isPartial: true,
  },
  {
    name: 'cutting connections again and again',
    fault: () => {
      const timer = setInterval(() => proxy.cut(), 30)
      proxy.setMode('refuse')
      onTestFinished(() => clearInterval(timer))
      phases[11] = { ...(phases[11] as Phase), heal: () => (clearInterval(timer), proxy.setMode('pass')) }
    },
    heal: () => {},
  },
]

describe('H3 Redis that is', () => {
  it.each(phases.map(({ name }, index) => [name, index] as const))('%s', async (_, index) => {
    const phase = phases[index] as Phase
    const [a, b] = [make(), make()]
    // Both hold both keys.
    for (const key of ['kept', 'changed']) {
      expect(await ask(a, key, 'old')).toBe('old')
      expect(await ask(b, key, 'never')).toBe('old')
    }
    await phase.fault()
    // Answered all the while, from memory, and an invalidation counts at once where it was made.
    expect(['old', 'new']).toContain(await ask(a, 'kept', 'new'))
    await a.invalidate('changed')
    expect(await ask(a, 'changed', 'new')).toBe('new')
    expect(await ask(a, 'changed', 'never')).toBe('new')
    for (const key of ['kept', 'changed', 'other']) await ask(b, key, 'from b')
    expect((await a.health()).status).toMatch(phase.isPartial ? /./ : 'down')
    await (phases[index] as Phase).heal()
    await until(async () => (await isOk(a)) && (await isOk(b)))
    // What was invalidated meanwhile is so everywhere, and the two agree again.
    const agreed = await ask(a, 'changed', 'after')
    expect(['new', 'after']).toContain(agreed)
    expect(await ask(b, 'changed', 'after')).toBe(agreed)
    await b.invalidate('changed')
    expect(await ask(a, 'changed', 'last')).toBe('last')
    expect(await ask(b, 'changed', 'never')).toBe('last')
  })
})

describe('H3 Redis away, and back', () => {
  it('an invalidation that was made before the store was full is seen by instances that can still read', async () => {
    const [a, b] = [make(), make()]
    await ask(a, 'k', 'old')
    expect(await ask(b, 'k', 'never')).toBe('old')
    await command('CONFIG', 'SET', 'maxmemory', '1')
    await a.invalidate('k')
    expect(await ask(b, 'k', 'new')).toBe('new')
  })

  it('an older state, restored: nothing that was loaded before is trusted', async () => {
    const [a, b] = [make(), make()]
    await ask(a, 'k', 'old')
    expect(await ask(b, 'k', 'never')).toBe('old')
    await command('SAVE')
    await a.invalidate('k')
    await ask(a, 'k', 'new')
    await redis.kill()
    await redis.start()
    await until(async () => (await isOk(a)) && (await isOk(b)))
    expect(await ask(b, 'k', 'newer')).toBe('newer')
    expect(await ask(a, 'k', 'never')).toBe('newer')
  })

  it('an older state that went on under the same numbers is noticed', async () => {
    const [a, b] = [make(), make(redis.url)]
    await ask(a, 'k', 'old')
    await command('SAVE')
    for (let count = 0; count < 3; count++) await a.invalidate('x')
    proxy.setMode('refuse')
    proxy.cut()
    await redis.kill()
    await redis.start()
    await until(() => isOk(b))
    // These take the numbers that `a` has seen already.
    for (const key of ['k', 'y', 'y', 'y', 'y']) await b.invalidate(key)
    proxy.setMode('pass')
    await until(() => isOk(a))
    expect(await ask(a, 'k', 'new')).toBe('new')
  })

  it('a reply that no command has asked for spoils no answer', async () => {
    const [a, b] = [make(), make(redis.url)]
    await ask(a, 'k', 'old')
    await ask(a, 'other', 'other')
    proxy.inject('+OK\r\n*0\r\n')
    await b.invalidate('k')
    expect(await ask(a, 'k', 'new')).toBe('new')
    expect(await ask(a, 'other', 'other')).toBe('other')
    await until(() => isOk(a))
    await b.invalidate('k')
    expect(await ask(a, 'k', 'newer')).toBe('newer')
  })

  it('connections cut in mid-load: the load is answered, and an invalidation meanwhile counts', async () => {
    const [a, b] = [make(), make()]
    await ask(b, 'x', 1)
    let go = () => {}
    const loading = a.load('k', async () => {
      await new Promise<void>((resolve) => (go = resolve))
      return 'old'
    })
    await until(async () => (await a.stats()).loads === 1)
    proxy.cut()
    await b.invalidate('k')
    await redis.kill()
    go()
    expect((await loading).data).toBe('old')
    await redis.start()
    await until(async () => (await isOk(a)) && (await isOk(b)))
    expect(await ask(a, 'k', 'new')).toBe('new')
    expect(await ask(b, 'k', 'never')).toBe('new')
  })

  it('down when the instance starts: it answers, and joins the others later', async () => {
    await redis.kill()
    const a = make()
    expect(await ask(a, 'k', 'old')).toBe('old')
    await a.invalidate('k')
    expect(await ask(a, 'k', 'alone')).toBe('alone')
    expect(await a.health()).toMatchObject({ name: 'redis', status: 'down' })
    await redis.start()
    await until(() => isOk(a))
    const b = make()
    const agreed = await ask(b, 'k', 'together')
    expect(await ask(a, 'k', 'together')).toBe(agreed)
    await b.invalidate('k')
    expect(await ask(a, 'k', 'last')).toBe('last')
  })

  it('the feed goes on where it was, and tells changes that were made meanwhile', async () => {
    const [a, b] = [make(), make(redis.url)]
    const change = (id: string) => ({ changes: [{ collection: 'c', id }] })
    await a.invalidate('k', change('1'))
    const cursor = await b.log.head()
    proxy.setMode('refuse')
    proxy.cut()
    await a.invalidate('k', change('2'))
    expect(await a.log.readSince(cursor, 10)).toMatchObject({ entries: [], cursor, reset: false })
    await b.invalidate('k', change('3'))
    proxy.setMode('pass')
    await until(() => isOk(a))
    const { entries, reset } = await b.log.readSince(cursor, 10)
    expect(reset).toBe(false)
    expect(entries.flatMap(({ changes = [] }) => changes.map(({ id }) => id))).toEqual(['3', '2'])
  })

  it('more invalidations than are kept: everything is stale everywhere, and readers of the feed start anew', async () => {
    const [a, b] = [make(), make(redis.url)]
    await ask(a, 'k', 'old')
    expect(await ask(b, 'k', 'never')).toBe('old')
    const cursor = await b.log.head()
    proxy.setMode('refuse')
    proxy.cut()
    await Promise.all(
      Array.from({ length: 10_100 }, (_, index) =>
        a.log.append({ keys: [`x${index}`], tags: [], patterns: [] }),
      ),
    )
    proxy.setMode('pass')
    await until(() => isOk(a))
    expect(await ask(b, 'k', 'new')).toBe('new')
    const { entries } = await b.log.readSince(cursor, 1000)
    expect(entries.some(({ lost }) => lost)).toBe(true)
  })

  it('a process whose Redis is away closes and ends by itself', async () => {
    await redis.kill()
    const source = new URL('../../src/index.ts', import.meta.url).href
    const script = `
      const { createResponseCache, redisStore } = await import(${JSON.stringify(source)})
      const cache = createResponseCache({ store: redisStore('redis://127.0.0.1:${redis.port}') })
      await cache.load('k', () => 1)
      await cache.invalidate('k')
      await cache.close()
      await cache.close()
      console.log('closed', (await cache.load('k', () => 2)).data)`
    const hooks = new URL('../stores/resolve-extensionless.mjs', import.meta.url).href
    const args = ['--conditions=@freshline/source', '--import', hooks, '--input-type=module', '-e', script]
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] })
    let output = ''
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (data: Buffer) => (output += data.toString()))
    const timer = setTimeout(() => child.kill('SIGKILL'), 8000)
    const [code] = (await once(child, 'exit')) as [number | null]
    clearTimeout(timer)
    expect([code, output.trim()]).toEqual([0, 'closed 2'])
  })
})

describe('H10 REDIS_ENABLED', () => {
  it.each(['false', '0', 'off', 'No'])('%s keeps everything in memory', async (value) => {
    const before = process.env['REDIS_ENABLED']
    process.env['REDIS_ENABLED'] = value
    onTestFinished(() => {
      if (before === undefined) delete process.env['REDIS_ENABLED']
      else process.env['REDIS_ENABLED'] = before
    })
    const cache = make()
    await ask(cache, 'k', 1)
    expect(await ask(cache, 'k', 2)).toBe(1)
    expect(await cache.health()).toEqual({ name: 'memory', status: 'ok' })
    expect(proxy.connections).toBe(0)
  })
})
