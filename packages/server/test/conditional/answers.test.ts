import { describe, expect, it } from 'vitest'
import { conditional, etagOf, type ConditionalPolicy } from '../../src/index'

const NOW = Date.UTC(2026, 10, 22, 12)
const clock = { now: () => NOW }

const get = (fields: Record<string, string> = {}): Request => new Request('http://x/', { headers: fields })
const fieldsOf = (response: Response): Record<string, string> => Object.fromEntries(response.headers)

const full: ConditionalPolicy = {
  clock,
  etag: '"v1"',
  lastModified: NOW - 60_000,
  maxAge: 60_000,
  vary: 'Accept',
  headers: {
    'content-location': '/v1',
    'content-language': 'en',
    'content-encoding': 'identity',
    expires: 'Sun, 22 Nov 2026 12:01:00 GMT',
    'x-request-id': '7',
  },
}

describe('200 (RFC 9110 section 15.3.1)', () => {
  it('has validators, caching fields, date, type and length', async () => {
    const response = await conditional(get(), { a: 'é' }, full)
    expect([response.status, await response.json()]).toEqual([200, { a: 'é' }])
    expect(fieldsOf(response)).toEqual({
      'cache-control': 'max-age=60',
      'content-encoding': 'identity',
      'content-language': 'en',
      'content-length': '10',
      'content-location': '/v1',
      'content-type': 'application/json',
      date: 'Sun, 22 Nov 2026 12:00:00 GMT',
      etag: '"v1"',
      expires: 'Sun, 22 Nov 2026 12:01:00 GMT',
      'last-modified': 'Sun, 22 Nov 2026 11:59:00 GMT',
      vary: 'Accept',
      'x-request-id': '7',
    })
  })

  it('to HEAD has the same fields and no body (section 9.3.2)', async () => {
    const response = await conditional(new Request('http://x/', { method: 'HEAD' }), { a: 'é' }, full)
    expect(response.body).toBeNull()
    expect(fieldsOf(response)).toEqual(fieldsOf(await conditional(get(), { a: 'é' }, full)))
  })
})

describe('304 (RFC 9110 section 15.4.5)', () => {
  it('has what updates the held answer, and nothing of a body', async () => {
    const response = await conditional(get({ 'if-none-match': '"v1"' }), { a: 1 }, full)
    expect([response.status, response.body]).toEqual([304, null])
    expect(fieldsOf(response)).toEqual({
      'cache-control': 'max-age=60',
      'content-location': '/v1',
      date: 'Sun, 22 Nov 2026 12:00:00 GMT',
      etag: '"v1"',
      expires: 'Sun, 22 Nov 2026 12:01:00 GMT',
      vary: 'Accept',
      'x-request-id': '7',
    })
  })

  it('has Last-Modified where there is no ETag', async () => {
    const request = get({ 'if-modified-since': new Date(NOW).toUTCString() })
    const response = await conditional(request, 'a', { ...full, etag: null })
    expect(response.status).toBe(304)
    expect(response.headers.get('last-modified')).toBe('Sun, 22 Nov 2026 11:59:00 GMT')
    expect(response.headers.has('etag')).toBe(false)
  })

  it('names the tag that is current, not the weak one that was asked with', async () => {
    const response = await conditional(get({ 'if-none-match': 'W/"v1"' }), 'a', { etag: '"v1"' })
    expect(response.headers.get('etag')).toBe('"v1"')
  })
})

describe('412 (RFC 9110 section 15.5.13)', () => {
  const put = (fields: Record<string, string>): Request =>
    new Request('http://x/', { method: 'PUT', headers: fields })

  it('is problem details, with the field that failed and the tag there is', async () => {
    const response = await conditional(put({ 'if-match': '"v0"' }), { a: 1 }, full)
    expect(response.status).toBe(412)
    expect(await response.json()).toEqual({
      title: 'Precondition Failed',
      status: 412,
      code: 'precondition_failed',
      detail: 'The resource is not the version that If-Match names; read it again.',
      field: 'If-Match',
    })
    expect(fieldsOf(response)).toEqual({
      'cache-control': 'no-store',
      'content-type': 'application/problem+json',
      date: 'Sun, 22 Nov 2026 12:00:00 GMT',
      etag: '"v1"',
      vary: 'Accept',
      'x-request-id': '7',
    })
  })

  it.each([
    ['If-Unmodified-Since', { 'if-unmodified-since': 'Sun, 06 Nov 1994 08:49:37 GMT' }],
    ['If-None-Match', { 'if-none-match': '*' }],
  ] as const)('names %s', async (field, fields) => {
    const response = await conditional(put(fields), { a: 1 }, full)
    expect(await response.json()).toMatchObject({ status: 412, field })
  })

  it('to HEAD has no body', async () => {
    const request = new Request('http://x/', { method: 'HEAD', headers: { 'if-match': '"v0"' } })
    const response = await conditional(request, 'a', full)
    expect([response.status, response.body]).toEqual([412, null])
  })

  it('keeps every cookie', async () => {
    const headers = new Headers([
      ['set-cookie', 'a=1'],
      ['set-cookie', 'b=2'],
    ])
    const response = await conditional(put({ 'if-match': '"v0"' }), 'a', { etag: '"v1"', headers })
    expect(response.headers.getSetCookie()).toEqual(['a=1', 'b=2'])
  })
})

describe('body', () => {
  const bytes = new Uint8Array([0, 255, 10])
  it.each([
    ['a value', { a: [1, null] }, 'application/json', '{"a":[1,null]}'],
    ['a number', 0, 'application/json', '0'],
    ['false', false, 'application/json', 'false'],
    ['text', 'häh', 'text/plain; charset=utf-8', 'häh'],
    ['empty text', '', 'text/plain; charset=utf-8', ''],
    ['a Blob', new Blob(['<p>'], { type: 'text/html' }), 'text/html', '<p>'],
    ['a Blob without a type', new Blob(['x']), 'application/octet-stream', 'x'],
    ['bytes', new TextEncoder().encode('x'), 'application/octet-stream', 'x'],
    ['a view', new DataView(new TextEncoder().encode('xyz').buffer, 1, 1), 'application/octet-stream', 'y'],
    ['a buffer', new TextEncoder().encode('xyz').buffer, 'application/octet-stream', 'xyz'],
    ['a Buffer', Buffer.from('xyz'), 'application/octet-stream', 'xyz'],
  ])('%s', async (_, body, type, text) => {
    const response = await conditional(get(), body)
    expect(response.headers.get('content-type')).toBe(type)
    expect(await response.text()).toBe(text)
    expect(response.headers.get('content-length')).toBe(String(new TextEncoder().encode(text).length))
  })

  it('keeps its bytes', async () => {
    const response = await conditional(get(), bytes)
    expect(new Uint8Array(await response.arrayBuffer())).toEqual(bytes)
  })

  it.each([
    ['a view', (view: Uint8Array<ArrayBuffer>) => view],
    ['a buffer', (view: Uint8Array<ArrayBuffer>) => view.buffer],
  ])('%s is not changed by who changes what was passed', async (_, toBody) => {
    const mine = new Uint8Array([1, 2, 3])
    const answer = conditional(get(), toBody(mine))
    mine[0] = 9
    const response = await answer
    expect(new Uint8Array(await response.arrayBuffer())).toEqual(new Uint8Array([1, 2, 3]))
    expect(response.headers.get('etag')).toBe(await etagOf(new Uint8Array([1, 2, 3])))
  })

  it('has the type that the policy names, or its headers', async () => {
    const named = await conditional(get(), '{}', { contentType: 'application/json' })
    expect(named.headers.get('content-type')).toBe('application/json')
    const listed = await conditional(get(), '{}', { headers: { 'Content-Type': 'application/ld+json' } })
    expect(listed.headers.get('content-type')).toBe('application/ld+json')
    const policy = { contentType: 'a/b', headers: { 'content-type': 'c/d' } }
    expect((await conditional(get(), '{}', policy)).headers.get('content-type')).toBe('a/b')
  })

  it('null is an empty 200, undefined a 204', async () => {
    const empty = await conditional(get(), null, { etag: '"v1"' })
    expect([empty.status, empty.headers.get('content-length'), empty.headers.get('content-type')]).toEqual([
      200,
      '0',
      null,
    ])
    const none = await conditional(get(), undefined, { etag: '"v1"' })
    expect([none.status, none.body, none.headers.has('content-length')]).toEqual([204, null, false])
    expect((await conditional(get({ 'if-none-match': '"v1"' }), null, { etag: '"v1"' })).status).toBe(304)
  })

  it.each([204, 205])('is left out of %d', async (status) => {
    const response = await conditional(get(), { a: 1 }, { status })
    expect([response.status, response.body, response.headers.has('content-type')]).toEqual([
      status,
      null,
      false,
    ])
  })

  const cycle: Record<string, unknown> = {}
  cycle['self'] = cycle
  it.each([
    ['a promise', Promise.resolve({})],
    ['a stream', new ReadableStream()],
    ['a Response', new Response('')],
    ['form data', new FormData()],
    ['a Map', new Map()],
    ['a function', () => 1],
    ['a symbol', Symbol('s')],
    ['a bigint', { n: 1n }],
    ['a cycle', cycle],
  ])('%s is refused', async (_, body) => {
    await expect(conditional(get(), body)).rejects.toMatchObject({
      code: 'invalid_option',
      message: expect.stringMatching(/^body: /),
    })
  })
})

describe('ETag of the bytes (RFC 9110 section 8.8.1)', () => {
  it('is strong, and the same for the same bytes in whatever form', async () => {
    const tags = await Promise.all(
      ['{"a":1}', { a: 1 }, new TextEncoder().encode('{"a":1}'), new Blob(['{"a":1}'])].map(async (body) =>
        (await conditional(get(), body)).headers.get('etag'),
      ),
    )
    expect(new Set(tags)).toEqual(new Set(['"AVq9f1zFei3ZS3WQ8ErYCEJzkF7"']))
    expect(await etagOf({ a: 1 })).toBe('"AVq9f1zFei3ZS3WQ8ErYCEJzkF7"')
  })

  it('has characters that need no care in a URL or a log', async () => {
    expect(await etagOf('a3')).toBe('"9G3SilSZ2O_vC4-47h7BxaXkB8k"')
  })

  it('is none for null, for no body, and for an answer that is no 2xx', async () => {
    expect((await conditional(get(), { a: 1 }, { etag: null })).headers.has('etag')).toBe(false)
    expect((await conditional(get(), null)).headers.has('etag')).toBe(false)
    expect((await conditional(get(), { a: 1 }, { status: 404 })).headers.has('etag')).toBe(false)
    expect(await etagOf(undefined)).toBeUndefined()
  })

  it('takes text without quotes as what goes into them', async () => {
    expect((await conditional(get(), 'a', { etag: 'v1' })).headers.get('etag')).toBe('"v1"')
  })

  it.each(['', 'W/v1', '"v1', 'v"1', '"a"b"', '"v1"\r\nX: y', 'v1\nX: y', '"\u2713"', '"a\tb"', 7, {}])(
    'refuses %j',
    async (etag) => {
      const policy = { etag } as ConditionalPolicy
      await expect(conditional(get(), 'a', policy)).rejects.toMatchObject({
        code: 'invalid_option',
        message: expect.stringMatching(/^etag: /),
      })
    },
  )
})

describe('Last-Modified (RFC 9110 section 8.8.2)', () => {
  const sent = 'Sun, 06 Nov 1994 08:49:37 GMT'
  it.each([
    ['a Date', new Date(sent)],
    ['milliseconds', Date.parse(sent) + 999],
    ['an HTTP date', sent],
    ['ISO 8601', '1994-11-06T08:49:37.999Z'],
  ])('from %s', async (_, lastModified) => {
    expect((await conditional(get(), 'a', { lastModified })).headers.get('last-modified')).toBe(sent)
  })

  it('is never later than the answer (section 8.8.2.1)', async () => {
    const response = await conditional(get(), 'a', { clock, lastModified: NOW + 60_000 })
    expect(response.headers.get('last-modified')).toBe('Sun, 22 Nov 2026 12:00:00 GMT')
  })

  it.each([NaN, Infinity, -1, 'soon', '2026-99-99', new Date(NaN), true, {}])('refuses %s', async (value) => {
    const policy = { lastModified: value } as ConditionalPolicy
    await expect(conditional(get(), 'a', policy)).rejects.toMatchObject({
      code: 'invalid_option',
      message: expect.stringMatching(/^lastModified: /),
    })
  })
})

describe('any Request will do', () => {
  it('of another implementation', async () => {
    const request = {
      method: 'GET',
      headers: { get: (name: string) => (name === 'if-none-match' ? '*' : null) },
    }
    expect((await conditional(request, 'a')).status).toBe(304)
  })

  it('of a subclass', async () => {
    class NextRequest extends Request {}
    const request = new NextRequest('http://x/', { headers: { 'if-none-match': '*' } })
    expect((await conditional(request, 'a')).status).toBe(304)
  })
})
