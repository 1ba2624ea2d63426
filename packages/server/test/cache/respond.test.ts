import { deferred, fakeClock, flush } from '@freshline/test-utils'
import { describe, expect, it } from 'vitest'
import { conditional, createResponseCache, type Handler, type RespondOptions } from '../../src'

const setUp = () => {
  const clock = fakeClock(Date.UTC(2026, 0, 1))
  const cache = createResponseCache({ ttl: 60_000, clock })
  let calls = 0
  const ask = (
    init: RequestInit & { path?: string } = {},
    answer: Handler | ResponseInit = {},
    options: RespondOptions = {},
  ) =>
    cache.respond(
      new Request(`https://shop.example${init.path ?? '/stores'}`, init),
      'stores',
      (request) => {
        calls++
        return typeof answer === 'function' ? answer(request) : new Response(`n${calls}`, answer)
      },
      options,
    )
  return { clock, cache, ask, calls: () => calls }
}

describe('H2 respond', () => {
  it('dates what has no date, so that Expires and Age tell one lifetime downstream', async () => {
    const { ask, clock } = setUp()
    const at = (ms: number) => new Date(ms).toUTCString()
    const begin = clock.now()
    const handler = () => new Response('a', { headers: { expires: at(begin + 60_000) } })
    await ask({}, handler)
    clock.jump(30_000)
    const { headers } = await ask({}, handler)
    expect([headers.get('date'), headers.get('age')]).toEqual([at(begin), '30'])
    clock.jump(60_000)
    const dated = () => new Response('b', { headers: { date: at(begin) } })
    await ask({}, dated)
    expect((await ask({}, dated)).headers.get('date')).toBe(at(begin))
  })

  it('answers also where Vary names what can be no field', async () => {
    const { ask, calls } = setUp()
    const handler = () => new Response('a', { headers: { vary: 'Accept Language, "x":y, é' } })
    for (let round = 0; round < 2; round++) expect(await (await ask({}, handler)).text()).toBe('a')
    expect(calls()).toBe(1)
  })

  it('takes the first of several ages, as the client does', async () => {
    const { ask, clock, calls } = setUp()
    const headers = { 'cache-control': 'max-age=60', age: '50, 3' }
    const handler = () => new Response('a', { headers })
    await ask({}, handler)
    clock.jump(9000)
    expect((await ask({}, handler)).headers.get('age')).toBe('59')
    clock.jump(1000)
    await ask({}, handler)
    expect(calls()).toBe(2)
  })

  it('keeps bytes, status and header fields, and tells the age', async () => {
    const { ask, clock, calls } = setUp()
    const bytes = Uint8Array.from({ length: 256 }, (_, index) => index)
    const headers = { etag: '"1"', 'content-type': 'application/x', 'x-a': 'ä'.normalize(), age: '7' }
    const handler = () => new Response(bytes, { status: 203, statusText: 'Odd', headers })
    const first = await ask({}, handler)
    expect(first.headers.get('age')).toBe('7')
    clock.jump(12_999)
    const second = await ask({}, handler)
    expect([second.status, second.statusText, second.headers.get('age')]).toEqual([203, 'Odd', '19'])
    expect(second.headers.get('etag')).toBe('"1"')
    expect(new Uint8Array(await second.arrayBuffer())).toEqual(bytes)
    expect(calls()).toBe(1)
  })

  it('keeps no field that is between two machines', async () => {
    const { ask } = setUp()
    const headers = { connection: 'close, X-Hop', 'x-hop': '1', 'keep-alive': 'timeout=5', 'x-end': '1' }
    for (let round = 0; round < 2; round++) {
      const answer = await ask({}, { headers })
      expect(['connection', 'x-hop', 'keep-alive', 'x-end'].map((name) => answer.headers.get(name))).toEqual([
        null,
        null,
        null,
        '1',
      ])
    }
  })

  it('answers many who ask at once with one call', async () => {
    const { ask, calls } = setUp()
    const go = deferred<Response>()
    const all = Array.from({ length: 20 }, () => ask({}, () => go.promise))
    await flush()
    go.resolve(new Response('x'))
    expect(await Promise.all((await Promise.all(all)).map((answer) => answer.text()))).toEqual(
      Array(20).fill('x'),
    )
    expect(calls()).toBe(1)
  })

  it.each([
    ['private', { headers: { 'cache-control': 'private, max-age=60' } }],
    ['no-store', { headers: { 'cache-control': 'max-age=60, No-Store' } }],
    ['no-cache', { headers: { 'cache-control': 'no-cache' } }],
    ['max-age=0', { headers: { 'cache-control': 'max-age=0' } }],
    ['expired', { headers: { expires: '0' } }],
    ['a cookie', { headers: { 'set-cookie': 'a=1' } }],
    ['Vary: *', { headers: { vary: 'accept, *' } }],
    ['an event stream', { headers: { 'content-type': 'text/event-stream' } }],
    ['201', { status: 201 }],
    ['302', { status: 302 }],
    ['400', { status: 400 }],
    ['500', { status: 500 }],
  ])('never keeps %s', async (_, init) => {
    const { ask, cache } = setUp()
    expect(await (await ask({}, init)).text()).toBe('n1')
    expect(await (await ask({}, init)).text()).toBe('n2')
    expect((await cache.stats()).entries).toBe(0)
  })

  it('gives nobody what was for one alone, also where they asked at once', async () => {
    const { ask, calls } = setUp()
    const go = deferred<void>()
    const handler = async () => (
      await go.promise,
      new Response('x', { headers: { 'set-cookie': 'session=1' } })
    )
    const all = [ask({}, handler), ask({}, handler), ask({}, handler)]
    await flush()
    go.resolve()
    await Promise.all(all)
    expect(calls()).toBe(3)
  })

  it('passes other methods by', async () => {
    const { ask, calls } = setUp()
    for (const method of ['POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS']) await ask({ method })
    await ask({ method: 'POST' })
    expect(calls()).toBe(6)
  })

  it('keeps what an answer varies by apart', async () => {
    const { ask, calls, cache } = setUp()
    const handler = (request: Request) =>
      new Response(request.headers.get('accept-language'), { headers: { vary: 'Accept-Language' } })
    const inLanguage = async (language: string) =>
      (await ask({ headers: { 'accept-language': language } }, handler)).text()
    expect(await Promise.all(['de', 'fr', 'de', 'fr'].map(inLanguage))).toEqual(['de', 'fr', 'de', 'fr'])
    expect(calls()).toBe(2)
    expect(await inLanguage('de')).toBe('de')
    expect(await inLanguage('fr')).toBe('fr')
    expect(calls()).toBe(2)
    expect((await cache.invalidate('stores')).invalidated).toBe(2)
    await inLanguage('fr')
    expect(calls()).toBe(3)
  })

  it('is not fresh for longer than the answer says, nor than the call says', async () => {
    const { ask, clock, calls } = setUp()
    const init = { headers: { 'cache-control': 'max-age=10', age: '4' } }
    await ask({}, init)
    clock.jump(5999)
    await ask({}, init)
    expect(calls()).toBe(1)
    clock.jump(1)
    await ask({}, init)
    expect(calls()).toBe(2)
    await ask({}, init, { ttl: 1000, forceRefresh: true })
    clock.jump(1000)
    await ask({}, init)
    expect(calls()).toBe(4)
  })

  it('lets an old answer stand in for a failure, and lets nobody take it for fresh', async () => {
    const { ask, clock } = setUp()
    await ask({}, { headers: { 'cache-control': 'max-age=10', expires: 'x' } })
    clock.jump(10_000)
    for (const handler of [
      () => new Response('down', { status: 503 }),
      () => Promise.reject(new Error('down')),
    ]) {
      const answer = await ask({}, handler)
      expect([answer.status, await answer.text(), answer.headers.get('cache-control')]).toEqual([
        200,
        'n1',
        'no-store',
      ])
      expect([answer.headers.get('age'), answer.headers.get('expires')]).toEqual(['10', null])
    }
  })

  it('shares a failure only among those who could share an answer', async () => {
    const run = async (
      headers: (n: number) => Record<string, string>,
      answer: Record<string, string> = {},
    ) => {
      const { ask, calls } = setUp()
      const go = deferred<void>()
      const handler: Handler = async (request) => {
        await go.promise
        return new Response(`sorry, ${request.headers.get('x-who')}`, { status: 500, headers: answer })
      }
      const all = [1, 2, 3].map((n) => ask({ headers: { 'x-who': `${n}`, ...headers(n) } }, handler))
      await flush()
      go.resolve()
      return [await Promise.all((await Promise.all(all)).map((one) => one.text())), calls()]
    }
    const own = [['sorry, 1', 'sorry, 2', 'sorry, 3'], 3]
    expect(await run(() => ({}))).toEqual([['sorry, 1', 'sorry, 1', 'sorry, 1'], 1])
    expect(await run((n) => ({ authorization: `Bearer ${n}` }))).toEqual(own)
    expect(await run(() => ({}), { vary: 'x-who' })).toEqual(own)
    expect(await run(() => ({}), { 'cache-control': 'private' })).toEqual(own)
    expect(await run(() => ({}), { 'set-cookie': 'a=1' })).toEqual(own)
  })

  it('lets no old answer of others stand in for a request that may not have it', async () => {
    const { ask, clock, calls } = setUp()
    await ask({})
    clock.jump(60_000)
    const handler = () => new Response('down', { status: 503 })
    expect(await (await ask({ headers: { authorization: 'Bearer a' } }, handler)).text()).toBe('down')
    const thrown = ask({ headers: { authorization: 'Bearer a' } }, () => Promise.reject(new Error('down')))
    await expect(thrown).rejects.toThrow('down')
    expect(calls()).toBe(3)
  })

  it('obeys must-revalidate and stale-if-error', async () => {
    const { ask, clock } = setUp()
    const down = () => new Response('down', { status: 503 })
    await ask({}, { headers: { 'cache-control': 'max-age=10, must-revalidate' } })
    clock.jump(10_000)
    expect((await ask({}, down)).status).toBe(503)
    await ask({}, { headers: { 'cache-control': 'max-age=10, stale-if-error=5' } })
    clock.jump(14_999)
    expect((await ask({}, down)).status).toBe(200)
    clock.jump(1)
    expect((await ask({}, down)).status).toBe(503)
  })

  it('answers conditions, ranges and HEAD by what it keeps whole', async () => {
    const { ask, calls } = setUp()
    const handler = (request: Request) => conditional(request, 'whole', { etag: '1', maxAge: 10_000 })
    const unchanged = await ask({ headers: { 'if-none-match': '"1"', range: 'bytes=0-1' } }, handler)
    expect([unchanged.status, await unchanged.text()]).toEqual([304, ''])
    const head = await ask({ method: 'HEAD' }, handler)
    expect([head.status, await head.text(), head.headers.get('etag')]).toEqual([200, '', '"1"'])
    expect(await (await ask({}, handler)).text()).toBe('whole')
    expect(calls()).toBe(1)
  })

  it('keeps no body that a handler left out because it looked at the original request', async () => {
    const { cache } = setUp()
    const ask = async (init: RequestInit) => {
      const request = new Request('https://shop.example/', init)
      const answer = await cache.respond(request, 'k', () =>
        conditional(request, 'whole', { etag: '1', maxAge: 10_000 }),
      )
      return [answer.status, await answer.text()]
    }
    expect(await ask({ method: 'HEAD' })).toEqual([200, ''])
    expect(await ask({ headers: { 'if-none-match': '"1"' } })).toEqual([304, ''])
    expect(await ask({})).toEqual([200, 'whole'])
    expect(await ask({ method: 'HEAD' })).toEqual([200, ''])
    expect(await ask({})).toEqual([200, 'whole'])
  })

  it('keeps what Authorization brought only where the answer says so, or a scope keeps it apart', async () => {
    const { ask, calls } = setUp()
    const authorized = { headers: { authorization: 'Bearer a' } }
    await ask(authorized)
    await ask(authorized)
    expect(calls()).toBe(2)
    await ask(authorized, {}, { scope: 'a' })
    await ask(authorized, {}, { scope: 'a' })
    expect(calls()).toBe(3)
    await ask({})
    await ask(authorized)
    expect(calls()).toBe(5)
    const open = { headers: { 'cache-control': 'public, max-age=60' } }
    await ask(authorized, open, { forceRefresh: true })
    await ask(authorized, open)
    await ask({}, open)
    expect(calls()).toBe(6)
  })

  it('lets clients load anew only where the option says so', async () => {
    const { ask, calls } = setUp()
    const headers = { 'cache-control': 'no-cache' }
    await ask({})
    await ask({ headers })
    expect(calls()).toBe(1)
    await ask({ headers }, {}, { allowClientRefresh: true })
    expect(calls()).toBe(2)
  })

  it('is invalidated by path, and by what is above it', async () => {
    const { ask, calls, cache } = setUp()
    for (const paths of [['/a/b/c'], ['/a/b/*'], ['/a/*'], ['/*']]) {
      await ask({ path: '/a/b/c?page=1' })
      expect((await cache.invalidate({ paths })).invalidated).toBe(1)
    }
    await ask({ path: '/a/b/c' })
    for (const paths of [['/a/b'], ['/a/bb/*'], ['/a/b/c/*'], ['/b']])
      expect((await cache.invalidate({ paths })).invalidated).toBe(0)
    expect(calls()).toBe(5)
  })

  it('hands what is too large on, whole', async () => {
    const cache = createResponseCache({ maxEntryBytes: 1000 })
    let calls = 0
    const large = 'x'.repeat(5000)
    const stream = () => new Blob([large]).stream()
    const ask = async () =>
      (
        await cache.respond(new Request('https://a.example/'), 'k', () => (calls++, new Response(stream())))
      ).text()
    expect(await ask()).toBe(large)
    expect(await ask()).toBe(large)
    expect([calls, (await cache.stats()).tooLarge]).toEqual([2, 2])
  })

  it('calls an answer that an invalidation overtook no longer fresh', async () => {
    const { ask, cache } = setUp()
    const go = deferred<Response>()
    const overtaken = ask({}, () => go.promise)
    await flush()
    await cache.invalidate('stores')
    go.resolve(new Response('old', { headers: { 'cache-control': 'max-age=60' } }))
    const answer = await overtaken
    expect([await answer.text(), answer.headers.get('cache-control')]).toEqual(['old', 'no-store'])
    expect(await (await ask({})).text()).toBe('n2')
  })

  it('switched off, hands everything on as it is', async () => {
    const cache = createResponseCache({ enabled: false })
    const request = new Request('https://a.example/', { method: 'HEAD' })
    const answer = new Response(null)
    let asked: Request | undefined
    expect(await cache.respond(request, 'k', (own) => ((asked = own), answer))).toBe(answer)
    expect(asked).toBe(request)
  })
})
