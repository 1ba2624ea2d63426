import { describe, expect, it } from 'vitest'
import { conditional, type ConditionalPolicy } from '../../src/index'

const answer = (policy: ConditionalPolicy): Promise<Response> =>
  conditional(new Request('http://x/'), { a: 1 }, policy)
const control = async (policy: ConditionalPolicy): Promise<string | null> =>
  (await answer(policy)).headers.get('cache-control')

describe('Cache-Control (RFC 9111 section 5.2.2)', () => {
  it.each<[string, ConditionalPolicy, string]>([
    ['nothing said: asked about every time, never guessed', {}, 'no-cache'],
    ['maxAge', { maxAge: 60_000 }, 'max-age=60'],
    ['maxAge 0', { maxAge: 0 }, 'max-age=0'],
    ['rounded down', { maxAge: 1_999 }, 'max-age=1'],
    ['less than a second', { maxAge: 999 }, 'max-age=0'],
    ['as long as can be said', { maxAge: Infinity }, 'max-age=2147483648'],
    ['too long', { maxAge: 1e300 }, 'max-age=2147483648'],
    ['sMaxage', { maxAge: 5_000, sMaxage: 60_000 }, 'max-age=5, s-maxage=60'],
    ['sMaxage alone gives browsers nothing', { sMaxage: 60_000 }, 'max-age=0, s-maxage=60'],
    [
      'staleWhileRevalidate (RFC 5861)',
      { maxAge: 5_000, staleWhileRevalidate: 30_000 },
      'max-age=5, stale-while-revalidate=30',
    ],
    ['staleIfError (RFC 5861)', { staleIfError: 30_500 }, 'max-age=0, stale-if-error=30'],
    ['mustRevalidate', { maxAge: 5_000, mustRevalidate: true }, 'max-age=5, must-revalidate'],
    ['mustRevalidate alone', { mustRevalidate: true }, 'no-cache, must-revalidate'],
    ['private', { private: true }, 'private, no-cache'],
    ['private with a lifetime', { private: true, maxAge: 5_000 }, 'private, max-age=5'],
    ['public', { public: true, maxAge: 5_000 }, 'public, max-age=5'],
    ['immutable (RFC 8246)', { maxAge: 5_000, immutable: true }, 'max-age=5, immutable'],
    [
      'all',
      {
        private: true,
        maxAge: 1e3,
        sMaxage: 2e3,
        staleWhileRevalidate: 3e3,
        staleIfError: 4e3,
        mustRevalidate: true,
      },
      'private, max-age=1, s-maxage=2, stale-while-revalidate=3, stale-if-error=4, must-revalidate',
    ],
    ['switches that are off', { private: false, mustRevalidate: false, maxAge: 1e3 }, 'max-age=1'],
    ['headers say it', { headers: { 'Cache-Control': 'max-age=7' } }, 'max-age=7'],
    ['options win over headers', { maxAge: 1e3, headers: { 'Cache-Control': 'max-age=7' } }, 'max-age=1'],
  ])('%s', async (_, policy, expected) => {
    expect(await control(policy)).toBe(expected)
  })

  it('noStore overrides all, and tells caches that know neither', async () => {
    const { headers } = await answer({ noStore: true, maxAge: 60_000, private: true })
    expect(headers.get('cache-control')).toBe('no-store')
    expect(headers.get('pragma')).toBe('no-cache')
    expect(headers.get('expires')).toBe('0')
  })

  it('is on errors too', async () => {
    expect(await control({ status: 404, maxAge: 1e3 })).toBe('max-age=1')
    expect(await control({ status: 500 })).toBe('no-cache')
  })
})

describe('Vary (RFC 9110 section 12.5.5)', () => {
  it.each<[ConditionalPolicy, string | null]>([
    [{}, null],
    [{ vary: 'Accept' }, 'Accept'],
    [{ vary: 'Accept, Cookie' }, 'Accept, Cookie'],
    [{ vary: ['Accept', 'Cookie'] }, 'Accept, Cookie'],
    [{ vary: ['Accept', 'accept', 'ACCEPT'] }, 'Accept'],
    [{ vary: ['Accept', '*'] }, '*'],
    [{ vary: [] }, null],
    [{ vary: 'Accept,, Cookie,' }, 'Accept, Cookie'],
    [{ vary: 'Cookie', headers: { vary: 'Accept, cookie' } }, 'Accept, cookie'],
    [{ headers: { Vary: 'Accept' } }, 'Accept'],
  ])('%j is %j', async (policy, expected) => {
    expect((await answer(policy)).headers.get('vary')).toBe(expected)
  })
})

describe('options without meaning', () => {
  it.each<[string, unknown]>([
    ['maxAge', -1],
    ['maxAge', NaN],
    ['maxAge', '60'],
    ['maxAge', null],
    ['sMaxage', -1],
    ['staleWhileRevalidate', NaN],
    ['staleIfError', '1'],
    ['status', 99],
    ['status', 600],
    ['status', 101],
    ['status', 200.5],
    ['status', '200'],
    ['vary', 'Accept\r\nX: y'],
    ['vary', ['Accept', 'a b']],
    ['vary', ['Accept', 7]],
    ['vary', 7],
    ['contentType', 'text/html\r\nX: y'],
    ['contentType', 'text/html\n'],
    ['contentType', 7],
    ['headers', { 'x-a': 'b\r\nX: y' }],
    ['headers', { 'x-a': 'b\n' }],
    ['headers', { 'x a': 'b' }],
    ['headers', { 'x\r\ny': 'b' }],
    ['headers', { 'x-a': '\u2713' }],
    ['headers', { 'x-a': 7 }],
    ['headers', { ETag: '"a"' }],
    ['headers', { 'last-modified': 'x' }],
    ['headers', new Headers({ 'content-length': '3' })],
  ])('%s: %j is refused by name', async (option, value) => {
    await expect(answer({ [option]: value })).rejects.toMatchObject({
      code: 'invalid_option',
      message: expect.stringMatching(new RegExp(`^${option}: `)),
    })
  })

  it('private and public at once', async () => {
    await expect(answer({ private: true, public: true })).rejects.toThrow(/^public: /)
  })
})
