// Names, fields and figures from outside that end up in header fields, in metrics and in maps: none of them ends a
// line, adds a field, or grows what is kept without a bound.
import { fakeClock } from '@freshline/test-utils'
import { describe, expect, it } from 'vitest'
import {
  checkPreconditions,
  conditional,
  createMonitor,
  createResponseCache,
  memoryStore,
  surrogateHeaders,
  toSurrogateKey,
} from '../../src/index'
import { readJson } from '../../src/http/read-body'
import { createRateLimit } from '../../src/limits/rate-limit'
import { createErrorGroups } from '../../src/monitoring/error-groups'
import { Claims } from '../../src/stores/claims'
import { createReplayMemory } from '../../src/routes/replay-memory'
import { ask, postJson, request, start } from '../routes/harness'

const BREAKS = [
  'a\r\nset-cookie: x=1',
  'a\nb',
  'a\rb',
  'a\0b',
  '"\r\n\r\n<script>',
  'a\u2028b',
  '\ud800',
  'a b,c',
]

describe('header fields', () => {
  it.each(BREAKS.filter((text) => text !== '\ud800'))('%j gets into no label of a CDN as it is', (text) => {
    expect(toSurrogateKey(text)).toMatch(/^[\w.~:/%-]+$/)
    expect(Object.values(surrogateHeaders([text, 'b']))).toEqual([expect.stringMatching(/^[\w.~:/%-]+ b$/)])
  })

  it('a half of a character is refused as a label', () => {
    expect(() => toSurrogateKey('\ud800')).toThrow(/well-formed/)
  })

  it.each(BREAKS.slice(0, 5))(
    '%j is refused as a tag, a type, a field and a name that an answer varies by',
    async (text) => {
      const asked = new Request('https://api.example/')
      for (const policy of [
        { etag: text },
        { etag: `"${text}"` },
        { contentType: text },
        { headers: { 'x-a': text } },
        { headers: { [text]: 'a' } },
        { vary: text },
        { vary: [text] },
      ])
        await expect(conditional(asked, 'x', policy)).rejects.toMatchObject({ code: 'invalid_option' })
      expect(() => checkPreconditions(asked, { etag: text })).toThrow(/etag/)
    },
  )

  it('an origin that is allowed by a function is answered as it was sent, on one line', async () => {
    const { server } = start({ origins: () => true })
    const { headers } = await server.fetch(
      request('GET', '/monitoring/health', { origin: 'https://a.example' }),
    )
    expect(headers.get('access-control-allow-origin')).toBe('https://a.example')
  })

  it.each(BREAKS.slice(0, 6))('%j is refused where it would go on to a CDN', async (text) => {
    const purged: unknown[] = []
    const { server } = start({ purge: (targets) => void purged.push(targets) })
    for (const member of ['keys', 'tags', 'patterns', 'paths'])
      expect(await ask(server, postJson('/invalidate', { [member]: [`/${text}`] }))).toBe('422 invalid_body')
    expect(purged).toEqual([])
  })
})

describe('metrics', () => {
  it('are lines of their own, whatever a route, a method and a check are called', async () => {
    const monitor = createMonitor({ checks: { 'a"\n} evil 1\n# HELP x': () => 'ok', __proto__: () => 'ok' } })
    const wrapped = monitor.wrap(async () => new Response('x'), {
      route: (sent) => decodeURIComponent(sent.url.slice(20)),
    })
    for (const name of [
      '"} evil 1\nfreshline_x 1',
      '\\',
      '\\"',
      '{',
      '__proto__',
      'constructor',
      '\r\n\u2028',
    ])
      await wrapped(new Request(`https://api.example/${encodeURIComponent(name)}`, { method: 'GET' }))
    for (const type of ['text/plain', 'application/openmetrics-text'] as const) {
      const lines = (await monitor.text('metrics', type)).trimEnd().split('\n')
      const good =
        /^(# (HELP|TYPE) freshline_\w+ .*|# EOF|freshline_\w+(\{(\w+="([^"\\\n]|\\[\\"n])*",?)*\})? [\d.e+-]+|.* (NaN|[+-]Inf))$/
      expect(lines.filter((line) => !good.test(line))).toEqual([])
    }
    const { routes } = monitor.apiMetrics()
    expect(routes.map(({ route }) => route)).toContain('__proto__')
    monitor.close()
  })

  it('are of a bounded number of series, however many names are made up', async () => {
    const monitor = createMonitor({ maxRoutes: 20, maxErrors: 20 })
    let status = 100
    const answer = async (sent: Request) => {
      if (sent.url.includes('x77')) throw new Error(`no ${sent.url}`)
      return { status: status++ } as Response
    }
    const wrapped = monitor.wrap(answer, { route: ({ url }) => url })
    for (let at = 0; at < 300; at++) {
      const sent = { url: `https://api.example/x${at}`, method: `M${at}`, headers: new Headers() } as Request
      await wrapped(sent).catch(() => {})
      monitor.recordError(new Error(`${'abcdefghij'[at % 10]}${String.fromCharCode(0x100 + at)} ${at}`))
    }
    const { routes, slow } = monitor.apiMetrics()
    const { groups, total } = monitor.errors()
    expect([routes.length, groups.length]).toEqual([21, 20])
    expect(total).toBeGreaterThan(300)
    expect(slow.length).toBeLessThanOrEqual(50)
    const kinds = routes.flatMap(({ methods, statuses }) => [
      ...Object.keys(methods),
      ...Object.keys(statuses),
    ])
    expect(new Set(kinds).size).toBeLessThan(520)
    monitor.close()
  })
})

describe('what is remembered of strangers', () => {
  const clock = fakeClock(Date.UTC(2026, 10, 22))

  it('is bounded: clients, webhooks, errors', () => {
    const limit = createRateLimit({ requests: 5, per: 1_000 }, 100, clock)
    const groups = createErrorGroups(50)
    for (let at = 0; at < 300; at++) {
      limit.take(`client ${at}`)
      groups.record(new Error(`${String.fromCharCode(0x4e00 + at)}`), at, `r${at}`)
    }
    expect([limit.size, groups.list().length, groups.total]).toEqual([100, 50, 300])
    const [claims, memory] = [new Claims(() => clock.now()), createReplayMemory(clock, 1_000)]
    const taken = Array.from({ length: 2_000 }, (_, at) => [
      claims.claim(`${at}`, 1e6),
      memory.claim(`${at}`, 1e6),
    ])
    expect(taken.filter(([, isTaken]) => isTaken)).toHaveLength(1_000)
    expect(claims.claim('1999', 1e6)).toBe(false)
    expect(memory.claim('0', 1e6)).toBe(false)
  })

  it('is bounded: answers for made-up variants of one address', async () => {
    const cache = createResponseCache({ clock, store: memoryStore({ maxEntries: 50 }) })
    const handler = () =>
      new Response('x', { headers: { vary: 'Accept-Language', 'cache-control': 'max-age=60' } })
    for (let at = 0; at < 120; at++) {
      const sent = new Request('https://api.example/', { headers: { 'accept-language': `x-${at}` } })
      await cache.respond(sent, 'k', handler)
    }
    expect((await cache.stats()).entries).toBeLessThanOrEqual(50)
  })
})

describe('figures at their edges', () => {
  it.each([
    '0',
    '-1',
    '1e9',
    '9'.repeat(20),
    '9'.repeat(400),
    '1.5',
    '0x10',
    ' 5',
    '5 ',
    '"5"',
    'Infinity',
    'NaN',
    '',
  ])('a lifetime of %j is none, or one that ends', async (seconds) => {
    const clock = fakeClock(Date.UTC(2026, 10, 22))
    const cache = createResponseCache({ clock, store: memoryStore(), ttl: 1_000 })
    const fields = { 'cache-control': `max-age=${seconds}, stale-if-error=${seconds}`, expires: seconds }
    const answer = async (text: string) =>
      (
        await cache.respond(
          new Request('https://api.example/'),
          'k',
          () => new Response(text, { headers: fields }),
        )
      ).text()
    expect(await answer('x')).toBe('x')
    expect(await answer('y')).toMatch(/^[xy]$/)
    clock.jump(2 ** 31 * 1_000 + 1_000)
    expect(await answer('z')).toBe('z')
  })

  const json = (text: BodyInit, more: Record<string, string> = {}) =>
    new Request('https://api.example/', {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...more },
      body: text,
      ...(text instanceof ReadableStream && { duplex: 'half' }),
    } as RequestInit)

  it.each([
    ['larger than allowed', () => json('"'.padEnd(2_000, 'x')), 'body_too_large'],
    ['that says it is small', () => json(endless(), { 'content-length': '5' }), 'body_too_large'],
    ['without an end', () => json(endless()), 'body_too_large'],
    ['packed', () => json('x', { 'content-encoding': 'gzip' }), 'unsupported_encoding'],
    ['packed twice', () => json('x', { 'content-encoding': 'identity, br' }), 'unsupported_encoding'],
    ['nested too deep', () => json('['.repeat(900)), 'json_too_deep'],
    ['with a name that reaches a prototype', () => json('{"\\u005f_proto__":1}'), 'forbidden_member'],
    ['with a member twice', () => json('{"a":1,"\\u0061":2}'), 'duplicate_member'],
    ['that is no UTF-8', () => json(new Uint8Array([0xff, 0xfe])), 'invalid_utf8'],
    [
      'of another type',
      () => json('{}', { 'content-type': 'application/json; charset=utf-7' }),
      'unsupported_media_type',
    ],
  ])('a body %s is refused', async (_, make, code) => {
    await expect(readJson(make(), { limit: 1_000, depth: 32 })).rejects.toMatchObject({ code })
  })
})

/** A body that never ends. */
function endless(): ReadableStream<Uint8Array> {
  return new ReadableStream({ pull: (controller) => controller.enqueue(new Uint8Array(500).fill(0x20)) })
}
