import { http, HttpResponse } from 'msw'
import { describe, expect, it } from 'vitest'
import { type FetchContext, httpResource, type Outcome } from '@freshline/core'
import { failureOf, origin, StillClock, useServer } from './fetch-support'

const server = useServer()
const url = `${origin}/stores`
const context = (extra: Partial<FetchContext> = {}): FetchContext => ({
  key: url,
  signal: new AbortController().signal,
  forceFresh: false,
  previous: undefined,
  ...extra,
})

describe('httpResource', () => {
  it.each([
    [url, url],
    [new URL(`${url}?a=1#top`), `${url}?a=1#top`],
    ['/stores?_t=1', '/stores?_t=1'],
    ['/search?q=a*b**', String.raw`/search?q=a\*b\*\*`],
    [String.raw`/x\*y\\*`, String.raw`/x\*y\\\*`],
  ])('names %s as written, stars escaped', (each, key) => {
    expect(httpResource(each).key).toBe(key)
  })

  it('refuses none, as of a setting that is missing', () => {
    expect(() => httpResource(undefined as never)).toThrow('url: got undefined, allowed: a string')
    expect(() => httpResource(null as never, { key: 'stores' })).toThrow('url: got null, allowed: a string')
  })

  it('takes another key', () => {
    expect(httpResource(url, { key: ['stores', 1] }).key).toEqual(['stores', 1])
  })

  it('groups by origin', () => {
    expect(httpResource(url).origin).toBe(origin)
    expect(httpResource('/stores').origin).toBeUndefined()
    expect(httpResource(url, { origin: 'api' }).origin).toBe('api')
  })

  it('hands the options of resources on, and keeps its own', () => {
    const options = { interval: 15_000, ttl: 'http', tags: ['a'], retry: 5, timeout: 9 } as const
    const resource = httpResource(url, {
      ...options,
      request: { headers: { a: '1' } },
      cacheBust: 'v',
      conditional: false,
      parse: (text) => text,
      transport: fetch,
      clock: new StillClock(),
    })
    expect(resource).toEqual({ key: url, origin, fetcher: expect.any(Function), ...options })
  })

  it('carries validators along, and sends the request as described', async () => {
    const asked: Request[] = []
    server.use(
      http.get(url, ({ request }) => {
        asked.push(request)
        return request.headers.has('if-none-match')
          ? new HttpResponse(null, { status: 304, headers: { 'cache-control': 'max-age=9' } })
          : HttpResponse.json([1], { headers: { etag: '"1"' } })
      }),
    )
    const { fetcher } = httpResource<number[]>(url, {
      request: { headers: { 'x-own': '1' } },
      clock: new StillClock(),
    })
    const first = (await fetcher(context())) as Outcome<number[]>
    const second = (await fetcher(context({ previous: first }))) as Outcome<number[]>
    expect(second.data).toBe(first.data)
    expect(second).toMatchObject({ notModified: true, freshFor: 9000 })
    expect(asked.map(({ headers }) => [headers.get('x-own'), headers.get('if-none-match')])).toEqual([
      ['1', null],
      ['1', '"1"'],
    ])
  })

  it('asks past every cache where that is asked for; its key stays the same', async () => {
    const asked: string[] = []
    server.use(
      http.get(url, ({ request }) => {
        asked.push(request.url)
        return HttpResponse.json(1)
      }),
    )
    const resource = httpResource(url, { clock: new StillClock(7), cacheBust: 'v' })
    await resource.fetcher(context({ forceFresh: true }))
    await resource.fetcher(context())
    expect(asked).toEqual([`${url}?v=7`, url])
    expect(resource.key).toBe(url)
  })

  it('neither repeats nor times out by itself: whoever runs it does', async () => {
    let requests = 0
    server.use(
      http.get(url, () => {
        requests++
        return HttpResponse.json({}, { status: 500 })
      }),
    )
    const clock = new StillClock()
    const resource = httpResource(url, { clock, retry: 5, timeout: 1 })
    expect(await failureOf(resource.fetcher(context()) as Promise<unknown>)).toMatchObject({ status: 500 })
    expect(requests).toBe(1)
    expect(clock.delays).toEqual([])
  })

  it('ends with the signal it is given', async () => {
    const reason = new Error('nobody wants it')
    const failure = failureOf(
      httpResource(url).fetcher(context({ signal: AbortSignal.abort(reason) })) as Promise<unknown>,
    )
    expect(await failure).toMatchObject({ code: 'aborted', cause: reason })
  })
})
