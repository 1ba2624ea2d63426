import { describe, expect, it, vi } from 'vitest'
import { fakeClock } from '@freshline/test-utils'
import { createHttpCache, fetchFresh, OptionError, type HttpCacheOptions } from '@freshline/core'
import { date, useOrigin } from './support'

const origin = useOrigin()
const hour = { 'cache-control': 'max-age=3600' }

describe('createHttpCache', () => {
  it('answers from what is fresh, and confirms what is stale', async () => {
    const { url, asked, clock, cached } = await origin.serve((request, count) =>
      request.headers['if-none-match']
        ? { status: 304, headers: { 'x-count': `${count}` } }
        : { headers: { etag: '"1"', 'cache-control': 'max-age=60' }, body: 'one' },
    )
    const first = await cached(url)
    expect([first.status, first.url, await first.text()]).toEqual([200, url, 'one'])
    await clock.advance(59_000)
    const second = await cached(url)
    expect([await second.text(), second.headers.get('age'), second.url]).toEqual(['one', '59', url])
    expect(asked).toHaveLength(1)
    await clock.advance(2000)
    const third = await cached(url)
    expect([third.status, await third.text(), third.headers.get('x-count')]).toEqual([200, 'one', '2'])
    expect(asked[1]?.headers).toMatchObject({ 'if-none-match': '"1"' })
    expect(asked[1]?.headers).not.toHaveProperty('cache-control')
    await clock.advance(59_000)
    expect(await (await cached(url)).text()).toBe('one')
    expect(asked).toHaveLength(2)
  })

  it('adds no condition where that is switched off: a simple request stays simple', async () => {
    const { url, asked, cached } = await origin.serve(() => ({ headers: { etag: '"1"' } }), {
      conditional: false,
    })
    for (let round = 0; round < 2; round++) await (await cached(url)).text()
    const own = Object.keys(asked[1]?.headers ?? {}).filter((name) => !(name in (asked[0]?.headers ?? {})))
    expect([asked.length, own]).toEqual([2, []])
  })

  it('forgets a URL, or all', async () => {
    const { url, base, asked, cached } = await origin.serve(() => ({ headers: hour }))
    const ask = async (at: string) => void (await (await cached(at)).text())
    const other = `${base}/other`
    await ask(url)
    await ask(other)
    await cached.delete(new URL(`${url}#part`))
    await ask(other)
    expect(asked).toHaveLength(2)
    await ask(url)
    expect(asked).toHaveLength(3)
    await cached.clear()
    await ask(url)
    await ask(other)
    expect(asked).toHaveLength(5)
  })

  it('forgets what a write changed before the write is answered', async () => {
    const { url, base, asked, cached } = await origin.serve((request) => {
      if (request.method === 'GET') return { headers: hour }
      return { status: request.url === '/refused' ? 409 : 201, headers: { location: '/stores#new' } }
    })
    const ask = async () => {
      const before = asked.length
      await (await cached(url)).text()
      return asked.length - before
    }
    expect([await ask(), await ask()]).toEqual([1, 0])
    await cached(`${base}/refused`, { method: 'PUT', body: 'x' })
    expect(await ask()).toBe(0)
    await cached(`${base}/elsewhere`, { method: 'M-SEARCH' })
    expect(await ask()).toBe(1)
    await cached(url, { method: 'PATCH', body: '{}' })
    expect(await ask()).toBe(1)
    await cached(url, { method: 'OPTIONS' })
    expect(await ask()).toBe(0)
  })

  it.each([
    ['an answer to HEAD', 'HEAD', { 'cache-control': 'max-age=3600, no-store' }],
    [
      'one that lists the field for its connection',
      'GET',
      { 'cache-control': 'no-store', connection: 'cache-control' },
    ],
  ])('keeps nothing that may not be, by the word of %s', async (_, method, fields) => {
    const { url, asked, clock, cached } = await origin.serve((_request, count) => ({
      headers: { ...hour, expires: date(3600), date: date(), etag: '"1"', ...(count === 2 && fields) },
    }))
    await (await cached(url)).text()
    await clock.advance(3_600_000)
    await (await cached(url, { method, cache: 'reload' })).text()
    await (await cached(url, { cache: 'force-cache' })).text()
    expect(asked).toHaveLength(3)
  })

  it('forgets where a write was sent on to', async () => {
    const { base, asked, cached } = await origin.serve((request) =>
      request.url === '/stores'
        ? { status: 307, headers: { location: '/stores/' } }
        : { headers: hour, body: `${request.method} ${request.url}` },
    )
    const read = async () => (await cached(`${base}/stores/`)).text()
    await read()
    await (await cached(`${base}/stores`, { method: 'POST', body: 'new' })).text()
    await read()
    expect(asked.map(({ method, url }) => `${method} ${url}`)).toEqual([
      'GET /stores/',
      'POST /stores',
      'POST /stores/',
      'GET /stores/',
    ])
  })

  it('serves what is held where the server is away, and nothing forbids it', async () => {
    const rows: [string, RequestInit, number][] = [
      ['max-age=60', {}, 200],
      ['max-age=60, stale-if-error=3600', {}, 200],
      ['max-age=60, stale-if-error=10', {}, 0],
      ['max-age=60, must-revalidate', {}, 0],
      ['no-cache', {}, 0],
      ['max-age=60', { cache: 'no-cache' }, 0],
      ['max-age=60', { headers: { 'cache-control': 'no-cache' } }, 0],
      ['max-age=60', { cache: 'reload' }, 0],
    ]
    for (const [control, init, status] of rows) {
      const { url, clock, cached } = await origin.serve((_, count) =>
        count > 1 ? { drop: true } : { headers: { 'cache-control': control } },
      )
      await (await cached(url)).text()
      await clock.advance(100_000)
      const answered = await cached(url, init).then(
        (response) => [response.status, response.headers.get('age')],
        () => [0],
      )
      expect([control, init, answered]).toEqual([control, init, status ? [status, '100'] : [0]])
    }
  })

  it('does not bring back, after a write, what was held before it', async () => {
    const { url, cached, clock } = await origin.serve(async (request, count) => {
      if (request.method === 'POST') return { status: 204 }
      if (count === 1) return { headers: { 'cache-control': 'max-age=60' } }
      await cached(url, { method: 'POST' })
      return { drop: true }
    })
    await (await cached(url)).text()
    await clock.advance(61_000)
    await expect(cached(url)).rejects.toThrow('fetch failed')
  })

  it.each(['max-age=1', 'max-age=0'])(
    'updates once in the background, whoever asks meanwhile: %s',
    async (control) => {
      const { url, asked, clock, cached } = await origin.serve((_, count) => ({
        headers: { 'cache-control': `${control}, stale-while-revalidate=60` },
        body: `${count}`,
      }))
      const ask = async () => (await cached(url)).text()
      expect(await Promise.all([ask(), ask()])).toEqual(['1', '1'])
      await clock.advance(2000)
      expect(await Promise.all([ask(), ask(), ask(), ask()])).toEqual(['1', '1', '1', '1'])
      await expect.poll(async () => (await cached(url, { cache: 'force-cache' })).text()).toBe('2')
      expect(asked).toHaveLength(2)
    },
  )

  it('tells of a failed update in the background, and of nothing else', async () => {
    const onError = vi.fn()
    const { url, asked, clock, cached } = await origin.serve(
      (_, count) =>
        count > 1
          ? { drop: true }
          : { headers: { 'cache-control': 'max-age=1, stale-while-revalidate=60, stale-if-error=0' } },
      { onError },
    )
    await (await cached(url)).text()
    await clock.advance(2000)
    expect((await cached(url)).status).toBe(200)
    await expect.poll(() => onError.mock.calls).toEqual([[expect.any(TypeError), 'an HTTP cache']])
    expect(asked).toHaveLength(2)
  })

  it('is its transport where it is off', async () => {
    const transport = vi.fn(async () => new Response('plain', { headers: hour }))
    const cached = createHttpCache({ transport, enabled: false })
    const init = { cache: 'only-if-cached' } as const
    await cached('/relative', init)
    await cached('/relative', init)
    expect(transport.mock.calls).toEqual([
      ['/relative', init],
      ['/relative', init],
    ])
  })

  it.each<HttpCacheOptions>([
    { maxBytes: -1 },
    { maxEntries: 0.5 },
    { maxEntries: NaN },
    { transport: 'fetch' as unknown as typeof fetch },
  ])('refuses %o', (options) => {
    expect(() => createHttpCache(options)).toThrow(OptionError)
  })

  it('rejects as fetch does', async () => {
    const cached = createHttpCache({ transport: fetch })
    await expect(cached('/relative')).rejects.toThrow(TypeError)
    await expect(cached('http://127.0.0.1:1/', { cache: 'only-if-cached' })).rejects.toThrow(TypeError)
    await expect(cached('http://127.0.0.1:1/', { headers: { 'bad name': 'x' } })).rejects.toThrow(TypeError)
    const { url } = await origin.serve(() => ({}))
    const once = new Request(url, { method: 'POST', body: 'x' })
    expect((await cached(once)).status).toBe(200)
    await expect(cached(once)).rejects.toThrow(TypeError)
  })

  it('can be under a wrapper that hands on Requests, as ky does', async () => {
    const { url, asked, cached } = await origin.serve((request) => ({
      headers: { ...hour, vary: 'x-client' },
      body: `${request.method} ${request.headers['x-client']}`,
    }))
    const client = async (method: string, body?: string) => {
      const request = new Request(url, { method, headers: { 'x-client': 'ky' }, ...(body && { body }) })
      const response = await cached(request.clone(), { signal: AbortSignal.timeout(5000) })
      if (!response.ok) throw new Error(`${response.status}`)
      return (await response.clone().text()) === (await response.text()) ? response.url : 'torn'
    }
    expect([await client('GET'), await client('GET'), asked.length]).toEqual([url, url, 1])
    await client('POST', 'data')
    await client('GET')
    expect(asked.map(({ method }) => method)).toEqual(['GET', 'POST', 'GET'])
  })

  it('can be under a client that reads status and bytes, as axios and ofetch do', async () => {
    const { url, asked, cached } = await origin.serve(() => ({
      headers: { ...hour, 'content-type': 'application/json' },
      body: '[1]',
    }))
    const adapter = async (config: { url: string; headers: Record<string, string> }) => {
      const { status, statusText, headers, body } = await cached(config.url, { headers: config.headers })
      const parts: Uint8Array[] = []
      for await (const part of body as unknown as AsyncIterable<Uint8Array>) parts.push(part)
      return { status, statusText, data: JSON.parse(Buffer.concat(parts).toString()), headers: [...headers] }
    }
    for (let round = 0; round < 2; round++) {
      const answer = await adapter({ url, headers: { accept: 'application/json' } })
      expect(answer).toMatchObject({ status: 200, statusText: 'OK', data: [1] })
    }
    expect(asked).toHaveLength(1)
  })

  it('can be under fetchFresh, whose lifetimes then count the Age', async () => {
    const { url, asked, clock, cached } = await origin.serve(() => ({
      headers: { ...hour, 'content-type': 'application/json' },
      body: '[1]',
    }))
    await fetchFresh(url, { transport: cached, clock })
    await clock.advance(1_000_000)
    const second = await fetchFresh(url, { transport: cached, clock })
    expect(second).toMatchObject({ data: [1], freshFor: 2_600_000, age: 1_000_000 })
    expect(asked).toHaveLength(1)
    await fetchFresh(url, { transport: cached, clock, forceFresh: true, cacheBust: false })
    expect(asked).toHaveLength(2)
  })
})

describe('addresses', () => {
  it('are resolved as fetch does, by the base of the document', async () => {
    vi.stubGlobal('location', { href: 'https://page.example/deep/down' })
    vi.stubGlobal('document', { baseURI: 'https://page.example/' })
    const asked: unknown[] = []
    const transport = async (url: string | URL, init: RequestInit) => {
      asked.push(`${init.method ?? 'GET'} ${String(url)}`)
      return new Response('', { headers: hour })
    }
    const cached = createHttpCache({ transport, clock: fakeClock(0) })
    await cached('stores')
    await cached('/stores')
    await cached('/stores', { method: 'POST' })
    await cached('stores')
    vi.unstubAllGlobals()
    expect(asked).toEqual(['GET stores', 'POST /stores', 'GET stores'])
  })
})

describe('hidden cookies', () => {
  it('make a page confirm what depends on them', async () => {
    vi.stubGlobal('location', { href: 'https://page.example/' })
    const { url, asked, cached } = await origin.serve((request) =>
      request.headers['if-none-match'] === '"1"'
        ? { status: 304 }
        : { headers: { ...hour, vary: 'Cookie', etag: '"1"' }, body: 'mine' },
    )
    for (let round = 0; round < 3; round++) expect(await (await cached(url)).text()).toBe('mine')
    expect(asked.map(({ headers }) => headers['if-none-match'])).toEqual([undefined, '"1"', '"1"'])
    vi.unstubAllGlobals()
    await (await cached(url)).text()
    expect(asked).toHaveLength(3)
  })
})
