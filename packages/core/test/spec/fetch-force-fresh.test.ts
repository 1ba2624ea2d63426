import { http, HttpResponse } from 'msw'
import { describe, expect, it } from 'vitest'
import { fetchFresh, HttpError } from '@freshline/core'
import { failureOf, origin, StillClock, useServer, type Transport } from './fetch-support'

const server = useServer()
const clock = new StillClock()
const stamp = String(clock.now())

/** Answers with what was asked. */
function echo() {
  const seen: Request[] = []
  server.use(
    http.all(`${origin}/*`, ({ request }) => {
      seen.push(request)
      return HttpResponse.json({ url: request.url, headers: Object.fromEntries(request.headers) })
    }),
  )
  return seen
}

/** The arguments of a transport that answers anything with an empty 204. */
async function sent(url: string | URL, options: Parameters<typeof fetchFresh>[1] = {}) {
  const calls: Parameters<Transport>[] = []
  const transport: Transport = async (...call) => {
    calls.push(call)
    return new Response(null, { status: 204 })
  }
  await fetchFresh(url, { clock, transport, ...options })
  const [input, init] = calls[0] ?? []
  return { input, init, headers: new Headers(init?.headers) }
}

describe('C1: forceFresh', () => {
  it('asks past every cache', async () => {
    const seen = echo()
    await fetchFresh(`${origin}/stores`, { forceFresh: true, clock })
    expect(seen[0]?.url).toBe(`${origin}/stores?_t=${stamp}`)
    expect(seen[0]?.headers.get('cache-control')).toBe('no-cache')
    expect((await sent('/stores', { forceFresh: true })).init?.cache).toBe('no-store')
  })

  it('changes nothing where it is not asked for', async () => {
    const { input, init, headers } = await sent('/stores?a=1', { forceFresh: false })
    expect(input).toBe('/stores?a=1')
    expect(init).not.toHaveProperty('cache')
    expect([...headers]).toEqual([])
  })

  it.each([
    ['/stores', `/stores?_t=${stamp}`],
    ['stores?a=1#top', `stores?a=1&_t=${stamp}#top`],
    [`${origin}/x?q=%C3%A9+é&b#f`, `${origin}/x?q=%C3%A9+é&b&_t=${stamp}#f`],
    [`${origin}/x?_t=1`, `${origin}/x?_t=${stamp}`],
    [`${origin}/x?`, `${origin}/x?_t=${stamp}`],
    [new URL(`${origin}/x?a=1#f`), `${origin}/x?a=1&_t=${stamp}#f`],
  ])('leaves the rest of %s as it is', async (url, expected) => {
    expect((await sent(url, { forceFresh: true })).input).toBe(expected)
  })

  it('takes another name for the parameter, or none', async () => {
    expect((await sent('/x', { forceFresh: true, cacheBust: 'nocache' })).input).toBe(`/x?nocache=${stamp}`)
    expect((await sent('/x', { cacheBust: 'nocache' })).input).toBe('/x')
    const without = await sent('/x', { forceFresh: true, cacheBust: false })
    expect(without.input).toBe('/x')
    expect(without.headers.get('cache-control')).toBe('no-cache')
  })

  it('adds the parameter to every request where that is asked for', async () => {
    const { input, init } = await sent('/x', { cacheBust: true })
    expect(input).toBe(`/x?_t=${stamp}`)
    expect(init).not.toHaveProperty('cache')
  })

  it('wins over a cache mode and a header of the caller, and leaves the others', async () => {
    const headers = { 'Cache-Control': 'max-stale', 'X-Own': '1' }
    const { init, headers: asked } = await sent('/x', { forceFresh: true, cache: 'force-cache', headers })
    expect(init?.cache).toBe('no-store')
    expect([...asked]).toEqual([
      ['cache-control', 'no-cache'],
      ['x-own', '1'],
    ])
  })

  it('asks without validators: a cache on the way could answer them', async () => {
    const previous = { data: 1, validators: { etag: '"1"', lastModified: 'then' } }
    const { headers } = await sent('/x', { forceFresh: true, previous })
    expect(headers.has('if-none-match')).toBe(false)
    expect(headers.has('if-modified-since')).toBe(false)
  })

  it('takes a 304 that nobody asked for as a failure', async () => {
    server.use(http.get(`${origin}/x`, () => new HttpResponse(null, { status: 304 })))
    const error = await failureOf(fetchFresh(`${origin}/x`, { forceFresh: true, retry: 0 }))
    expect(error).toBeInstanceOf(HttpError)
    expect(error.status).toBe(304)
  })

  it('has a new time for every attempt', async () => {
    const urls: unknown[] = []
    const transport: Transport = async (input) => {
      urls.push(input)
      return new Response(null, { status: urls.length < 2 ? 503 : 204 })
    }
    const moving = new StillClock(1000)
    const retry = { delay: () => 50 }
    const done = fetchFresh('/x', { forceFresh: true, clock: moving, transport, retry, timeout: Infinity })
    await moving.next()
    await done
    expect(urls).toEqual(['/x?_t=1000', '/x?_t=1050'])
  })
})

describe('what is sent', () => {
  it.each([
    [new Headers({ 'X-A': '1', Accept: 'x/y' })],
    [
      [
        ['X-A', '1'],
        ['Accept', 'x/y'],
      ] as [string, string][],
    ],
    [{ 'X-A': '1', Accept: 'x/y' }],
  ])('keeps headers given as %o', async (headers) => {
    const seen = echo()
    await fetchFresh(`${origin}/x`, { headers })
    await fetchFresh(`${origin}/x`, { headers, forceFresh: true })
    expect(seen.map((request) => [request.headers.get('x-a'), request.headers.get('accept')])).toEqual([
      ['1', 'x/y'],
      ['1', 'x/y'],
    ])
  })

  it('adds no header of its own to a plain request: a simple request stays simple', async () => {
    expect([...(await sent('/x')).headers]).toEqual([])
  })

  it("hands on fetch's own members, and none of ours", async () => {
    const { init } = await sent('/x', {
      method: 'PUT',
      body: 'text',
      credentials: 'include',
      redirect: 'manual',
      keepalive: true,
      retry: 1,
      timeout: 5,
      conditional: false,
      parse: (text) => text,
    })
    const { signal, headers, ...rest } = init ?? {}
    expect(signal).toBeInstanceOf(AbortSignal)
    expect(headers).toBeInstanceOf(Headers)
    expect(rest).toEqual({
      method: 'PUT',
      body: 'text',
      credentials: 'include',
      redirect: 'manual',
      keepalive: true,
    })
  })

  it('is asked as it is where it is relative; without a page the error says so', async () => {
    const error = await failureOf(fetchFresh('/stores?token=s3cret'))
    expect(error.code).toBe('invalid_option')
    expect(error.message).toMatch(/^url: got "\/stores\?token=…", allowed: an absolute URL/)
  })
})
