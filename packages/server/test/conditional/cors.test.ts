import { describe, expect, it } from 'vitest'
import { conditional, preflight, withCors, type CorsOptions } from '../../src/index'

const APP = 'https://app.example'

const ask = (fields: Record<string, string>, method = 'GET'): Request =>
  new Request('http://x/', { method, headers: fields })

async function answer(origin: string | undefined, options: CorsOptions, more = {}): Promise<Headers> {
  const request = ask({ ...(origin && { origin }), ...more })
  return withCors(request, await conditional(request, 'a', { vary: 'Accept' }), options).headers
}

describe('withCors (Fetch standard section 3.3)', () => {
  it('lets a page of a listed origin read, and read what the client reads', async () => {
    const headers = await answer(APP, { origins: ['https://other.example', APP] })
    expect(headers.get('access-control-allow-origin')).toBe(APP)
    const exposed = headers.get('access-control-expose-headers')?.split(', ')
    expect(exposed).toEqual(
      expect.arrayContaining(['ETag', 'Last-Modified', 'Age', 'Date', 'Expires', 'Retry-After']),
    )
    expect(headers.has('access-control-allow-credentials')).toBe(false)
  })

  it.each([
    ['another origin', 'https://evil.example'],
    ['one that begins alike', 'https://app.example.evil.example'],
    ['another scheme', 'http://app.example'],
    ['null', 'null'],
    ['none', undefined],
  ])('varies by origin and allows nothing for %s', async (_, origin) => {
    const headers = await answer(origin, { origins: [APP] })
    expect(headers.get('vary')).toBe('Accept, Origin')
    expect(headers.has('access-control-allow-origin')).toBe(false)
    expect(headers.has('access-control-expose-headers')).toBe(false)
  })

  it('for everybody does not vary', async () => {
    const headers = await answer(APP, { origins: '*' })
    expect(headers.get('access-control-allow-origin')).toBe('*')
    expect(headers.get('vary')).toBe('Accept')
  })

  it('asks a function', async () => {
    const origins = (origin: string): boolean => origin.endsWith('.example')
    expect((await answer(APP, { origins })).get('access-control-allow-origin')).toBe(APP)
    expect((await answer('https://a.test', { origins })).has('access-control-allow-origin')).toBe(false)
  })

  it('allows cookies and exposes further fields where asked', async () => {
    const headers = await answer(APP, { origins: [APP], credentials: true, expose: ['X-Total'] })
    expect(headers.get('access-control-allow-credentials')).toBe('true')
    expect(headers.get('access-control-expose-headers')).toMatch(/, X-Total$/)
  })

  it('is on a 304 and a 412 too, which a page could not read otherwise', async () => {
    for (const fields of [{ 'if-none-match': '*' }, { 'if-match': '"x"' }]) {
      const request = ask({ origin: APP, ...fields })
      const held = await conditional(request, 'a')
      const response = withCors(request, held, { origins: [APP] })
      expect([response.status, response.headers.get('access-control-allow-origin')]).toEqual([
        held.status,
        APP,
      ])
      expect(response.headers.get('etag')).toBe(held.headers.get('etag'))
    }
  })

  it('takes what an answer says already as it is', () => {
    const held = { vary: 'accept, "odd"', 'access-control-expose-headers': 'x-total, etag' }
    const { headers } = withCors(ask({ origin: APP }), new Response('', { headers: held }), {
      origins: [APP],
    })
    expect(headers.get('vary')).toBe('accept, "odd", Origin')
    expect(headers.get('access-control-expose-headers')).toMatch(/^ETag, .*, x-total$/)
  })

  it('keeps body, status and every cookie', async () => {
    const headers = new Headers([
      ['set-cookie', 'a=1'],
      ['set-cookie', 'b=2'],
    ])
    const response = withCors(ask({ origin: APP }), new Response('body', { status: 207, headers }), {
      origins: '*',
    })
    expect([response.status, await response.text(), response.headers.getSetCookie()]).toEqual([
      207,
      'body',
      ['a=1', 'b=2'],
    ])
  })

  it.each([
    [{ origins: ['https://app.example/'] }, 'origins'],
    [{ origins: ['app.example'] }, 'origins'],
    [{ origins: ['https://App.example'] }, 'origins'],
    [{ origins: ['*'] }, 'origins'],
    [{ origins: ['https://a.example\r\nX: y'] }, 'origins'],
    [{ origins: 'https://app.example' }, 'origins'],
    [{}, 'origins'],
    [{ origins: '*', credentials: true }, 'credentials'],
    [{ origins: [APP], expose: ['X-A\r\nX: y'] }, 'expose'],
    [{ origins: [APP], expose: 'X A' }, 'expose'],
  ])('refuses %j', (options, name) => {
    const request = ask({ origin: APP })
    expect(() => withCors(request, new Response(), options as CorsOptions)).toThrow(new RegExp(`^${name}: `))
  })
})

describe('preflight (Fetch standard section 3.3.3)', () => {
  const asked = { origin: APP, 'access-control-request-method': 'PUT' }

  it('answers what the client may send', () => {
    const response = preflight(ask(asked, 'OPTIONS'), { origins: [APP], allowHeaders: ['Authorization'] })
    expect(response?.status).toBe(204)
    expect(Object.fromEntries(response?.headers ?? [])).toEqual({
      'access-control-allow-headers':
        'Content-Type, If-None-Match, If-Modified-Since, If-Match, Cache-Control, Pragma, Authorization',
      'access-control-allow-methods': 'GET, HEAD, POST, PUT, PATCH, DELETE',
      'access-control-allow-origin': APP,
      'access-control-max-age': '600',
      vary: 'Origin',
    })
  })

  it('allows nothing to another origin', () => {
    const response = preflight(ask({ ...asked, origin: 'https://evil.example' }, 'OPTIONS'), {
      origins: [APP],
    })
    expect(Object.fromEntries(response?.headers ?? [])).toEqual({ vary: 'Origin' })
  })

  it('leaves other requests alone', () => {
    expect(preflight(ask({ origin: APP }, 'OPTIONS'), { origins: [APP] })).toBeUndefined()
    expect(preflight(ask(asked), { origins: [APP] })).toBeUndefined()
  })

  it('refuses times and names without meaning', () => {
    const refused = (options: Partial<CorsOptions>) => () =>
      preflight(ask(asked, 'OPTIONS'), { origins: '*', ...options })
    expect(refused({ maxAge: -1 })).toThrow(/^maxAge: /)
    expect(refused({ methods: ['PUT\r\nX: y'] })).toThrow(/^methods: /)
    expect(refused({ allowHeaders: ['a b'] })).toThrow(/^allowHeaders: /)
  })
})
