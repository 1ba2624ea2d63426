import { http, HttpResponse } from 'msw'
import { describe, expect, it, vi } from 'vitest'
import {
  fetchFresh,
  HttpError,
  NetworkError,
  ParseError,
  SyncError,
  UnknownError,
  userMessage,
} from '@freshline/core'
import { failureOf, origin, useServer, type Transport } from './fetch-support'

const server = useServer()
const url = `${origin}/stores`
const fail = (options: Parameters<typeof fetchFresh>[1] = {}, at: string = url) =>
  failureOf(fetchFresh(at, { retry: 0, ...options }))

describe('C5: HTTP errors', () => {
  it('carry status, headers and the parsed body', async () => {
    const headers = { 'x-request': 'r1', 'retry-after': '5' }
    server.use(http.get(url, () => HttpResponse.json({ reason: 'full' }, { status: 503, headers })))
    const error = await fail()
    expect(error).toBeInstanceOf(HttpError)
    expect(error).toBeInstanceOf(SyncError)
    expect(error).toMatchObject({
      code: 'http_status',
      status: 503,
      body: { reason: 'full' },
      retryAfter: 5000,
    })
    expect((error.headers as unknown as Headers).get('x-request')).toBe('r1')
    expect(error.message).toBe(`GET ${url} answered 503`)
  })

  it.each([
    ['application/problem+json; charset=utf-8', '{"title":"no"}', { title: 'no' }],
    ['text/plain', '{"title":"no"}', '{"title":"no"}'],
    ['application/json', 'oops', 'oops'],
    ['application/json', '', undefined],
    ['text/html', '<h1>no</h1>', '<h1>no</h1>'],
  ])('carry a body of %s as it can be read', async (type, text, body) => {
    server.use(
      http.get(url, () => new HttpResponse(text, { status: 404, headers: { 'content-type': type } })),
    )
    expect((await fail()).body).toEqual(body)
  })

  it('keep at most 64 KB of the body', async () => {
    server.use(http.get(url, () => HttpResponse.text('x'.repeat(1_000_000), { status: 500 })))
    expect((await fail()).body).toHaveLength(65_536)
  })

  it('are told though their body breaks off', async () => {
    const broken = () => new ReadableStream({ pull: (controller) => controller.error(new Error('cut')) })
    const transport: Transport = async () => new Response(broken(), { status: 502 })
    expect(await fail({ transport })).toMatchObject({ code: 'http_status', status: 502, body: undefined })
  })

  it('are answers that are neither 2xx nor an expected 304', async () => {
    for (const status of [304, 400, 500]) {
      const transport: Transport = async () => new Response(null, { status })
      expect(await fail({ transport })).toMatchObject({ code: 'http_status', status })
    }
    for (const status of [200, 201, 204, 206, 299]) {
      const transport: Transport = async () => new Response(null, { status })
      expect(await fetchFresh(url, { transport })).toMatchObject({ status, data: undefined })
    }
  })

  it('are opaque answers too', async () => {
    const transport: Transport = async () => Response.error()
    expect(await fail({ transport })).toMatchObject({ code: 'http_status', status: 0 })
  })
})

describe('C5: network errors', () => {
  it('carry what the transport threw', async () => {
    server.use(http.get(url, () => HttpResponse.error()))
    const error = await fail()
    expect(error).toBeInstanceOf(NetworkError)
    expect(error.cause).toBeInstanceOf(TypeError)
    expect(error.message).toBe(`GET ${url} failed`)
  })

  it('are what a request gets that no handler of a test knows', async () => {
    const told = vi.spyOn(console, 'error').mockImplementation(() => {})
    expect(await fail({}, `${origin}/nobody-knows`)).toMatchObject({ code: 'network' })
    expect(String(told.mock.calls)).toContain(`GET ${origin}/nobody-knows`)
    told.mockRestore()
  })

  it('are bodies that break off', async () => {
    const cut = new Error('cut')
    const broken = new ReadableStream({ pull: (controller) => controller.error(cut) })
    expect(await fail({ transport: async () => new Response(broken) })).toMatchObject({
      code: 'network',
      cause: cut,
    })
  })
})

describe('C5: parse errors', () => {
  const answer = (text: string, type = 'application/json') =>
    server.use(http.get(url, () => new HttpResponse(text, { headers: { 'content-type': type } })))

  it('carry the beginning of the body', async () => {
    answer(`<html>${'x'.repeat(10_000)}`)
    const error = await fail()
    expect(error).toBeInstanceOf(ParseError)
    expect(error.cause).toBeInstanceOf(SyntaxError)
    expect(error.excerpt).toBe(`<html>${'x'.repeat(194)}`)
    expect(error.message).not.toContain('html')
  })

  it.each(['{"a":', ' ', '{a:1}', 'undefined'])('come of %o', async (text) => {
    answer(text)
    expect(await fail()).toMatchObject({ code: 'parse', excerpt: text })
  })

  it('come of a parse option that throws, also a non-Error', async () => {
    answer('x')
    const thrown = () => {
      throw 'mine'
    }
    expect(await fail({ parse: thrown })).toMatchObject({ code: 'parse', cause: 'mine' })
    expect(await fail({ parse: () => Promise.reject(new Error('later')) })).toMatchObject({ code: 'parse' })
  })
})

describe('bodies', () => {
  const read = async (
    text: string | null,
    type: string | undefined,
    options?: Parameters<typeof fetchFresh>[1],
  ) => {
    const headers = new Headers()
    if (type) headers.set('content-type', type)
    const transport: Transport = async () => new Response(text && new TextEncoder().encode(text), { headers })
    return (await fetchFresh(url, { transport, ...options })).data
  }

  it.each([
    ['application/json', '{"a":1}', { a: 1 }],
    ['application/vnd.api+json;charset=utf-8', '[1]', [1]],
    ['Application/JSON ; x=y', 'null', null],
    ['text/json', '0', 0],
    ['application/json', '', undefined],
    ['application/json', '\uFEFF[1]', [1]],
    ['application/json-seq', '[1]', '[1]'],
    ['text/plain', '{"a":1}', '{"a":1}'],
    [undefined, '{"a":1}', '{"a":1}'],
    ['text/plain', '', undefined],
  ])('of %s: %o is %o', async (type, text, data) => {
    expect(await read(text, type)).toEqual(data)
  })

  it('are read by the parse option, except for empty ones', async () => {
    const calls: unknown[] = []
    const parse = async (text: string, response: Response) => {
      calls.push([text, response.status])
      return text.split('\n')
    }
    expect(await read('a\nb', 'text/csv', { parse })).toEqual(['a', 'b'])
    expect(await read('', 'text/csv', { parse })).toBeUndefined()
    expect(calls).toEqual([['a\nb', 200]])
  })
})

describe('C5: what people and logs are told', () => {
  it('is a sentence for people', async () => {
    server.use(http.get(url, () => HttpResponse.json({}, { status: 429 })))
    const error = await fail()
    expect(userMessage(error)).toBe('Too many requests. Try again in a moment.')
    expect(userMessage(error, { http_status: 'Langsam.' })).toBe('Langsam.')
  })

  it('holds no secret of the URL', async () => {
    const secret = `https://user:s3cret@api.example/stores?token=s3cret&s3cret#s3cret`
    const transport: Transport = async () => new Response('s3cret', { status: 500 })
    const refuse = () => Promise.reject(new Error('no'))
    const empty = (() => {}) as unknown as Transport
    for (const each of [transport, refuse, empty]) {
      const error = await fail({ transport: each }, secret)
      expect(error.message).toContain('GET https://api.example/stores?token=…&…')
      expect(error.message).not.toContain('s3cret')
    }
  })
})

describe('C9: transports that misbehave', () => {
  const thrown =
    (value: unknown): Transport =>
    () => {
      throw value
    }

  it.each([[new TypeError('x')], ['text'], [undefined], [null], [42]])(
    'and throw %o at once',
    async (value) => {
      expect(await fail({ transport: thrown(value) })).toMatchObject({ code: 'network', cause: value })
      expect(await fail({ transport: () => Promise.reject(value) })).toMatchObject({
        code: 'network',
        cause: value,
      })
    },
  )

  it.each([[undefined], [null], ['text'], [{}], [{ status: 200, data: {}, headers: {} }], [42]])(
    'and answer with %o',
    async (value) => {
      const error = await fail({ transport: (async () => value) as unknown as Transport })
      expect(error).toBeInstanceOf(UnknownError)
      expect(error).toMatchObject({ code: 'unknown', cause: value })
    },
  )

  it('are told from those that ran out of time or were aborted', async () => {
    const time = new DOMException('late', 'TimeoutError')
    const abort = new DOMException('gone', 'AbortError')
    expect(await fail({ transport: thrown(time) })).toMatchObject({ code: 'timeout', cause: time })
    expect(await fail({ transport: thrown(abort) })).toMatchObject({ code: 'aborted', cause: abort })
  })

  it('keep errors that are ours already', async () => {
    const mine = new NetworkError('mine')
    expect(await fail({ transport: thrown(mine) })).toBe(mine)
  })
})
