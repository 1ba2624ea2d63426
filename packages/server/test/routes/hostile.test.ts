import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { serverErrorCatalogue } from '../../src/index'
import { request, SECRET, start } from './harness'

/** Texts that programs stumble over. */
const nasty = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 50 }),
  fc.constantFrom(
    '__proto__',
    'constructor',
    '*',
    '**',
    '\\',
    '\\*',
    '\ud800',
    '\u0000',
    'a\r\nb: c',
    '/../',
    '%00',
    '{}',
    '',
  ),
)
const anything = fc.oneof(fc.jsonValue({ maxDepth: 4 }), nasty)
const bodies = fc.oneof(
  fc.dictionary(
    fc.oneof(fc.constantFrom('keys', 'tags', 'patterns', 'paths', 'type', 'event', 'data'), nasty),
    anything,
  ),
  fc.record(
    { keys: fc.array(nasty, { maxLength: 5 }), tags: fc.array(nasty, { maxLength: 5 }) },
    { requiredKeys: [] },
  ),
  anything,
)
const texts = fc.oneof(
  bodies.map((body) => JSON.stringify(body)),
  nasty,
)
const paths = fc.oneof(
  fc.constantFrom(
    '/invalidate',
    '/changes',
    '/webhook',
    '/webhook/attempts',
    '/monitoring/health',
    '/monitoring/errors',
  ),
  nasty.map((text) => `/${encodeURIComponent(text.replace(/\p{Surrogate}/gu, ''))}`),
)
const queries = fc.dictionary(fc.constantFrom('since', 'limit', 'collection', '_t'), nasty)

/** A header field may be any bytes that are no control characters. */
const field = fc.string({
  unit: fc.integer({ min: 0x20, max: 0xff }).map((code) => String.fromCharCode(code)),
  maxLength: 40,
})
const fields = fc.dictionary(
  fc.constantFrom(
    'accept',
    'authorization',
    'content-encoding',
    'content-length',
    'content-type',
    'cookie',
    'if-none-match',
    'origin',
    'sec-fetch-site',
    'webhook-id',
    'webhook-signature',
    'webhook-timestamp',
  ),
  fc.oneof(field, fc.constantFrom('application/json', 'null', '*/*', 'identity', '0', 'v1,', '1795348800')),
)

describe('whatever is sent', () => {
  it('is answered, never with 500, and every refusal has a code that is known', async () => {
    const { server, errors } = start({
      secret: SECRET,
      origins: ['https://a.example'],
      limits: { rate: false },
    })
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom('GET', 'HEAD', 'POST', 'PUT', 'OPTIONS', 'DELETE', 'FOO'),
        paths,
        queries,
        fields,
        texts,
        async (method, path, query, headers, text) => {
          const search = new URLSearchParams(query).toString()
          const hasBody = method !== 'GET' && method !== 'HEAD'
          const type = hasBody ? { 'content-type': 'application/json' } : {}
          const sent = request(
            method,
            `${path}?${search}`,
            { ...type, ...headers },
            hasBody ? text : undefined,
          )
          const response = await server.fetch(sent)
          expect(errors).toEqual([])
          expect(response.status).toBeLessThan(500)
          if (response.status < 400 || method === 'HEAD') return
          const { code, status } = (await response.json()) as { code: string; status: number }
          expect([status, Object.keys(serverErrorCatalogue)]).toEqual([
            response.status,
            expect.arrayContaining([code]),
          ])
        },
      ),
      { numRuns: 1_000 },
    )
  })

  it('leaves nothing on prototypes', async () => {
    const { server } = start()
    for (const body of [
      '{"__proto__":{"polluted":1}}',
      '{"constructor":{"prototype":{"polluted":1}}}',
      '{"keys":["__proto__"]}',
    ])
      await server.fetch(request('POST', '/invalidate', { 'content-type': 'application/json' }, body))
    expect(Object.keys(Object.prototype)).toEqual([])
  })
})
