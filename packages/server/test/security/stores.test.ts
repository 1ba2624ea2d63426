// What a store that fails tells of: its own words, and nothing of what it was asked to keep.
import { inspect } from 'node:util'
import { describe, expect, it } from 'vitest'
import { createResponseCache, createSyncServer, redisStore, sqliteStore } from '../../src/index'
import type { RedisClient } from '../../src/stores/redis-connection'

const CANARY = 'CANARY-of-a-user'

/** A client whose every command is refused in the way of ioredis: with the command and all its arguments in the error. */
function refusing(message: string): RedisClient {
  const refuse = (name: string, ...args: unknown[]) =>
    Promise.reject(Object.assign(new Error(message), { name: 'ReplyError', command: { name, args } }))
  return {
    status: 'ready',
    call: refuse,
    callBuffer: refuse,
    on: () => {},
    off: () => {},
    disconnect: () => {},
  }
}

describe('a store that fails', () => {
  it.each([
    'OOM command not allowed when used memory > maxmemory',
    'ERR unknown',
    'NOAUTH Authentication required.',
  ])('tells "%s", and not the key, the tags or the body that it was given', async (message) => {
    const told: unknown[] = []
    const cache = createResponseCache({
      store: redisStore(refusing(message)),
      onError: (error) => told.push(error),
    })
    const key = ['user', CANARY]
    await cache.load(key, () => ({ name: CANARY }), { tags: [CANARY], scope: CANARY, owner: CANARY })
    await cache.invalidate({ tag: CANARY })
    await cache.delete(key).catch(() => {})
    const server = createSyncServer({ cache, authorize: () => true, onError: (error) => told.push(error) })
    const answers = await Promise.all(
      ['health', 'metrics', 'status', 'errors'].map(async (section) =>
        (await server.fetch(new Request(`https://api.example/monitoring/${section}`))).text(),
      ),
    )
    await new Promise((resolve) => setTimeout(resolve, 20))
    server.close()
    await cache.close()
    expect(told.length).toBeGreaterThan(0)
    expect(
      inspect([told, answers], { depth: 20, maxStringLength: null, maxArrayLength: null }),
    ).not.toContain(CANARY)
  })

  it('in a file is told by its own words', async () => {
    const told: unknown[] = []
    const cache = createResponseCache({
      store: sqliteStore('/nowhere/at/all.db'),
      onError: (error) => told.push(error),
    })
    const { data } = await cache.load(['user', CANARY], () => CANARY, { tags: [CANARY] })
    await cache.close()
    expect(data).toBe(CANARY)
    expect(inspect(told, { depth: 20 })).not.toContain(CANARY)
  })

  it('shows no password of its address where that is none', () => {
    for (const target of [`http://user:${CANARY}@host`, CANARY, `:${CANARY}@host`])
      expect(() => redisStore(target)).toThrow(
        expect.objectContaining({ message: expect.not.stringContaining(CANARY) as string }),
      )
  })
})
