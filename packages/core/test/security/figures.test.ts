// Numbers in headers, and how many there are: whatever a server says, nothing waits for ever, nothing is fresh for ever
// by its word, and nothing is kept without a bound.
import { createHttpCache, DataSyncManager, fetchFresh, TtlCache } from '@freshline/core'
import { deltaResource } from '@freshline/core/delta'
import { hashKey, compilePattern, matchesTarget, parseTargets, PrefixIndex } from '@freshline/core/shared'
import { describe, expect, it } from 'vitest'
import { parseCacheControl } from '../../src/http/cache-control'
import { readFreshness } from '../../src/http/freshness'
import { parseHttpDate } from '../../src/http/http-date'
import { MAX_RETRY_AFTER, readRetryAfter } from '../../src/http/retry-after'
import { readVary } from '../../src/http/vary'

const LONGEST = 2 ** 31 * 1_000

const figures = [
  '0',
  '-0',
  '-1',
  '+1',
  '1.5',
  '1e3',
  '0x10',
  '00000000000000000000001',
  '9'.repeat(400),
  'NaN',
  'Infinity',
  '-Infinity',
  '',
  ' ',
  '"1"',
  '1 2',
  '1,2',
  '1;2',
  "1'",
  '١',
  'Sun, 06 Nov 9999 08:49:37 GMT',
  'Sun, 06 Nov 1994 08:49:37 GMT',
  'Thu, 01 Jan 1970 00:00:00 GMT',
  'Sun Nov  6 08:49:37 1994',
  '[object Object]',
  'null',
  '__proto__',
].filter((text) => /^[\x20-\xff]*$/.test(text))

describe('figures of a server', () => {
  it.each(figures)('%j is a lifetime and an age that are numbers, and end', (figure) => {
    for (const name of ['max-age', 's-maxage', 'stale-while-revalidate', 'stale-if-error']) {
      const headers = new Headers({
        'cache-control': `${name}=${figure}`,
        age: figure,
        expires: figure,
        date: figure,
      })
      const { freshFor, staleWhileRevalidate, staleIfError, age } = readFreshness(headers, 0, Date.now())
      for (const value of [freshFor, staleWhileRevalidate, staleIfError]) {
        expect(Number.isNaN(value)).toBe(false)
        expect(value ?? 0).toBeLessThan(4 * 10 ** 14)
        expect(value ?? 0).toBeGreaterThanOrEqual(0)
      }
      expect(age).toBeLessThanOrEqual(LONGEST)
    }
  })

  it.each(figures)('%j makes nobody wait for longer than a day', (figure) => {
    const wait = readRetryAfter(new Headers({ 'retry-after': figure, date: figure }), Date.now()) ?? 0
    expect(wait).toBeGreaterThanOrEqual(0)
    expect(wait).toBeLessThanOrEqual(MAX_RETRY_AFTER)
  })

  it('a field of a megabyte is read as what it is', () => {
    const million = 1_000_000
    expect(parseCacheControl('x,'.repeat(million / 2)).size).toBe(1)
    expect(parseCacheControl(`${'"'.repeat(million)}, no-store`).has('no-store')).toBe(true)
    expect(parseCacheControl(`a="${'\\'.repeat(million)}`).size).toBe(1)
    expect(parseHttpDate('('.repeat(million), 0)).toBeUndefined()
    expect(readVary(new Headers({ vary: 'a,'.repeat(million / 2) }))).toHaveLength(million / 2)
  })

  it('directives and names that mean something to an object are read like any other', () => {
    const control = parseCacheControl('__proto__=1, constructor=2, toString, max-age=3')
    expect([control.get('__proto__'), control.get('constructor'), control.get('max-age')]).toEqual([
      '1',
      '2',
      '3',
    ])
    expect(parseCacheControl('a').has('toString')).toBe(false)
  })
})

describe('patterns and keys of a stranger', () => {
  // A few milliseconds each; what takes the square of the length would not end within the test's time.
  it.each([
    ['stars', '*a'.repeat(500)],
    ['stars and one long literal', `*${'a'.repeat(500)}b*`],
    ['backslashes', '\\'.repeat(999)],
    ['escaped stars', '\\*'.repeat(500)],
    ['stars alone', '*'.repeat(1_000)],
  ])('a pattern of %s is asked of a long key, and answers', (_, source) => {
    const pattern = compilePattern(source)
    const key = 'a'.repeat(200_000)
    expect(typeof pattern.matches(key)).toBe('boolean')
  })

  it('a million characters are a key, and a thousand names a target', () => {
    expect(hashKey(['a'.repeat(1_000_000), { '\u2028"\\': '*'.repeat(1_000) }]).length).toBeGreaterThan(
      1_000_000,
    )
    const set = parseTargets(Array.from({ length: 1_000 }, (_, at) => ({ tag: `t${at}` })))
    expect(matchesTarget(set, 'k', ['t999'])).toBe(true)
  })

  it('keys that are each the beginning of the next do not exhaust the stack', () => {
    const index = new PrefixIndex<{ key: string }>()
    const items = Array.from({ length: 1_500 }, (_, at) => ({ key: 'a'.repeat(at + 1) }))
    for (const item of items) index.add(item)
    let found = 0
    index.forEach('a'.repeat(1_000), () => found++)
    for (const item of items) index.delete(item)
    expect(found).toBe(501)
  })
})

describe('what is kept for strangers', () => {
  it('is bounded in the manager, in the caches, and in what they remember', async () => {
    const cache = new TtlCache({ maxEntries: 100 })
    for (let at = 0; at < 1_500; at++) cache.set(`k${at}`, at, { tags: [`t${at}`] })
    expect(cache.size).toBe(100)
    for (let at = 0; at < 5_000; at++)
      cache.invalidate({ keys: [`k${at}`], tags: [`t${at}`], patterns: [`p${at}*`] })
    expect(cache.size).toBe(100)
    const manager = new DataSyncManager()
    for (let at = 0; at < 12_000; at++) manager.setData(`k${at}`, at)
    for (let at = 0; at < 200; at++) manager.getSnapshot(`unknown${at}`)
    expect(manager.getStatus()).toEqual([])
    expect(manager.getSnapshot('k0').status).toBe('pending')
    expect(manager.getSnapshot('k11999').data).toBe(11_999)
    manager.dispose()
  })

  it('is bounded in the HTTP cache: variants of one URL, and URLs', async () => {
    let sent = 0
    const transport = async () => {
      sent++
      return new Response('x', { headers: { vary: 'accept-language', 'cache-control': 'max-age=60' } })
    }
    const cached = createHttpCache({ transport, maxEntries: 5 })
    const ask = async (url: string, language: string) =>
      (await cached(url, { headers: { 'accept-language': language } })).text()
    for (let at = 0; at < 60; at++) await ask('https://x.example/', `x-${at}`)
    await ask('https://x.example/', 'x-59')
    expect(sent).toBe(60)
    await ask('https://x.example/', 'x-0')
    expect(sent).toBe(61)
    for (let at = 0; at < 10; at++) await ask(`https://x.example/${at}`, 'a')
    await ask('https://x.example/0', 'a')
    expect(sent).toBe(72)
  })

  it('of a feed is loaded anew where its pages do not end', async () => {
    let pages = 0
    const endless = async () => {
      if (++pages > 5_000) throw new Error('it went on')
      return Response.json({ cursor: `c${pages}`, changes: [], hasMore: pages > 1 })
    }
    let loads = 0
    const resource = deltaResource<{ id: string }>({
      key: 'items',
      url: 'https://x.example/changes',
      load: async () => [{ id: `${++loads}` }],
      idOf: ({ id }) => id,
      transport: endless,
      retry: false,
    })
    const manager = new DataSyncManager()
    const { refresh } = manager.register(resource)
    await refresh()
    const { data, error } = await refresh()
    expect([data, error, loads]).toEqual([[{ id: '2' }], undefined, 2])
    manager.dispose()
  })

  it('of a failed answer is at most 64 KB, and of an unreadable one 200 characters', async () => {
    const body = 'x'.repeat(1_000_000)
    const ask = (response: Response) =>
      fetchFresh('https://x.example/', { transport: async () => response, retry: 0 }).catch(
        (error: unknown) => error,
      )
    const failed = (await ask(new Response(body, { status: 500 }))) as { body: string }
    const json = { headers: { 'content-type': 'application/json' } }
    const unreadable = (await ask(new Response(body, json))) as { excerpt: string; message: string }
    expect([failed.body.length, unreadable.excerpt.length]).toEqual([65_536, 200])
    expect(unreadable.message.length).toBeLessThan(500)
  })
})
