import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createHttpCache, type HttpCacheStorage } from '@freshline/core'
import { fakeClock, type FakeClock } from '@freshline/test-utils'
import { Origin, type Reply } from './origin'

// Answers that outlive the page: another run of the program finds them, with their true age, whole, and never fresher.

const origin = new Origin(fakeClock(Date.UTC(2026, 10, 22, 12)))
beforeAll(async () => void (await origin.listen()))
afterAll(() => origin.close())

/** What structured cloning leaves of what is kept, as in IndexedDB. */
function clonedStorage() {
  const kept = new Map<string, unknown>()
  const storage: HttpCacheStorage = {
    get: async (key) => structuredClone(kept.get(key)),
    set: async (key, value) => void kept.set(key, structuredClone(value)),
    delete: async (key) => void kept.delete(key),
    keys: async () => [...kept.keys()],
  }
  return { kept, storage }
}

let paths = 0
function setup(reply: Reply) {
  const path = `/s${++paths}`
  origin.replies.set(path, reply)
  const { kept, storage } = clonedStorage()
  const open = (clock: FakeClock) => createHttpCache({ clock, storage, onError: () => {} })
  /** Keeping happens behind the answer. */
  const settled = (size = 1) => expect.poll(() => kept.size).toBe(size)
  const asked = () => origin.exchanges.filter(({ url }) => url === path).length
  return { url: origin.url + path, path, kept, storage, open, asked, settled }
}

const start = Date.UTC(2026, 10, 22, 12)
const fresh: Reply = { headers: { 'Cache-Control': 'max-age=100' } }

describe('another run', () => {
  it('finds what is fresh, with the age it has by now', async () => {
    const { url, open, asked, settled } = setup(fresh)
    const text = await (await open(fakeClock(start))(url)).text()
    await settled()
    const later = await open(fakeClock(start + 60_000))(url)
    expect([await later.text(), later.headers.get('age')]).toEqual([text, '60'])
    expect(asked()).toBe(1)
  })

  it('asks again for what is over', async () => {
    const { url, open, asked, settled } = setup(fresh)
    await (await open(fakeClock(start))(url)).text()
    await settled()
    await (await open(fakeClock(start + 100_000))(url)).text()
    expect(asked()).toBe(2)
  })

  it('on a clock that was set back trusts nothing', async () => {
    const { url, open, asked, settled } = setup(fresh)
    await (await open(fakeClock(start))(url)).text()
    await settled()
    await (await open(fakeClock(start - 3_600_000))(url)).text()
    expect(asked()).toBe(2)
  })

  it('confirms by the validator that was kept', async () => {
    const { url, path, open, settled } = setup({ headers: { ETag: '"a"', 'Cache-Control': 'no-cache' } })
    const text = await (await open(fakeClock(start))(url)).text()
    await settled()
    origin.replies.set(path, ({ headers }) => (headers['if-none-match'] === '"a"' ? { status: 304 } : {}))
    expect(await (await open(fakeClock(start + 1000))(url)).text()).toBe(text)
  })

  it('has every byte, field and variant', async () => {
    const body = Uint8Array.from({ length: 1000 }, (_, index) => index % 256)
    const headers = { ...fresh.headers, Vary: 'X-V', 'Set-Cookie': ['a=1', 'b=2'], 'X-Own': 'caf\u00e9' }
    const { url, open, asked } = setup({ headers, body, status: 404 })
    const first = open(fakeClock(start))
    for (const value of ['1', '2']) await (await first(url, { headers: { 'X-V': value } })).arrayBuffer()
    // What it answers now was kept.
    for (const value of ['1', '2']) await (await first(url, { headers: { 'X-V': value } })).arrayBuffer()
    for (const value of ['1', '2']) {
      const answer = await open(fakeClock(start))(url, { headers: { 'X-V': value } })
      expect([answer.status, answer.headers.getSetCookie(), answer.headers.get('x-own')]).toEqual([
        404,
        ['a=1', 'b=2'],
        'caf\u00e9',
      ])
      expect(new Uint8Array(await answer.arrayBuffer())).toEqual(body)
    }
    expect(asked()).toBe(2)
  })

  it('does not find what was invalidated, deleted or cleared', async () => {
    for (const how of ['POST', 'delete', 'clear'] as const) {
      const { url, open, asked, settled } = setup(fresh)
      const first = open(fakeClock(start))
      await (await first(url)).text()
      await settled()
      if (how === 'POST') await (await first(url, { method: 'POST' })).text()
      else await (how === 'delete' ? first.delete(url) : first.clear())
      const before = asked()
      await (await open(fakeClock(start))(url)).text()
      await settled()
      expect([how, asked() - before]).toEqual([how, 1])
    }
  })

  it('takes what text made of it for missing', async () => {
    const { url, open, asked, kept, settled } = setup({ ...fresh, body: new Uint8Array([1, 2, 3]) })
    await (await open(fakeClock(start))(url)).arrayBuffer()
    await settled()
    for (const [key, value] of kept) kept.set(key, JSON.parse(JSON.stringify(value)))
    const answer = await open(fakeClock(start))(url)
    expect(new Uint8Array(await answer.arrayBuffer())).toEqual(new Uint8Array([1, 2, 3]))
    expect(asked()).toBe(2)
  })

  it('an entry under another address is no answer to this one', async () => {
    const { url, open, asked, kept, settled } = setup(fresh)
    await (await open(fakeClock(start))(url)).text()
    await settled()
    const other = setup(fresh)
    for (const [key, value] of kept) kept.set(key.replace(/\/s\d+$/, other.path), value)
    await (await open(fakeClock(start))(url)).text()
    expect(asked()).toBe(1)
  })
})
