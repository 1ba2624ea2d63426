import { describe, expect, it } from 'vitest'
import { createHttpCache, type HttpCacheStorage } from '@freshline/core'
import { fakeClock } from '@freshline/test-utils'
import { date, useOrigin } from './support'

const origin = useOrigin()
const YEAR = 31_536_000_000
const start = Date.UTC(2026, 10, 22)

/** A storage that outlives caches, and clones as IndexedDB does. */
function keptStorage() {
  const map = new Map<string, unknown>()
  const storage: HttpCacheStorage = {
    get: async (key) => structuredClone(map.get(key)),
    set: async (key, value) => void map.set(key, structuredClone(value)),
    delete: async (key) => map.delete(key),
    keys: async () => [...map.keys()],
  }
  return { map, storage }
}

describe('freshness', () => {
  it.each([-YEAR, 0, YEAR])('is the same with a clock %d ms from the server', async (skew) => {
    for (const headers of [
      { 'cache-control': 'max-age=60', date: date() },
      { expires: date(60), date: date() },
    ]) {
      const clock = fakeClock(start + skew)
      const { url, asked, cached } = await origin.serve(() => ({ headers, body: 'x' }), { clock })
      await (await cached(url)).text()
      await clock.advance(59_000)
      const { headers: second } = await cached(url)
      expect([second.get('age'), asked.length]).toEqual(['59', 1])
      await clock.advance(1000)
      await (await cached(url)).text()
      expect(asked).toHaveLength(2)
    }
  })

  it('passes while the machine sleeps, and does not come back when the clock is set back', async () => {
    const { url, asked, clock, cached } = await origin.serve(() => ({
      headers: { 'cache-control': 'max-age=60' },
    }))
    await (await cached(url)).text()
    clock.setWall(clock.now() - YEAR)
    await clock.advance(59_000)
    await cached(url)
    expect(asked).toHaveLength(1)
    await clock.advance(2000)
    await (await cached(url)).text()
    expect(asked).toHaveLength(2)
    clock.sleep(61_000)
    await cached(url)
    expect(asked).toHaveLength(3)
  })

  it('is less by the time that the request took', async () => {
    const clock = fakeClock(start)
    const { url, asked, cached } = await origin.serve(
      () => {
        clock.jump(20_000)
        return { headers: { 'cache-control': 'max-age=60', age: '10' } }
      },
      { clock },
    )
    const first = await cached(url)
    await first.text()
    expect(first.headers.get('age')).toBe('10')
    await clock.advance(29_000)
    expect((await cached(url)).headers.get('age')).toBe('59')
    await clock.advance(1000)
    await cached(url)
    expect(asked).toHaveLength(2)
  })
})

describe('what is kept across runs', () => {
  const again = (storage: HttpCacheStorage, now: number) => {
    const clock = fakeClock(now)
    return createHttpCache({ clock, storage })
  }

  it.each([
    ['a later run', 30_000, '30', 1],
    ['a much later run', 61_000, null, 2],
    ['a clock that went back', -1, null, 2],
    ['a clock that went back for a year', -YEAR, null, 2],
  ])('is as old as it is: %s', async (_, passed, age, requests) => {
    const { map, storage } = keptStorage()
    const { url, asked, clock, cached } = await origin.serve(
      () => ({ headers: { 'cache-control': 'max-age=60' }, body: 'kept' }),
      { storage },
    )
    await clock.advance(5000)
    await (await cached(url)).text()
    await expect.poll(() => map.size).toBe(1)
    const second = await again(storage, clock.now() + passed)(url)
    expect([second.headers.get('age'), await second.text(), asked.length]).toEqual([age, 'kept', requests])
  })

  it('may go through text', async () => {
    const map = new Map<string, string>()
    const storage: HttpCacheStorage = {
      get: async (key) =>
        JSON.parse(map.get(key) ?? 'null', (_, value) =>
          value?.base64 === undefined ? value : new Uint8Array(Buffer.from(value.base64, 'base64')),
        ),
      set: async (key, value) =>
        map.set(
          key,
          JSON.stringify(value, (_, part) =>
            part instanceof Uint8Array ? { base64: Buffer.from(part).toString('base64') } : part,
          ),
        ),
      delete: async (key) => map.delete(key),
      keys: async () => map.keys(),
    }
    const body = new Uint8Array([0, 255, 128, 10])
    const { url, asked, clock, cached } = await origin.serve(
      () => ({ headers: { 'cache-control': 'max-age=60', 'set-cookie': ['a=1', 'b=2'] }, body }),
      { storage },
    )
    await (await cached(url)).text()
    await expect.poll(() => map.size).toBe(1)
    const second = await again(storage, clock.now())(url)
    expect(new Uint8Array(await second.arrayBuffer())).toEqual(body)
    expect(second.headers.getSetCookie()).toEqual(['a=1', 'b=2'])
    expect(asked).toHaveLength(1)
  })
})

describe('a storage that fails', () => {
  const broken = (work: () => unknown): HttpCacheStorage => ({
    get: async () => work(),
    set: async () => work(),
    delete: async () => work(),
    keys: async () => work() as string[],
  })
  const fail = () => {
    throw new Error('quota')
  }

  it.each([
    ['throws', broken(fail)],
    ['throws at once', { get: fail, set: fail, delete: fail, keys: fail } as unknown as HttpCacheStorage],
    ['answers with something else', broken(() => 'text')],
    ['answers with parts', broken(() => [{ status: 200 }])],
    ['answers with null', broken(() => null)],
    [
      'lost the bytes',
      broken(() => [
        {
          status: 200,
          statusText: '',
          url: '',
          headers: [],
          variant: '[]',
          body: { 0: 1 },
          at: [start, 0, 1, 0],
        },
      ]),
    ],
  ])('costs a request and no more: it %s', async (_, storage) => {
    const told: unknown[] = []
    const { url, asked, cached } = await origin.serve(
      () => ({ headers: { 'cache-control': 'max-age=60' }, body: 'well' }),
      { storage, onError: (error, where) => told.push([String(error), where]) },
    )
    expect(await (await cached(url)).text()).toBe('well')
    expect(await (await cached(url)).text()).toBe('well')
    expect(await (await cached(url, { cache: 'force-cache' })).text()).toBe('well')
    expect((await cached(url, { method: 'POST' })).status).toBe(200)
    await cached.clear()
    await cached.delete(url)
    expect(asked).toHaveLength(4)
    for (const each of told) expect(each).toEqual([expect.any(String), 'an HTTP cache'])
  })
})
