import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { deferred } from '@freshline/test-utils'
import { createResponseCache, type ResponseCache } from '../../src/index'
import { MovableClock } from './cache-suite'

// Whole answers through a cache that everybody shares: nobody gets what was made for somebody else, whole or in part,
// and nothing is given for what it is not (RFC 9111 as a shared cache, RFC 9110 section 13).

let clock: MovableClock
let cache: ResponseCache
beforeEach(() => {
  clock = new MovableClock()
  cache = createResponseCache({ clock, ttl: 60_000 })
})
afterEach(() => cache.close())

const get = (headers: Record<string, string> = {}, method = 'GET') =>
  new Request('http://api.example/items?page=1', { method, headers })

/** A handler that counts, and answers with what it is told. */
function handler(headers: Record<string, string> = {}, status = 200) {
  let calls = 0
  const handle = () => {
    calls++
    return new Response(status === 204 || status === 304 ? null : `body ${calls}`, { status, headers })
  }
  return Object.assign(handle, { calls: () => calls })
}

describe('never kept', () => {
  it.each<[string, Record<string, string>]>([
    ['private', { 'cache-control': 'private, max-age=60' }],
    ['private with a field', { 'cache-control': 'private="set-cookie", max-age=60' }],
    ['PRIVATE', { 'cache-control': 'max-age=60, PRIVATE' }],
    ['no-store', { 'cache-control': 'no-store' }],
    ['no-cache', { 'cache-control': 'no-cache' }],
    ['Set-Cookie', { 'set-cookie': 'session=1', 'cache-control': 'public, max-age=60' }],
    ['Vary: *', { vary: '*', 'cache-control': 'max-age=60' }],
    ['Vary: Accept, *', { vary: 'Accept, *' }],
    ['max-age=0', { 'cache-control': 'max-age=0' }],
    ['s-maxage=0', { 'cache-control': 'max-age=60, s-maxage=0' }],
    ['a lifetime that is none', { 'cache-control': 'max-age=abc' }],
    ['expired', { expires: '0' }],
    ['older than its lifetime', { 'cache-control': 'max-age=60', age: '61' }],
    ['an endless stream', { 'content-type': 'text/event-stream' }],
  ])('%s', async (_, headers) => {
    const handle = handler(headers)
    expect(await (await cache.respond(get(), 'k', handle)).text()).toBe('body 1')
    expect(await (await cache.respond(get(), 'k', handle)).text()).toBe('body 2')
  })

  it.each([201, 202, 206, 302, 303, 304, 307, 400, 401, 403, 429, 500, 502, 503])(
    'status %i',
    async (status) => {
      const handle = handler({ 'cache-control': 'max-age=60', location: '/x' }, status)
      for (let turn = 1; turn <= 2; turn++) {
        expect((await cache.respond(get(), 'k', handle)).status).toBe(status)
        expect(handle.calls()).toBe(turn)
      }
    },
  )

  it.each(['POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])('%s', async (method) => {
    const handle = handler({ 'cache-control': 'max-age=60' })
    await cache.respond(get(), 'k', handle)
    expect(await (await cache.respond(get({}, method), 'k', handle)).text()).toBe('body 2')
    expect(await (await cache.respond(get(), 'k', handle)).text()).toBe('body 1')
  })

  it('what was overtaken by an invalidation, by key, tag or path', async () => {
    for (const target of ['k', { tag: 't' }, { paths: ['/items'] }, { paths: ['/*'] }]) {
      const [begun, gate] = [deferred<void>(), deferred<void>()]
      const slow = cache.respond(
        get(),
        'k',
        async () => (begun.resolve(), await gate.promise, new Response('old')),
        {
          tags: ['t'],
        },
      )
      await begun.promise
      await cache.invalidate(target)
      gate.resolve()
      const answer = await slow
      expect(await answer.text()).toBe('old')
      expect(answer.headers.get('cache-control') ?? 'no-store').toMatch(/no-store|no-cache|max-age=0/)
      expect(await (await cache.respond(get(), 'k', () => new Response('new'), { tags: ['t'] })).text()).toBe(
        'new',
      )
      await cache.invalidate('k')
    }
  })

  it('a body that breaks off', async () => {
    const broken = () =>
      new Response(
        new ReadableStream({
          start(controller) {
            controller.enqueue(new TextEncoder().encode('half'))
            setTimeout(() => controller.error(new Error('gone')), 5)
          },
        }),
        { headers: { 'cache-control': 'max-age=60' } },
      )
    const attempt = async () => (await cache.respond(get(), 'k', broken)).text()
    await expect(attempt()).rejects.toThrow('gone')
    expect(await (await cache.respond(get(), 'k', () => new Response('whole'))).text()).toBe('whole')
  })
})

describe('for each their own', () => {
  const users = Array.from({ length: 8 }, (_, index) => `user-${index}`)

  it.each<[string, Record<string, string>]>([
    ['private', { 'cache-control': 'private' }],
    ['no-store', { 'cache-control': 'no-store' }],
    ['a cookie of their own', { 'set-cookie': 'session=x' }],
    ['Vary: Authorization', { vary: 'Authorization', 'cache-control': 'public, max-age=60' }],
    ['nothing said, but Authorization', {}],
  ])('all at once, %s', async (_, headers) => {
    const answers = await Promise.all(
      users.map(async (user) => {
        const response = await cache.respond(get({ authorization: user }), 'me', async (request) => {
          await new Promise((next) => setTimeout(next, 10))
          return new Response(`for ${request.headers.get('authorization')}`, { headers })
        })
        return response.text()
      }),
    )
    expect(answers).toEqual(users.map((user) => `for ${user}`))
    // And one after the other.
    const late = await cache.respond(
      get({ authorization: 'late' }),
      'me',
      () => new Response('for late', { headers }),
    )
    expect(await late.text()).toBe('for late')
    const nobody = await cache.respond(get(), 'me', () => new Response('for nobody', { headers }))
    expect(await nobody.text()).toBe('for nobody')
  })

  it('all at once by cookie, where the answer varies by it', async () => {
    const ask = (user: string) =>
      cache.respond(get({ cookie: user }), 'me', async (request) => {
        await new Promise((next) => setTimeout(next, 10))
        return new Response(`for ${request.headers.get('cookie')}`, { headers: { vary: 'Cookie' } })
      })
    for (let turn = 0; turn < 2; turn++) {
      const answers = await Promise.all(users.map(async (user) => (await ask(user)).text()))
      expect(answers).toEqual(users.map((user) => `for ${user}`))
    }
  })

  it('by scope', async () => {
    for (let turn = 0; turn < 2; turn++) {
      for (const scope of users) {
        const handle = () => new Response(turn === 0 ? `for ${scope}` : 'again')
        const response = await cache.respond(get({ authorization: scope }), 'me', handle, { scope })
        expect(await response.text()).toBe(`for ${scope}`)
      }
    }
    expect(await (await cache.respond(get(), 'me', () => new Response('for nobody'))).text()).toBe(
      'for nobody',
    )
  })

  it('what is public is for everybody, Authorization or not', async () => {
    const handle = handler({ 'cache-control': 'public, max-age=60' })
    await cache.respond(get({ authorization: 'a' }), 'k', handle)
    expect(await (await cache.respond(get({ authorization: 'b' }), 'k', handle)).text()).toBe('body 1')
    expect(await (await cache.respond(get(), 'k', handle)).text()).toBe('body 1')
  })

  it('what was made without Authorization is not given to whom has one, unless it is for all', async () => {
    const handle = handler()
    await cache.respond(get(), 'k', handle)
    expect(await (await cache.respond(get({ authorization: 'a' }), 'k', handle)).text()).toBe('body 2')
    expect(await (await cache.respond(get(), 'k', handle)).text()).toBe('body 1')
  })

  it('variants by Vary, whatever comes first', async () => {
    const ask = async (language?: string) => {
      const response = await cache.respond(
        get(language ? { 'accept-language': language } : {}),
        'k',
        (request) => {
          calls++
          return new Response(`in ${request.headers.get('accept-language')}`, {
            headers: { vary: 'Accept-Language' },
          })
        },
      )
      return response.text()
    }
    let calls = 0
    for (let turn = 0; turn < 2; turn++) {
      expect(await ask('de')).toBe('in de')
      expect(await ask('en')).toBe('in en')
      expect(await ask()).toBe('in null')
    }
    expect(calls).toBe(3)
    await cache.invalidate('k')
    expect(await ask('de')).toBe('in de')
    expect(calls).toBe(4)
  })

  it('an answer that begins to vary', async () => {
    await cache.respond(get(), 'k', () => new Response('for all'))
    await cache.invalidate('k')
    const ask = async (user: string) =>
      (
        await cache.respond(
          get({ 'x-user': user }),
          'k',
          () => new Response(`for ${user}`, { headers: { vary: 'X-User' } }),
        )
      ).text()
    expect([await ask('a'), await ask('b'), await ask('a')]).toEqual(['for a', 'for b', 'for a'])
  })
})

describe('conditions, parts and HEAD', () => {
  const etag = { etag: '"1"', 'cache-control': 'max-age=60' }

  it('the handler never sees them, whoever comes first', async () => {
    const conditions = {
      'if-none-match': '"1"',
      'if-modified-since': 'Thu, 01 Jan 2026 00:00:00 GMT',
      range: 'bytes=0-1',
      'if-range': '"1"',
    }
    const seen: string[] = []
    const first = await cache.respond(get(conditions), 'k', (request) => {
      request.headers.forEach((_, name) => seen.push(name))
      return new Response('whole', { headers: etag })
    })
    expect(seen.filter((name) => /^(if-|range)/.test(name))).toEqual([])
    expect([first.status, await first.text()]).toEqual([304, ''])
    const second = await cache.respond(get(), 'k', () => new Response('again'))
    expect([second.status, await second.text()]).toEqual([200, 'whole'])
  })

  it('304 from what is kept, with its fields, and 200 where it differs', async () => {
    await cache.respond(get(), 'k', () => new Response('whole', { headers: { ...etag, 'x-own': '1' } }))
    const same = await cache.respond(get({ 'if-none-match': 'W/"1"' }), 'k', () => new Response('again'))
    expect([same.status, await same.text(), same.headers.get('etag')]).toEqual([304, '', '"1"'])
    const other = await cache.respond(get({ 'if-none-match': '"2"' }), 'k', () => new Response('again'))
    expect([other.status, await other.text()]).toEqual([200, 'whole'])
    const failed = await cache.respond(get({ 'if-match': '"2"' }), 'k', () => new Response('again'))
    expect(failed.status).toBe(412)
  })

  it('HEAD first, then GET: the body is there', async () => {
    const head = await cache.respond(get({}, 'HEAD'), 'k', () => new Response('whole', { headers: etag }))
    expect([head.status, await head.text()]).toEqual([200, ''])
    expect(await (await cache.respond(get(), 'k', () => new Response('whole again'))).text()).toMatch(
      /^whole/,
    )
    const again = await cache.respond(get({}, 'HEAD'), 'k', () => new Response('x'))
    expect(await again.text()).toBe('')
  })

  it('a handler that answers HEAD without a body does not empty the GET', async () => {
    const handle = (method: string) => () =>
      new Response(method === 'HEAD' ? null : 'whole', { headers: etag })
    await cache.respond(get({}, 'HEAD'), 'k', handle('HEAD'))
    expect(await (await cache.respond(get(), 'k', handle('GET'))).text()).toBe('whole')
  })

  it('a client may not make the handler run, unless it was given leave', async () => {
    const handle = handler()
    await cache.respond(get(), 'k', handle)
    for (const headers of [
      { 'cache-control': 'no-cache' },
      { 'cache-control': 'max-age=0' },
      { pragma: 'no-cache' },
    ]) {
      await cache.respond(get(headers as Record<string, string>), 'k', handle)
    }
    expect(handle.calls()).toBe(1)
    await cache.respond(get({ 'cache-control': 'no-cache' }), 'k', handle, { allowClientRefresh: true })
    expect(handle.calls()).toBe(2)
  })
})

describe('what comes out', () => {
  it('tells its age, and never more lifetime than is left', async () => {
    await cache.respond(
      get(),
      'k',
      () => new Response('a', { headers: { 'cache-control': 'max-age=60', age: '10' } }),
    )
    clock.move(20_000)
    const kept = await cache.respond(get(), 'k', () => new Response('b'))
    expect(await kept.text()).toBe('a')
    expect(Number(kept.headers.get('age'))).toBeGreaterThanOrEqual(30)
    clock.move(31_000)
    expect(await (await cache.respond(get(), 'k', () => new Response('b'))).text()).toBe('b')
  })

  it('old data that stands in may not be kept by anybody further down', async () => {
    const headers = {
      'cache-control': 'public, max-age=60',
      'cdn-cache-control': 'max-age=60',
      expires: new Date(clock.now() + 60_000).toUTCString(),
    }
    await cache.respond(get(), 'k', () => new Response('old', { headers }))
    clock.move(61_000)
    for (const fails of [
      () => new Response('down', { status: 503 }),
      () => Promise.reject(new Error('down')),
    ]) {
      const answer = await cache.respond(get(), 'k', fails)
      expect([answer.status, await answer.text()]).toEqual([200, 'old'])
      expect(answer.headers.get('cache-control')).toMatch(/no-store|no-cache|max-age=0/)
      expect(answer.headers.get('cdn-cache-control')).toBeNull()
      expect(answer.headers.get('expires')).toBeNull()
    }
  })

  it('must-revalidate: old data never stands in', async () => {
    const headers = { 'cache-control': 'max-age=60, must-revalidate' }
    await cache.respond(get(), 'k', () => new Response('old', { headers }))
    clock.move(61_000)
    expect((await cache.respond(get(), 'k', () => new Response('down', { status: 503 }))).status).toBe(503)
    await expect(cache.respond(get(), 'k', () => Promise.reject(new Error('down')))).rejects.toThrow('down')
  })

  it('every byte, any status, every field but those of the connection', async () => {
    const body = Uint8Array.from({ length: 70_000 }, (_, index) => index % 256)
    const make = () =>
      new Response(body, {
        status: 404,
        statusText: 'Nothing Here',
        headers: [
          ['x-own', 'a'],
          ['link', '</a>; rel=a'],
          ['link', '</b>; rel=b'],
          ['content-type', 'application/octet-stream'],
          ['connection', 'x-hop, close'],
          ['x-hop', 'secret'],
          ['keep-alive', 'timeout=5'],
        ],
      })
    await cache.respond(get(), 'k', make)
    const kept = await cache.respond(get(), 'k', () => new Response('x'))
    expect([kept.status, kept.statusText]).toEqual([404, 'Nothing Here'])
    expect(kept.headers.get('x-own')).toBe('a')
    expect(kept.headers.get('link')).toBe('</a>; rel=a, </b>; rel=b')
    for (const name of ['connection', 'keep-alive', 'x-hop']) expect(kept.headers.get(name)).toBeNull()
    expect(Buffer.compare(new Uint8Array(await kept.arrayBuffer()), body)).toBe(0)
  })

  it('is each caller’s own', async () => {
    await cache.respond(get(), 'k', () => new Response('abc', { headers: { 'x-own': 'a' } }))
    const one = await cache.respond(get(), 'k', () => new Response('x'))
    one.headers.set('x-own', 'poisoned')
    new Uint8Array(await one.arrayBuffer()).fill(0)
    const two = await cache.respond(get(), 'k', () => new Response('x'))
    expect([two.headers.get('x-own'), await two.text()]).toEqual(['a', 'abc'])
  })

  it('one run for all who ask at once, and the whole for each', async () => {
    let calls = 0
    const answers = await Promise.all(
      Array.from({ length: 10 }, async () => {
        const response = await cache.respond(get(), 'k', async () => {
          calls++
          await new Promise((next) => setTimeout(next, 20))
          return new Response('z'.repeat(100_000))
        })
        return (await response.text()).length
      }),
    )
    expect(answers).toEqual(Array.from({ length: 10 }, () => 100_000))
    expect(calls).toBe(1)
  })

  it('what is too large is answered whole, and not kept', async () => {
    const small = createResponseCache({ maxEntryBytes: 1000 })
    let calls = 0
    const handle = () => (calls++, new Response('y'.repeat(50_000)))
    for (let turn = 0; turn < 2; turn++) {
      expect((await (await small.respond(get(), 'k', handle)).text()).length).toBe(50_000)
    }
    expect(calls).toBe(2)
    await small.close()
  })

  it('without a key, or switched off: the handler and its own request', async () => {
    const off = createResponseCache({ enabled: false })
    const request = get({ 'if-none-match': '"1"' })
    for (const [at, key] of [
      [cache, null],
      [off, 'k'],
    ] as const) {
      let seen: Request | undefined
      await at.respond(request, key, (given) => ((seen = given), new Response('a')))
      expect(seen).toBe(request)
    }
    await off.close()
  })
})
