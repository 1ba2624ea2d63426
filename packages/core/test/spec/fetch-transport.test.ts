import { http, HttpResponse } from 'msw'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { fetchFresh } from '@freshline/core'
import { failureOf, origin, useServer, type Transport } from './fetch-support'

const server = useServer()
const url = `${origin}/stores`

describe('C9: transport', () => {
  afterEach(() => vi.unstubAllGlobals())

  it('is the global fetch, looked up at each attempt', async () => {
    const calls: unknown[] = []
    const fake = async (input: unknown) => {
      calls.push(input)
      vi.stubGlobal('fetch', async () => Response.json('second'))
      throw new TypeError('first')
    }
    vi.stubGlobal('fetch', fake)
    const result = await fetchFresh(url, { retry: { delay: () => 0 } })
    expect(calls).toEqual([url])
    expect(result.data).toBe('second')
  })

  it('is called without a this, as a fetch must be', async () => {
    const seen: unknown[] = []
    const transport = async function (this: unknown) {
      seen.push(this)
      return Response.json(1)
    } as Transport
    await fetchFresh(url, { transport })
    vi.stubGlobal('fetch', transport)
    await fetchFresh(url)
    expect(seen).toEqual([undefined, undefined])
  })

  it('gets relative URLs as they are', async () => {
    const calls: unknown[] = []
    const transport: Transport = async (input) => {
      calls.push(input)
      return Response.json(1)
    }
    for (const relative of ['/a', 'b?c', '//host/d', '#e']) await fetchFresh(relative, { transport })
    expect(calls).toEqual(['/a', 'b?c', '//host/d', '#e'])
  })

  it('may be a client that throws for statuses and keeps the answer beside', async () => {
    const client: Transport = async (input, init) => {
      const response = await fetch(input, init)
      if (!response.ok) throw Object.assign(new Error('status'), { response })
      return response
    }
    server.use(
      http.get(url, ({ request }) =>
        request.headers.has('if-none-match')
          ? new HttpResponse(null, { status: 304 })
          : HttpResponse.json({ a: 1 }, { headers: { etag: '"1"' } }),
      ),
      http.get(`${url}/missing`, () => HttpResponse.json({ why: 'gone' }, { status: 410 })),
    )
    const first = await fetchFresh(url, { transport: client })
    const second = await fetchFresh(url, { transport: client, previous: first })
    expect(second).toMatchObject({ notModified: true, status: 304 })
    expect(second.data).toBe(first.data)
    const error = await failureOf(fetchFresh(`${url}/missing`, { transport: client }))
    expect(error).toMatchObject({ code: 'http_status', status: 410, body: { why: 'gone' } })
  })

  it('may answer with a Response that is not the platform’s', async () => {
    const answer = { status: 200, headers: { get: () => null }, text: async () => 'duck' }
    const transport = (async () => answer) as unknown as Transport
    expect((await fetchFresh(url, { transport })).data).toBe('duck')
  })
})
