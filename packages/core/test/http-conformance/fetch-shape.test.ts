import { describe, expect, it } from 'vitest'
import { createHttpCache } from '@freshline/core'
import { useWorld } from './steps'

// What makes it a fetch: addresses, signals, real answers, errors, and the off switch.

const world = useWorld()
const fresh = { headers: { 'Cache-Control': 'max-age=3600' } }

describe('addresses', () => {
  it('fragments name nothing of their own', async () => {
    await world.run([
      { suffix: '#a', reply: fresh },
      { suffix: '#b', expect: 'cached' },
      { expect: 'cached' },
    ])
  })

  it.each([
    ['?a=1&b=2', '?b=2&a=1'],
    ['?a=1', '?a=2'],
    ['?a=1', ''],
    ['?', ''],
    ['?a', '?A'],
    ['?a=1', '?a=1&'],
    ['?a=%20', '?a=+'],
    ['', '/'],
    ['/A', '/a'],
    ['/%2F', '//'],
  ])('%j and %j are two', async (first, second) => {
    const path = world.path()
    world.origin.replies.set('*', fresh)
    await world.run([{ suffix: first, reply: fresh }], path)
    const before = world.origin.exchanges.length
    await (await world.fetch(world.origin.url + path + second)).text()
    world.origin.replies.delete('*')
    expect(world.origin.exchanges.length - before).toBe(1)
  })

  it.each([
    ['/a/../b', '/b'],
    ['/./b', '/b'],
  ])('%j and %j are one', async (first, second) => {
    const path = world.path()
    world.origin.replies.set('*', fresh)
    const one = await (await world.fetch(world.origin.url + path + first)).text()
    const two = await (await world.fetch(world.origin.url + path + second)).text()
    world.origin.replies.delete('*')
    expect(two).toBe(one)
  })

  it('hosts and schemes are case-insensitive', async () => {
    const path = world.path()
    world.origin.replies.set(path, fresh)
    const one = await (await world.fetch(`${world.origin.url}${path}`)).text()
    expect(await (await world.fetch(`${world.origin.url.replace('http', 'HTTP')}${path}`)).text()).toBe(one)
  })

  it('as a URL object', async () => {
    const path = world.path()
    world.origin.replies.set(path, fresh)
    const one = await (await world.fetch(new URL(path, world.origin.url))).text()
    expect(await (await world.fetch(world.origin.url + path)).text()).toBe(one)
  })

  it('that are none are refused by a rejection, never thrown', async () => {
    const answer = world.fetch('http://[')
    await expect(answer).rejects.toBeInstanceOf(TypeError)
  })
})

describe('answers', () => {
  it('are Responses, with status text, url and ok', async () => {
    const path = world.path()
    world.origin.replies.set(path, { ...fresh, status: 404 })
    for (let turn = 0; turn < 2; turn++) {
      const answer = await world.fetch(world.origin.url + path)
      expect(answer).toBeInstanceOf(Response)
      expect([answer.status, answer.statusText, answer.ok]).toEqual([404, 'Not Found', false])
      expect(answer.url).toBe(world.origin.url + path)
      expect(answer.bodyUsed).toBe(false)
      await answer.text()
    }
  })

  it('of a cached address carry that address in their copies too', async () => {
    const path = world.path()
    await world.run([{ reply: fresh }], path)
    const answer = await world.fetch(world.origin.url + path)
    expect(answer.clone().url).toBe(world.origin.url + path)
  })

  it('that were confirmed look like answers in full', async () => {
    const headers = { 'Cache-Control': 'max-age=1', ETag: '"a"' }
    const [, second] = await world.run([{ reply: { headers } }, { wait: 2, expect: 'etag' }])
    expect(second?.response?.status).toBe(200)
    expect(second?.response?.statusText).toBe('OK')
    expect(second?.response?.ok).toBe(true)
  })
})

describe('requests', () => {
  it('carry what the caller gave, and nothing else of ours', async () => {
    const path = world.path()
    world.origin.replies.set(path, fresh)
    await (await fetch(world.origin.url + path, { headers: { 'X-Foo': '1' } })).text()
    const plain = world.origin.exchanges.at(-1)?.headers
    await (await world.fetch(world.origin.url + path, { headers: { 'X-Foo': '1' } })).text()
    expect(world.origin.exchanges.at(-1)?.headers).toEqual(plain)
  })

  it('pass every other member of init through to the transport', async () => {
    const seen: RequestInit[] = []
    const cache = createHttpCache({
      clock: world.clock,
      transport: async (_, init) => {
        seen.push(init ?? {})
        return new Response('a')
      },
    })
    const init: RequestInit = {
      credentials: 'include',
      integrity: 'sha256-abc',
      keepalive: true,
      mode: 'cors',
      redirect: 'manual',
      referrerPolicy: 'no-referrer',
    }
    await cache('https://a.example/', { ...init, ['priority' as keyof RequestInit]: 'high' })
    expect(seen[0]).toMatchObject({ ...init, priority: 'high' })
  })

  it('do not change the init of the caller', async () => {
    const headers = { 'X-Foo': '1' }
    const init: RequestInit = Object.freeze({ headers: Object.freeze(headers), cache: 'no-cache' as const })
    const reply = { headers: { 'Cache-Control': 'max-age=1', ETag: '"a"' } }
    await world.run([
      { init, reply },
      { init, wait: 2, expect: 'etag' },
    ])
    expect(headers).toEqual({ 'X-Foo': '1' })
  })

  it('take headers in any form', async () => {
    const reply = { headers: { 'Cache-Control': 'max-age=3600', Vary: 'X-Foo' } }
    await world.run([
      { init: { headers: { 'X-Foo': '1' } }, reply },
      { init: { headers: [['x-foo', '1']] }, expect: 'cached' },
      { init: { headers: new Headers({ 'X-FOO': '1' }) }, expect: 'cached' },
      { init: { headers: new Map([['X-Foo', '2']]) as unknown as HeadersInit }, expect: 'any' },
    ])
  })

  it('with Authorization are stored by a private cache (section 3.5)', async () => {
    const init = { headers: { Authorization: 'Bearer a' } }
    await world.run([
      { init, reply: fresh },
      { init, expect: 'cached' },
    ])
    await world.run([
      { init, reply: { headers: { 'Cache-Control': 'private, max-age=60' } } },
      { init, expect: 'cached' },
    ])
  })
})

describe('signals', () => {
  it('aborted before: refused with their reason, also where an answer is held', async () => {
    const path = world.path()
    const reason = new Error('left')
    const before = world.origin.exchanges.length
    await expect(world.fetch(world.origin.url + path, { signal: AbortSignal.abort(reason) })).rejects.toBe(
      reason,
    )
    expect(world.origin.exchanges.length).toBe(before)
    await world.run([{ reply: fresh }], path)
    await expect(world.fetch(world.origin.url + path, { signal: AbortSignal.abort(reason) })).rejects.toBe(
      reason,
    )
  })

  it('of one caller do not end the request of another', async () => {
    const path = world.path()
    let release: () => void = () => {}
    const after = new Promise<void>((done) => (release = done))
    world.origin.replies.set(path, { ...fresh, after })
    const controller = new AbortController()
    const one = world.fetch(world.origin.url + path, { signal: controller.signal })
    const two = world.fetch(world.origin.url + path)
    controller.abort()
    await expect(one).rejects.toMatchObject({ name: 'AbortError' })
    release()
    expect(await (await two).text()).toContain('GET')
  })

  it('after the answer harm nothing that is stored', async () => {
    const path = world.path()
    const controller = new AbortController()
    world.origin.replies.set(path, fresh)
    const text = await (await world.fetch(world.origin.url + path, { signal: controller.signal })).text()
    controller.abort()
    expect(await (await world.fetch(world.origin.url + path)).text()).toBe(text)
  })
})

describe('errors', () => {
  it('of the transport reach the caller as they are, and are not held', async () => {
    const failure = new TypeError('fetch failed')
    let calls = 0
    const cache = createHttpCache({
      clock: world.clock,
      transport: () => (calls++ === 0 ? Promise.reject(failure) : Promise.resolve(new Response('well'))),
    })
    await expect(cache('https://a.example/')).rejects.toBe(failure)
    expect(await (await cache('https://a.example/')).text()).toBe('well')
  })

  it('thrown by the transport at once are rejections', async () => {
    const cache = createHttpCache({
      clock: world.clock,
      transport: () => {
        throw new RangeError('now')
      },
    })
    await expect(cache('https://a.example/')).rejects.toBeInstanceOf(RangeError)
  })
})

describe('the off switch', () => {
  it('leaves plain fetch', async () => {
    const calls: [unknown, unknown][] = []
    const cache = createHttpCache({
      clock: world.clock,
      enabled: false,
      transport: (input, init) => {
        calls.push([input, init])
        return fetch(input, init)
      },
    })
    const path = world.path()
    world.origin.replies.set(path, { headers: { 'Cache-Control': 'max-age=3600', ETag: '"a"' } })
    const one = await (await cache(world.origin.url + path)).text()
    const two = await cache(world.origin.url + path, { cache: 'force-cache' })
    expect(await two.text()).not.toBe(one)
    expect(two.headers.get('age')).toBeNull()
    expect(calls.length).toBe(2)
  })
})

describe('two caches', () => {
  it('hold nothing in common', async () => {
    const path = world.path()
    await world.run([{ reply: fresh }], path)
    const other = createHttpCache({ clock: world.clock })
    const before = world.origin.exchanges.length
    await (await other(world.origin.url + path)).text()
    expect(world.origin.exchanges.length).toBe(before + 1)
  })
})
