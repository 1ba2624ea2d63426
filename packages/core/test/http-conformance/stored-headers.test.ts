import { describe, expect, it } from 'vitest'
import { useWorld, type Step } from './steps'

// Which header fields are stored (RFC 9111 section 3.1), and which a 304 updates (sections 3.2 and 4.3.4).

const world = useWorld()
const hour = { 'Cache-Control': 'max-age=3600' }

describe('stored and given again', () => {
  const fields: Record<string, string> = {
    'X-Test': 'a',
    'Content-Type': 'text/plain; charset=utf-8',
    'Content-Language': 'de',
    'Content-Location': '/other',
    'Content-Disposition': 'inline',
    'Content-Security-Policy': "default-src 'self'",
    'Content-Foo': 'a',
    'Content-MD5': 'rL0Y20zC+Fzt72VPzMSk2A==',
    ETag: '"a"',
    'Last-Modified': 'Thu, 01 Jan 2026 00:00:00 GMT',
    Vary: 'X-Foo',
    Link: '</a>; rel=next',
    'Retry-After': '5',
    Server: 'test',
    'X-Frame-Options': 'deny',
    'Strict-Transport-Security': 'max-age=1',
    'Access-Control-Allow-Origin': '*',
    'Proxy-Authenticate': 'Basic',
    Via: '1.1 test',
    'X-Empty': '',
    'X-Latin': 'caf\u00e9',
  }

  it.each(Object.entries(fields))('%s', async (name, value) => {
    const has = { [name.toLowerCase()]: name === 'Proxy-Authenticate' ? /^(Basic)?$/ : value }
    await world.run([{ reply: { headers: { ...hour, [name]: value } } }, { wait: 2, expect: 'cached', has }])
  })

  it('Cache-Control and Expires as they came', async () => {
    const headers = {
      'Cache-Control': 'max-age=3600, foo="bar, baz"',
      Expires: 'Thu, 18 Aug 2050 02:01:18 GMT',
    }
    await world.run([
      { reply: { headers } },
      { expect: 'cached', has: { 'cache-control': headers['Cache-Control'], expires: headers.Expires } },
    ])
  })

  it('lines of one name, in their order', async () => {
    await world.run([
      { reply: { headers: { ...hour, 'X-Many': ['1', '2', '3'] } } },
      { expect: 'cached', has: { 'x-many': '1, 2, 3' } },
    ])
  })

  it('each Set-Cookie by itself', async () => {
    const cookies = ['a=1; Expires=Thu, 18 Aug 2050 02:01:18 GMT', 'b=2']
    const [, second] = await world.run([
      { reply: { headers: { ...hour, 'Set-Cookie': cookies } } },
      { expect: 'cached' },
    ])
    expect(second?.response?.headers.getSetCookie()).toEqual(cookies)
  })

  it('the content type of a body that is read as a blob', async () => {
    const path = world.path()
    await world.run([{ reply: { headers: { ...hour, 'Content-Type': 'image/png' } } }], path)
    expect((await (await world.fetch(world.origin.url + path)).blob()).type).toBe('image/png')
  })
})

describe('of the connection, and not given again', () => {
  it.each(['Connection', 'Keep-Alive', 'Proxy-Connection', 'TE', 'Upgrade'])('%s', async (name) => {
    const value = name === 'Connection' ? 'keep-alive' : name === 'Keep-Alive' ? 'timeout=5' : 'x'
    const has = { [name.toLowerCase()]: null }
    await world.run([{ reply: { headers: { ...hour, [name]: value } } }, { wait: 2, expect: 'cached', has }])
  })

  it('Transfer-Encoding', async () => {
    const headers = { ...hour, 'Transfer-Encoding': 'chunked' }
    await world.run([{ reply: { headers } }, { expect: 'cached', has: { 'transfer-encoding': null } }])
  })

  it('what Connection lists', async () => {
    const headers = {
      ...hour,
      Connection: 'X-Hop, x-other ,keep-alive',
      'X-Hop': '1',
      'X-Other': '2',
      'X-End': '3',
    }
    await world.run([
      { reply: { headers } },
      { expect: 'cached', has: { 'x-hop': null, 'x-other': null, 'x-end': '3', connection: null } },
    ])
  })

  it('though Connection may not switch off caching itself', async () => {
    const headers = { 'Cache-Control': 'no-store', Connection: 'Cache-Control' }
    await world.run([{ reply: { headers } }, { wait: 2 }])
  })
})

describe('a 304 updates', () => {
  const first = (more: Record<string, string>) => ({
    headers: { 'Cache-Control': 'max-age=1', ETag: '"a"', ...more },
  })
  const update = (
    more: Record<string, string>,
    has: Step['has'],
    outcome: 'etag' | 'cached' = 'etag',
  ): Step => ({
    wait: 2,
    expect: outcome,
    ...(outcome === 'etag' && { reply: { status: 304, headers: { ...hour, ETag: '"a"', ...more } } }),
    ...(has && { has }),
  })

  it.each([
    ['X-Test', 'a', 'b'],
    ['Content-Foo', 'a', 'b'],
    ['X-Content-Foo', 'a', 'b'],
    ['Content-Location', '/a', '/b'],
    ['Content-Language', 'de', 'en'],
    ['Content-MD5', 'rL0Y20zC+Fzt72VPzMSk2A==', 'N7UdGUp1E+RbVvZSTy1R8g=='],
    ['Content-Security-Policy', "default-src 'self'", "default-src 'none'"],
    ['Content-Type', 'text/plain', 'text/plain; charset=utf-8'],
    ['Content-Disposition', 'inline', 'attachment'],
    ['Cache-Control', 'max-age=1, foo', 'max-age=3600, bar'],
    ['Expires', 'Thu, 01 Jan 2026 00:00:00 GMT', 'Thu, 18 Aug 2050 02:01:18 GMT'],
    ['Last-Modified', 'Thu, 01 Jan 2026 00:00:00 GMT', 'Fri, 02 Jan 2026 00:00:00 GMT'],
    ['X-Frame-Options', 'deny', 'sameorigin'],
    ['Link', '</a>; rel=next', '</b>; rel=next'],
    ['Clear-Site-Data', '"cookies"', '"storage"'],
    ['Access-Control-Allow-Origin', '*', 'http://a.example'],
  ])('%s, now and in what is stored', async (name, before, after) => {
    const has = { [name.toLowerCase()]: after }
    await world.run([
      { reply: first({ [name]: before }), has: { [name.toLowerCase()]: before } },
      update({ [name]: after }, has),
      update({}, has, 'cached'),
    ])
  })

  it('adds what was not there', async () => {
    await world.run([
      { reply: first({}) },
      update({ 'X-New': '1' }, { 'x-new': '1' }),
      update({}, { 'x-new': '1' }, 'cached'),
    ])
  })

  it('leaves what it does not name', async () => {
    await world.run([
      { reply: first({ 'X-Old': '1', 'Content-Type': 'application/json' }) },
      update({}, { 'x-old': '1', 'content-type': 'application/json' }),
      update({}, { 'x-old': '1', 'content-type': 'application/json' }, 'cached'),
    ])
  })

  it('the Date', async () => {
    const [, second] = await world.run([
      { reply: first({}) },
      { wait: 100, expect: 'etag', reply: { status: 304, headers: { ...hour } } },
    ])
    expect(second?.response?.headers.get('date')).toBe(new Date(world.clock.now()).toUTCString())
  })

  it.each([
    ['Content-Length', '3', '300'],
    ['Content-Encoding', 'identity', 'gzip'],
    ['Content-Range', 'bytes 0-2/3', 'bytes 0-1/3'],
  ])('not %s, which belongs to the stored body', async (name, before, after) => {
    const headers = {
      'Cache-Control': 'max-age=1',
      ETag: '"a"',
      ...(name !== 'Content-Length' && { [name]: before }),
    }
    const [, second, third] = await world.run([
      { reply: { headers, body: 'abc' } },
      update({ [name]: after }, {}),
      { expect: 'cached' },
    ])
    expect(second?.text).toBe('abc')
    expect(third?.text).toBe('abc')
    expect(second?.response?.headers.get(name)).not.toBe(after)
    expect(third?.response?.headers.get(name)).not.toBe(after)
  })

  it('not by what its Connection lists', async () => {
    await world.run([
      { reply: first({ 'X-Hop': 'old' }) },
      update({ Connection: 'x-hop', 'X-Hop': 'new' }, { 'x-hop': 'old', connection: null }),
    ])
  })

  it('every line of Set-Cookie, without merging them', async () => {
    const [, second] = await world.run([
      { reply: first({ 'Set-Cookie': 'a=1' }) },
      { wait: 2, expect: 'etag', reply: { status: 304, headers: { ...hour, 'Set-Cookie': ['b=2', 'c=3'] } } },
    ])
    expect(second?.response?.headers.getSetCookie()).toEqual(['b=2', 'c=3'])
  })

  it('the status is not its own', async () => {
    const reply = { ...first({}), status: 404 }
    await world.run([
      { reply },
      { wait: 2, expect: 'any', reply: { status: 304, headers: hour } },
      { expect: 'any' },
    ])
    const [, second] = await world.run([{ reply: { ...first({}), status: 203 } }, update({}, {})])
    expect(second?.response?.status).toBe(203)
  })
})

describe('what the caller does to an answer', () => {
  it('does not reach what is stored: headers', async () => {
    const path = world.path()
    await world.run([{ reply: { headers: { ...hour, 'X-Test': 'a' } } }], path)
    const one = await world.fetch(world.origin.url + path)
    one.headers.set('x-test', 'poisoned')
    one.headers.set('cache-control', 'no-store')
    await one.text()
    await world.run([{ expect: 'any', has: {} }], path)
    expect((await world.fetch(world.origin.url + path)).headers.get('x-test')).toBe('a')
  })

  it('does not reach what is stored: bytes', async () => {
    const path = world.path()
    const [first] = await world.run([{ reply: { headers: hour } }], path)
    for (let turn = 0; turn < 2; turn++) {
      const answer = await world.fetch(world.origin.url + path)
      const bytes = new Uint8Array(await answer.arrayBuffer())
      expect(new TextDecoder().decode(bytes)).toBe(first?.text)
      bytes.fill(0)
    }
    const reader = (await world.fetch(world.origin.url + path)).body?.getReader()
    ;((await reader?.read())?.value as Uint8Array | undefined)?.fill(0)
    expect(await (await world.fetch(world.origin.url + path)).text()).toBe(first?.text)
  })

  it('does not reach what is stored: headers of the first answer', async () => {
    const path = world.path()
    world.origin.replies.set(path, { headers: { ...hour, 'X-Test': 'a' } })
    const one = await world.fetch(world.origin.url + path)
    try {
      one.headers.set('x-test', 'poisoned')
    } catch {
      // What fetch itself answers has headers that cannot be changed.
    }
    await one.text()
    expect((await world.fetch(world.origin.url + path)).headers.get('x-test')).toBe('a')
  })
})
