import { describe, expect, it } from 'vitest'
import { useWorld, type Step } from './steps'

// Confirming what is held (RFC 9111 section 4.3, RFC 9110 sections 8.8 and 13).

const world = useWorld()
const stale = (more: Record<string, string | number>) => ({
  headers: { 'Cache-Control': 'max-age=1', ...more },
})

describe('by ETag', () => {
  const etags = ['"abc"', 'W/"abc"', '"a,b"', '""', '"a b"', '"\'"', '"W/"', '"*"', '"\\"', 'W/"a, b"']

  it.each(etags)('%s is sent as it came', async (etag) => {
    await world.run([
      { reply: stale({ ETag: etag }) },
      { wait: 2, expect: 'etag', sent: { 'if-none-match': etag } },
    ])
  })

  it.each(['abc', 'w/"abc"', '*', "'abc'", '"abc'])(
    '%s, which is no entity tag, does no harm',
    async (etag) => {
      // It may be sent or not; the answer in full is taken, and `*` would match anything (RFC 9110 section 13.1.2).
      const [, second] = await world.run([
        { reply: stale({ ETag: etag }) },
        { wait: 2, expect: 'fetched', reply: {} },
      ])
      expect(second?.exchanges[0]?.headers['if-none-match']).not.toBe('*')
    },
  )

  it('an answer in full replaces what was held', async () => {
    await world.run([
      { reply: stale({ ETag: '"a"' }) },
      { wait: 2, expect: 'fetched', reply: stale({ ETag: '"b"' }) },
      { wait: 2, expect: 'etag', sent: { 'if-none-match': '"b"' } },
    ])
  })

  it('with Last-Modified too', async () => {
    const date = 'Thu, 01 Jan 2026 00:00:00 GMT'
    await world.run([
      { reply: stale({ ETag: '"a"', 'Last-Modified': date }) },
      { wait: 2, expect: 'etag', sent: { 'if-none-match': '"a"' } },
    ])
  })

  it('again and again', async () => {
    const confirmed: Step = {
      wait: 2,
      expect: 'etag',
      reply: { status: 304, headers: { 'Cache-Control': 'max-age=1' } },
    }
    await world.run([{ reply: stale({ ETag: '"a"' }) }, confirmed, confirmed, confirmed])
  })

  it('also of an answer that says nothing about its freshness', async () => {
    await world.run([{ reply: { headers: { ETag: '"a"' } } }, { expect: 'etag' }, { expect: 'etag' }])
  })

  it('of an answer that is not fresh by Expires', async () => {
    await world.run([{ reply: { headers: { ETag: '"a"', Expires: '0' } } }, { expect: 'etag' }])
  })
})

describe('by Last-Modified', () => {
  it.each(['Thu, 01 Jan 2026 00:00:00 GMT', 'Thursday, 01-Jan-26 00:00:00 GMT'])(
    '%s is sent as it came',
    async (date) => {
      await world.run([
        { reply: stale({ 'Last-Modified': date }) },
        { wait: 2, expect: 'lm', sent: { 'if-modified-since': date, 'if-none-match': null } },
      ])
    },
  )

  it('again and again', async () => {
    const confirmed: Step = {
      wait: 2,
      expect: 'lm',
      reply: { status: 304, headers: { 'Cache-Control': 'max-age=1' } },
    }
    await world.run([{ reply: stale({ 'Last-Modified': -9999 }) }, confirmed, confirmed])
  })

  it('what is invalid does no harm', async () => {
    await world.run([{ reply: stale({ 'Last-Modified': '0' }) }, { wait: 2, expect: 'fetched', reply: {} }])
  })
})

describe('without validators', () => {
  it('is asked for in full, without conditions', async () => {
    await world.run([{ reply: stale({}) }, { wait: 2, expect: 'network' }])
  })

  it('Date is none', async () => {
    await world.run([{ reply: stale({ Date: -9999 }) }, { wait: 2, sent: { 'if-modified-since': null } }])
  })
})

describe('a confirmation', () => {
  it('makes fresh again for the old lifetime where it says nothing', async () => {
    await world.run([
      { reply: { headers: { 'Cache-Control': 'max-age=10', ETag: '"a"' } } },
      { wait: 11, expect: 'etag', reply: { status: 304 } },
      { wait: 9, expect: 'cached' },
      { wait: 2, expect: 'etag' },
    ])
  })

  it('may lengthen and shorten the lifetime', async () => {
    const say = (age: number) => ({ status: 304, headers: { 'Cache-Control': `max-age=${age}` } })
    await world.run([
      { reply: stale({ ETag: '"a"' }) },
      { wait: 2, expect: 'etag', reply: say(100) },
      { wait: 99, expect: 'cached' },
      { wait: 2, expect: 'etag', reply: say(0) },
      { expect: 'etag', reply: { status: 304, headers: { 'Cache-Control': 'no-cache' } } },
      { expect: 'etag' },
    ])
  })

  it('by Expires and a new Date', async () => {
    await world.run([
      { reply: { headers: { Expires: 10, ETag: '"a"' } } },
      { wait: 11, expect: 'etag', reply: { status: 304, headers: { Expires: 100 } } },
      { wait: 99, expect: 'cached' },
    ])
  })

  it('counts its own Age', async () => {
    await world.run([
      { reply: stale({ ETag: '"a"' }) },
      {
        wait: 2,
        expect: 'etag',
        reply: { status: 304, headers: { 'Cache-Control': 'max-age=100', Age: '90' } },
      },
      { wait: 9, expect: 'cached', has: { age: '99' } },
      { wait: 2, expect: 'etag' },
    ])
  })

  it('with no-store ends the keeping, but answers', async () => {
    await world.run([
      { reply: stale({ ETag: '"a"' }) },
      { wait: 2, expect: 'etag', reply: { status: 304, headers: { 'Cache-Control': 'no-store' } } },
      { expect: 'fetched', reply: {} },
    ])
  })

  it('with a strong tag that is not the one asked about confirms nothing (section 4.3.4)', async () => {
    const path = world.path()
    await world.run([{ reply: stale({ ETag: '"a"' }) }], path)
    world.clock.jump(2000)
    let asked = 0
    world.origin.replies.set(path, () =>
      asked++ === 0
        ? { status: 304, headers: { ETag: '"other"', 'Cache-Control': 'max-age=3600' } }
        : { headers: { ETag: '"other"' }, body: 'whole' },
    )
    const response = await world.fetch(world.origin.url + path)
    // The held body is not that of "other"; asking again without conditions is the way to have it.
    expect([response.status, await response.text()]).toEqual([200, 'whole'])
  })

  it('with the weak form of the tag confirms', async () => {
    await world.run([
      { reply: stale({ ETag: 'W/"a"' }) },
      {
        wait: 2,
        expect: 'etag',
        reply: { status: 304, headers: { ETag: 'W/"a"', 'Cache-Control': 'max-age=9' } },
      },
      { expect: 'cached' },
    ])
  })

  it('that takes long counts its time', async () => {
    await world.run([
      { reply: stale({ ETag: '"a"' }) },
      {
        wait: 2,
        expect: 'etag',
        reply: { status: 304, headers: { 'Cache-Control': 'max-age=10' }, delay: 6 },
      },
      { wait: 3, expect: 'cached' },
      { wait: 1, expect: 'etag' },
    ])
  })

  it('that is an error instead is handed on, and the old stays for the next', async () => {
    await world.run([
      { reply: stale({ ETag: '"a"' }) },
      { wait: 2, expect: 'fetched', reply: { status: 500 }, status: 500 },
      { expect: 'etag', from: 0 },
    ])
  })

  it('is asked for once by callers at the same time, or rightly by each', async () => {
    const path = world.path()
    const [first] = await world.run([{ reply: stale({ ETag: '"a"' }) }], path)
    world.clock.jump(2000)
    world.origin.replies.set(path, { status: 304, headers: { 'Cache-Control': 'max-age=100' } })
    const answers = await Promise.all(Array.from({ length: 6 }, () => world.fetch(world.origin.url + path)))
    for (const answer of answers) expect([answer.status, await answer.text()]).toEqual([200, first?.text])
  })
})

describe('conditions of the caller', () => {
  const date = 'Thu, 01 Jan 2026 00:00:00 GMT'
  const given = (headers: Record<string, string>): RequestInit => ({ headers })

  it('reach the origin alone, and its 304 reaches the caller', async () => {
    await world.run([
      { reply: stale({ ETag: '"a"' }) },
      {
        wait: 2,
        init: given({ 'If-None-Match': '"mine"' }),
        reply: { status: 304 },
        status: 304,
        sent: { 'if-none-match': '"mine"' },
      },
    ])
    await world.run([
      { reply: stale({ ETag: '"a"', 'Last-Modified': date }) },
      {
        wait: 2,
        init: given({ 'If-Modified-Since': date }),
        reply: { status: 304 },
        status: 304,
        sent: { 'if-none-match': null, 'if-modified-since': date },
      },
    ])
  })

  it('in lists, weak, and any', async () => {
    for (const value of ['"a", "b"', 'W/"a"', '*', '"a",W/"b",""']) {
      await world.run([
        { reply: stale({ ETag: '"z"' }) },
        {
          wait: 2,
          init: given({ 'If-None-Match': value }),
          reply: { status: 304 },
          status: 304,
          sent: { 'if-none-match': value },
        },
      ])
    }
  })

  it('do not spoil what is held', async () => {
    await world.run([
      { reply: { headers: { 'Cache-Control': 'max-age=3600', ETag: '"a"' } } },
      {
        init: given({ 'If-None-Match': '"mine"' }),
        expect: 'any',
        reply: { status: 304, headers: { 'X-New': '1' } },
      },
      { expect: 'cached', from: 0 },
    ])
  })

  it('an answer in full to them is given as it is', async () => {
    await world.run([
      { reply: stale({ ETag: '"a"' }) },
      { wait: 2, init: given({ 'If-None-Match': '"mine"' }), expect: 'network' },
    ])
  })

  it('If-Match, If-Unmodified-Since and If-Range reach the origin too', async () => {
    for (const headers of [{ 'If-Match': '"x"' }, { 'If-Unmodified-Since': date }, { 'If-Range': '"x"' }]) {
      await world.run([
        { reply: { headers: { 'Cache-Control': 'max-age=3600', ETag: '"a"' } } },
        {
          init: given(headers as Record<string, string>),
          expect: 'network',
          reply: { status: 412 },
          status: 412,
        },
        { expect: 'cached', from: 0 },
      ])
    }
  })
})
