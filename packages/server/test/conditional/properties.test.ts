import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { conditional, type ConditionalPolicy } from '../../src/index'

const body = fc.oneof(
  fc.json().map((text): unknown => JSON.parse(text)),
  fc.string(),
  fc.uint8Array(),
)
const seconds = fc.integer({ min: 0, max: 4_000_000_000 }).map((each) => each * 1000)
const opaque = fc.stringMatching(/^[!#-~\u0080-\u00ff]{0,12}$/)
const tag = fc.tuple(fc.constantFrom('', 'W/'), opaque).map(([weak, text]) => `${weak}"${text}"`)
const method = fc.constantFrom('GET', 'HEAD', 'PUT', 'POST', 'PATCH', 'DELETE', 'OPTIONS')
/** Field values as they may come from anyone: any visible text, quotes and commas more often than not. */
const junk = fc.stringMatching(/^(["*,W/ ]|[!-~]){0,20}$/)

const ask = (fields: Record<string, string>, verb = 'GET'): Request =>
  new Request('http://x/', { method: verb, headers: fields })

describe('for any body', () => {
  it('the ETag that was just received is answered 304, weak or strong', async () => {
    await fc.assert(
      fc.asyncProperty(body, fc.constantFrom('', 'W/'), async (data, weak) => {
        const etag = (await conditional(ask({}), data)).headers.get('etag')
        fc.pre(etag !== null)
        expect((await conditional(ask({ 'if-none-match': `"x", ${weak}${etag}` }), data)).status).toBe(304)
        expect((await conditional(ask({ 'if-match': etag ?? '' }, 'PUT'), data)).status).toBe(200)
      }),
    )
  })

  it('the ETag of other bytes is never answered 304, and never lets a write through', async () => {
    await fc.assert(
      fc.asyncProperty(body, body, async (data, other) => {
        const [one, two] = await Promise.all([conditional(ask({}), data), conditional(ask({}), other)])
        const etag = one.headers.get('etag')
        fc.pre(etag !== null && (await one.text()) !== (await two.text()))
        expect((await conditional(ask({ 'if-none-match': etag ?? '' }), other)).status).toBe(200)
        expect((await conditional(ask({ 'if-match': etag ?? '' }, 'PUT'), other)).status).toBe(412)
      }),
    )
  })
})

describe('for any tag and date', () => {
  it('what was answered, asked with, is 304; a second before is 200', async () => {
    await fc.assert(
      fc.asyncProperty(tag, seconds, async (etag, lastModified) => {
        const policy: ConditionalPolicy = { etag, lastModified, clock: { now: () => 4_000_000_000_000 } }
        const { headers } = await conditional(ask({}), 'a', policy)
        expect(headers.get('etag')).toBe(etag)
        expect((await conditional(ask({ 'if-none-match': etag }), 'a', policy)).status).toBe(304)
        const held = { 'if-modified-since': headers.get('last-modified') ?? '' }
        expect((await conditional(ask(held), 'a', policy)).status).toBe(304)
        const before = { 'if-modified-since': new Date(Math.max(0, lastModified - 1000)).toUTCString() }
        expect((await conditional(ask(before), 'a', policy)).status).toBe(lastModified === 0 ? 304 : 200)
      }),
    )
  })

  it('a list finds a tag exactly where one of its members has the same text in the quotes', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(tag, { minLength: 1, maxLength: 5 }), tag, async (list, etag) => {
        const has = list.some((each) => each.replace(/^W\//, '') === etag.replace(/^W\//, ''))
        const response = await conditional(ask({ 'if-none-match': list.join(', ') }), 'a', { etag })
        expect(response.status).toBe(has ? 304 : 200)
      }),
    )
  })
})

describe('for any conditions', () => {
  it('a read is never answered 412 for If-None-Match, a write never 304, and nothing throws', async () => {
    const conditions = fc.record(
      {
        'if-match': fc.oneof(junk, tag),
        'if-none-match': fc.oneof(junk, tag),
        'if-modified-since': fc.oneof(
          junk,
          seconds.map((time) => new Date(time).toUTCString()),
        ),
        'if-unmodified-since': fc.oneof(
          junk,
          seconds.map((time) => new Date(time).toUTCString()),
        ),
      },
      { requiredKeys: [] },
    )
    await fc.assert(
      fc.asyncProperty(conditions, method, tag, seconds, async (fields, verb, etag, lastModified) => {
        const request = ask(fields as Record<string, string>, verb)
        const { status, body: sent } = await conditional(request, 'a', { etag, lastModified })
        const reads = verb === 'GET' || verb === 'HEAD'
        const guarded = 'if-match' in fields || 'if-unmodified-since' in fields
        const free = Object.keys(fields).length === 0 || verb === 'OPTIONS'
        const possible = free ? [200] : reads ? [200, 304, ...(guarded ? [412] : [])] : [200, 412]
        expect(possible).toContain(status)
        expect(sent === null).toBe(status === 304 || verb === 'HEAD')
      }),
      { numRuns: 300 },
    )
  })

  it('with a status outside 2xx nothing changes', async () => {
    const status = fc.integer({ min: 300, max: 599 }).filter((each) => each !== 304)
    await fc.assert(
      fc.asyncProperty(junk, status, method, async (value, code, verb) => {
        const request = ask({ 'if-match': value, 'if-none-match': value }, verb)
        expect((await conditional(request, 'a', { status: code, etag: '"a"' })).status).toBe(code)
      }),
    )
  })
})
