// What lies in a storage may have been written by anybody, or be half of what was written: it counts as missing, and
// the request is answered all the same.
import { createHttpCache, DataSyncManager, rememberAutoSync, type HttpCacheStorage } from '@freshline/core'
import { describe, expect, it } from 'vitest'

const URL_OF_IT = 'https://x.example/'

/** A storage that answers with what was kept, changed. */
function storageOf(change: (stored: Record<string, unknown>) => unknown) {
  const kept = new Map<string, unknown>()
  const storage: HttpCacheStorage = {
    get: async (key) => (kept.get(key) as Record<string, unknown>[] | undefined)?.map(change),
    set: async (key, value) => kept.set(key, value),
    delete: async (key) => kept.delete(key),
    keys: async () => kept.keys(),
  }
  return storage
}

describe('an answer in a storage', () => {
  const damaged: Record<string, Record<string, unknown>> = {
    'a status text of two lines': { statusText: 'OK\r\nset-cookie: a=b' },
    'a status text that is none': { statusText: { toString: 1 } },
    'a status without a body, with one': { status: 204 },
    'another status without a body': { status: 304 },
    'a status that is a text': { status: 'ok' },
    'a status beyond all': { status: 9_999 },
    'headers that are none': { headers: { get: 1 } },
    'a header of two lines': { headers: [['cache-control', 'max-age=60\r\nx: y']] },
    'a header without a name': { headers: [['', 'x']] },
    'a body that is a text': { body: 'x' },
    'a body that is a list': { body: [120] },
    'no time': { at: undefined },
    'times that are none': { at: ['a', {}, null] },
    'an address that is none': { url: { toString: 1 } },
    'a prototype': JSON.parse('{"__proto__":{"status":200},"status":null}') as Record<string, unknown>,
  }

  it.each(Object.entries(damaged))('with %s is asked for anew, or used as it was', async (_, change) => {
    for (const cache of ['default', 'force-cache'] as const) {
      let sent = 0
      const transport = async () => {
        sent++
        return new Response('x', { headers: { 'cache-control': 'max-age=60', etag: '"a"' } })
      }
      const cached = createHttpCache({
        transport,
        storage: storageOf((stored) => ({ ...stored, ...change })),
        onError: () => {},
      })
      await (await cached(URL_OF_IT)).text()
      await new Promise((resolve) => setTimeout(resolve, 0))
      expect(await (await cached(URL_OF_IT, { cache })).text()).toBe('x')
      expect(sent).toBeLessThanOrEqual(2)
    }
    expect(({} as { status?: unknown }).status).toBeUndefined()
  })

  it.each([5, 'x', {}, [null], [5], [{}], [[[]]], new Map()])('that is %j is none', async (value) => {
    const storage = { ...storageOf((stored) => stored), get: async () => value as unknown }
    const cached = createHttpCache({ transport: async () => new Response('x'), storage, onError: () => {} })
    expect(await (await cached(URL_OF_IT)).text()).toBe('x')
  })

  it('is not taken for that of another address', async () => {
    const kept: unknown[] = []
    const storage: HttpCacheStorage = {
      get: async () => kept.at(-1),
      set: async (_, value) => kept.push(value),
      delete: async () => {},
      keys: async () => ['__proto__', 'constructor'],
    }
    const transport = async () => new Response('x', { headers: { 'cache-control': 'max-age=60' } })
    const cached = createHttpCache({ transport, storage })
    await (await cached(URL_OF_IT)).text()
    await cached.clear()
    expect(await (await cached(URL_OF_IT)).text()).toBe('x')
  })
})

describe('a preference in a storage', () => {
  it.each(['on', '', '{"__proto__":{}}', 'OFF', null])('of %j changes nothing but the switch', (value) => {
    const manager = new DataSyncManager()
    const off = rememberAutoSync(manager, { storage: { getItem: () => value, setItem: () => {} } })
    expect(manager.isPaused).toBe(false)
    off()
    manager.dispose()
  })

  it('is kept under the scope of its user', () => {
    const kept = new Map<string, string>()
    const storage = {
      getItem: (name: string) => kept.get(name) ?? null,
      setItem: (name: string, value: string) => void kept.set(name, value),
    }
    const [alice, bob] = ['alice:', 'bob:'].map((scope) => new DataSyncManager({ scope }))
    for (const each of [alice, bob]) if (each) rememberAutoSync(each, { storage })
    alice?.pause()
    expect([...kept]).toEqual([['alice:freshline:auto-sync', 'off']])
    const again = new DataSyncManager({ scope: 'bob:' })
    rememberAutoSync(again, { storage })
    expect(again.isPaused).toBe(false)
    for (const each of [alice, bob, again]) each?.dispose()
  })
})
