import { describe, expect, it } from 'vitest'
import { createHttpCache } from '@freshline/core'
import { fakeClock } from '@freshline/test-utils'
import { useWorld } from './steps'

// One exchange for several callers, each with a body and a way out of its own; bounds of the memory; HEAD.

const fresh = { 'cache-control': 'max-age=3600' }
const address = 'https://a.example/x'

/** A cache whose only answers are as long as they are told to be, in pieces that come when they are let. */
function streaming(length: number) {
  let calls = 0
  let release: () => void = () => {}
  const gate = new Promise<void>((done) => (release = done))
  const cache = createHttpCache({
    clock: fakeClock(),
    transport: async () => {
      calls++
      let sent = 0
      const body = new ReadableStream<Uint8Array>({
        async pull(controller) {
          if (sent > 0) await gate
          controller.enqueue(new Uint8Array(Math.min(10_000, length - sent)).fill(calls))
          sent += 10_000
          if (sent >= length) controller.close()
        },
      })
      return new Response(body, { headers: fresh })
    },
  })
  return { cache, release: () => release(), calls: () => calls }
}
const lengthOf = async (response: Response) => (await response.arrayBuffer()).byteLength

describe('one exchange for several callers', () => {
  it('one who throws its body away takes nothing from the others', async () => {
    for (const leaver of [0, 1, 2]) {
      const { cache, release, calls } = streaming(50_000)
      const answers = await Promise.all([cache(address), cache(address), cache(address)])
      await answers[leaver]?.body?.cancel()
      release()
      const rest = answers.filter((_, index) => index !== leaver)
      expect(await Promise.all(rest.map(lengthOf))).toEqual([50_000, 50_000])
      expect(calls()).toBe(1)
      expect(await lengthOf(await cache(address))).toBe(50_000)
    }
  })

  it('one who is aborted while reading takes nothing from the others', async () => {
    for (const leaver of [0, 1, 2]) {
      const { cache, release } = streaming(50_000)
      const controllers = [0, 1, 2].map(() => new AbortController())
      const answers = await Promise.all(controllers.map(({ signal }) => cache(address, { signal })))
      controllers[leaver]?.abort()
      release()
      const lengths = await Promise.allSettled(answers.map(lengthOf))
      expect(lengths.map(({ status }) => status)).toEqual(
        [0, 1, 2].map((index) => (index === leaver ? 'rejected' : 'fulfilled')),
      )
      expect(await lengthOf(await cache(address))).toBe(50_000)
    }
  })

  it('one who never reads holds nobody up', async () => {
    const { cache, release } = streaming(2_000_000)
    const [, second] = await Promise.all([cache(address), cache(address)])
    release()
    expect(await lengthOf(second)).toBe(2_000_000)
  })

  it('whoever asks for something else does not share', async () => {
    const seen: string[] = []
    const cache = createHttpCache({
      clock: fakeClock(),
      transport: async (input, init) => {
        const headers = new Headers(init?.headers)
        const text = `${String(input)} ${headers.get('authorization')} ${init?.credentials ?? ''} ${init?.redirect ?? ''}`
        seen.push(text)
        await new Promise((next) => setTimeout(next, 5))
        return new Response(text, { headers: { 'cache-control': 'no-store' } })
      },
    })
    const inits: RequestInit[] = [
      {},
      { headers: { authorization: 'a' } },
      { headers: { authorization: 'b' } },
      { credentials: 'include' },
      { redirect: 'manual' },
    ]
    const texts = await Promise.all(inits.map(async (init) => (await cache(address, init)).text()))
    expect(new Set(texts).size).toBe(inits.length)
    expect(seen.length).toBe(inits.length)
  })

  it('what may not be kept is not shared, though it was asked for together', async () => {
    let calls = 0
    const cache = createHttpCache({
      clock: fakeClock(),
      transport: async () => {
        const own = ++calls
        await new Promise((next) => setTimeout(next, 5))
        return new Response(`for ${own}`, { headers: { 'cache-control': 'no-store' } })
      },
    })
    const texts = await Promise.all([1, 2, 3].map(async () => (await cache(address)).text()))
    expect(new Set(texts).size).toBe(3)
  })
})

describe('bounds of the memory', () => {
  const counted = (options: object, size = 10) => {
    const asked: string[] = []
    const cache = createHttpCache({
      clock: fakeClock(),
      ...options,
      transport: async (input) => {
        asked.push(String(input))
        return new Response('x'.repeat(size), { headers: fresh })
      },
    })
    const get = async (name: number) => (await cache(`https://a.example/${name}`)).text()
    return { get, asked }
  }

  it('so many addresses, and the one not used for longest goes first', async () => {
    const { get, asked } = counted({ maxEntries: 3 })
    for (const name of [1, 2, 3, 1, 4]) await get(name)
    expect(asked.length).toBe(4)
    for (const name of [1, 3, 4]) await get(name)
    expect(asked.length).toBe(4)
    await get(2)
    expect(asked.length).toBe(5)
  })

  it('so many bytes', async () => {
    const { get, asked } = counted({ maxBytes: 5000 }, 1000)
    for (let name = 0; name < 20; name++) await get(name)
    await get(19)
    expect(asked.length).toBe(20)
    await get(0)
    expect(asked.length).toBe(21)
  })

  it.each([
    ['maxEntries', -1],
    ['maxEntries', 1.5],
    ['maxBytes', Number.NaN],
    ['transport', 'fetch'],
  ])('%s of %s is refused', (name, value) => {
    expect(() => createHttpCache({ [name]: value })).toThrow(name)
  })
})

describe('HEAD and what is kept (RFC 9111 section 4.3.5)', () => {
  const world = useWorld()
  // Past what is kept and fresh, which may answer a HEAD by itself.
  const head: RequestInit = { method: 'HEAD', cache: 'no-cache' }
  const kept = { headers: { 'Cache-Control': 'max-age=10', ETag: '"a"', 'X-Old': '1' } }

  it('the same validator makes it fresh again, with the newer fields', async () => {
    const newer = { headers: { 'Cache-Control': 'max-age=100', ETag: '"a"', 'X-New': '1' }, body: null }
    await world.run([
      { reply: kept },
      { wait: 11, init: head, expect: 'any', reply: newer },
      { wait: 50, expect: 'cached', from: 0, has: { 'x-old': '1', 'x-new': '1' } },
    ])
  })

  it('another validator ends its freshness', async () => {
    const other = { headers: { 'Cache-Control': 'max-age=100', ETag: '"b"' }, body: null }
    await world.run([
      { reply: kept },
      { init: head, expect: 'any', reply: other },
      { expect: 'fetched', reply: kept },
    ])
  })

  it('a failure says nothing about it', async () => {
    await world.run([
      { reply: kept },
      { init: head, expect: 'any', reply: { status: 503, body: null } },
      { expect: 'cached', from: 0 },
    ])
  })

  it('stores nothing where nothing is kept', async () => {
    await world.run([
      { init: head, expect: 'any', reply: { headers: kept.headers, body: null } },
      { init: { cache: 'only-if-cached', mode: 'same-origin' }, expect: 'rejected' },
    ])
  })
})
