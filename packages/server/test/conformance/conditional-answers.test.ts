import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { conditional, type ConditionalPolicy } from '../../src/index'
import { RawOrigin } from './raw-origin'

// What the answers carry (RFC 9110 sections 8.8, 15.4.5 and 15.5.13).

const origin = new RawOrigin()
beforeAll(() => origin.listen())
afterAll(() => origin.close())
const clock = { now: () => Date.UTC(2026, 10, 22, 12) }
const T = 'Sun, 06 Nov 1994 08:49:37 GMT'
beforeEach(() => {
  origin.resource.content = 'hello'
  origin.resource.policy = {
    etag: '"a"',
    lastModified: T,
    maxAge: 60_999,
    vary: ['Accept'],
    headers: { 'Content-Location': '/r.en', 'X-Own': '1' },
    clock,
  }
})

describe('304', () => {
  it('carries what the 200 would: Cache-Control, Content-Location, Date, ETag, Vary (section 15.4.5)', async () => {
    const whole = await origin.ask('GET')
    const answer = await origin.ask('GET', ['If-None-Match: "a"'])
    for (const name of ['cache-control', 'content-location', 'date', 'etag', 'vary']) {
      expect([name, answer.fields.get(name)]).toEqual([name, whole.fields.get(name)])
      expect(answer.fields.get(name)).toBeTruthy()
    }
  })

  it('carries no body, nor what describes one', async () => {
    const answer = await origin.ask('GET', ['If-None-Match: "a"'])
    expect(answer.body).toBe('')
    for (const name of ['content-type', 'content-encoding', 'transfer-encoding']) {
      expect([name, answer.fields.get(name)]).toEqual([name, undefined])
    }
    expect(['5', undefined]).toContain(answer.fields.get('content-length'))
  })

  it('carries Last-Modified where there is no ETag', async () => {
    origin.resource.policy = { etag: null, lastModified: T, clock }
    const answer = await origin.ask('GET', [`If-Modified-Since: ${T}`])
    expect([answer.status, answer.fields.get('last-modified')]).toEqual([304, T])
  })

  it('of a made ETag: the same bytes confirm, others do not', async () => {
    origin.resource.policy = { clock }
    const etag = (await origin.ask('GET')).fields.get('etag') ?? ''
    expect(etag).toMatch(/^"[^"]+"$/)
    expect((await origin.ask('GET', [`If-None-Match: ${etag}`])).status).toBe(304)
    origin.resource.content = 'hello!'
    expect((await origin.ask('GET', [`If-None-Match: ${etag}`])).status).toBe(200)
  })
})

describe('200', () => {
  it('HEAD has the fields of GET and no body (section 9.3.2)', async () => {
    const get = await origin.ask('GET')
    const head = await origin.ask('HEAD')
    expect(head.body).toBe('')
    expect(Object.fromEntries(head.fields)).toEqual(Object.fromEntries(get.fields))
    expect(head.fields.get('content-length')).toBe('5')
  })

  it('Last-Modified is in whole seconds, and what it says confirms', async () => {
    origin.resource.policy = { etag: null, lastModified: Date.parse(T) + 999, clock }
    const { fields } = await origin.ask('GET')
    expect(fields.get('last-modified')).toBe(T)
    expect((await origin.ask('GET', [`If-Modified-Since: ${fields.get('last-modified')}`])).status).toBe(304)
    expect(
      (await origin.ask('PUT', [`If-Unmodified-Since: ${fields.get('last-modified')}`], 'x')).status,
    ).toBe(204)
  })

  it('Last-Modified is never later than Date, and what it says confirms (section 8.8.2.1)', async () => {
    origin.resource.policy = { etag: null, lastModified: clock.now() + 3_600_000, clock }
    const { fields } = await origin.ask('GET')
    expect(Date.parse(fields.get('last-modified') ?? '')).toBeLessThanOrEqual(
      Date.parse(fields.get('date') ?? ''),
    )
  })

  it('durations are whole seconds, rounded down', async () => {
    expect((await origin.ask('GET')).fields.get('cache-control')).toBe('max-age=60')
  })

  it('noStore says so to caches of every age', async () => {
    origin.resource.policy = { noStore: true, maxAge: 60_000, clock }
    const { fields } = await origin.ask('GET')
    expect(fields.get('cache-control')).toBe('no-store')
    expect([fields.get('pragma'), fields.get('expires')]).toEqual(['no-cache', '0'])
  })
})

describe('412', () => {
  it('is a problem, is not kept, and shows the tag there is now', async () => {
    const answer = await origin.ask('PUT', ['If-Match: "b"'], 'x')
    expect(answer.status).toBe(412)
    expect(answer.fields.get('content-type')).toContain('application/problem+json')
    expect(answer.fields.get('cache-control')).toBe('no-store')
    expect(answer.fields.get('etag')).toBe('"a"')
    expect(JSON.parse(answer.body)).toMatchObject({ status: 412, field: 'If-Match' })
  })

  it('of a read does not carry the lifetime of the representation', async () => {
    const answer = await origin.ask('GET', ['If-Match: "b"'])
    expect(answer.fields.get('cache-control')).toBe('no-store')
    expect(answer.fields.get('content-location')).toBeUndefined()
    expect(answer.body).not.toContain('hello')
  })
})

describe('other statuses are not conditional (section 13.2.1)', () => {
  const ask = (status: number, headers: Record<string, string>, method = 'GET') =>
    conditional(new Request('http://x/', { method, headers }), 'x', {
      status,
      etag: '"a"',
      lastModified: T,
      clock,
    })

  it.each([301, 302, 400, 401, 404, 410, 500, 503])('%i stays', async (status) => {
    expect((await ask(status, { 'If-None-Match': '"a"' })).status).toBe(status)
    expect((await ask(status, { 'If-Match': '"b"' }, 'PUT')).status).toBe(status)
    expect((await ask(status, { 'If-Modified-Since': T })).status).toBe(status)
  })

  it.each([200, 203, 226, 299])('%i does not', async (status) => {
    expect((await ask(status, { 'If-None-Match': '"a"' })).status).toBe(304)
  })
})

describe('nothing gets out of its field', () => {
  const bad: [string, ConditionalPolicy][] = [
    ['etag', { etag: '"a"\r\nX-Evil: 1' }],
    ['etag with a quote', { etag: '"a"b"' }],
    ['etag with a null', { etag: '"a\0"' }],
    ['etag beyond latin1', { etag: '"\u20ac"' }],
    ['vary', { vary: 'Accept\r\nX-Evil: 1' }],
    ['contentType', { contentType: 'text/html\r\nX-Evil: 1' }],
    ['headers', { headers: { 'X-Own': 'a\r\nX-Evil: 1' } }],
    ['a name in headers', { headers: { 'X-Own: a\r\nX-Evil': '1' } }],
    ['a line break at the end', { headers: { 'X-Own': 'a\n' } }],
    ['maxAge', { maxAge: -1 }],
    ['maxAge that is no number', { maxAge: Number.NaN }],
    ['lastModified', { lastModified: 'soon' }],
    ['lastModified that is no time', { lastModified: new Date(Number.NaN) }],
    ['status', { status: 700 }],
  ]

  it.each(bad)('%s', async (_, policy) => {
    const answer = conditional(new Request('http://x/'), 'x', policy)
    await expect(answer).rejects.toMatchObject({ code: 'invalid_option' })
  })

  it('a request field that is hostile is only compared', async () => {
    const long = `${'"x", '.repeat(3000)}"a"`
    for (const value of [
      long,
      '"'.repeat(15_000),
      ','.repeat(15_000),
      `${'W/'.repeat(7000)}"a"`,
      '"\\'.repeat(7000),
    ]) {
      const answer = await conditional(
        new Request('http://x/', { headers: { 'If-None-Match': value } }),
        'x',
        {
          etag: '"a"',
        },
      )
      expect(answer.status).toBe(value === long ? 304 : 200)
    }
  })
})
