import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ConditionalPolicy } from '../../src/index'
import { RawOrigin } from './raw-origin'

// Conditional requests as RFC 9110 section 13 has them, over real sockets. A write that is refused writes nothing.

const origin = new RawOrigin()
beforeAll(() => origin.listen())
afterAll(() => origin.close())

const now = Date.UTC(2026, 10, 22, 12)
const clock = { now: () => now }
const T = 'Sun, 06 Nov 1994 08:49:37 GMT'
const before = 'Sun, 06 Nov 1994 08:49:36 GMT'
const after = 'Sun, 06 Nov 1994 08:49:38 GMT'
const policies = {
  strong: { etag: '"a"', lastModified: T, clock },
  weak: { etag: 'W/"a"', lastModified: T, clock },
  tagOnly: { etag: '"a"', clock },
  dateOnly: { etag: null, lastModified: T, clock },
  bare: { etag: null, clock },
} satisfies Record<string, ConditionalPolicy>

type Vector = readonly [
  status: number,
  policy: keyof typeof policies | 'none',
  method: string,
  ...lines: string[],
]

function check(vectors: readonly Vector[]): void {
  it.each(vectors.map((vector) => ({ name: vector.slice(1).join(' | '), vector })))(
    '$name',
    async ({ vector }) => {
      const [status, policy, method, ...lines] = vector
      Object.assign(origin.resource, {
        content: policy === 'none' ? undefined : 'hello',
        policy: policy === 'none' ? { clock } : policies[policy],
        writes: 0,
      })
      const writes = method === 'PUT' || method === 'POST' || method === 'PATCH' || method === 'DELETE'
      const answer = await origin.ask(method, lines, writes && method !== 'DELETE' ? 'new' : '')
      expect(answer.status).toBe(status)
      expect(origin.resource.writes).toBe(writes && status < 300 ? 1 : 0)
      const bodiless = method === 'HEAD' || status === 304 || status === 204
      expect(answer.body !== '').toBe(!bodiless && status !== 201)
    },
  )
}

describe('If-None-Match on reads (section 13.1.2)', () => {
  check([
    [200, 'strong', 'GET'],
    [304, 'strong', 'GET', 'If-None-Match: "a"'],
    [304, 'strong', 'HEAD', 'If-None-Match: "a"'],
    [304, 'strong', 'GET', 'If-None-Match: W/"a"'],
    [304, 'weak', 'GET', 'If-None-Match: "a"'],
    [304, 'weak', 'GET', 'If-None-Match: W/"a"'],
    [304, 'weak', 'HEAD', 'If-None-Match: W/"a"'],
    [200, 'strong', 'GET', 'If-None-Match: "b"'],
    [200, 'strong', 'GET', 'If-None-Match: "A"'],
    [200, 'strong', 'GET', 'If-None-Match: "a "'],
    [200, 'strong', 'GET', 'If-None-Match: ""'],
    [304, 'strong', 'GET', 'If-None-Match: *'],
    [304, 'bare', 'GET', 'If-None-Match: *'],
    [404, 'none', 'GET', 'If-None-Match: "a"'],
    [200, 'bare', 'GET', 'If-None-Match: "a"'],
    [200, 'dateOnly', 'GET', 'If-None-Match: "a"'],
    [304, 'strong', 'GET', 'If-None-Match: "b", "a"'],
    [304, 'strong', 'GET', 'If-None-Match: "b","c",W/"a"'],
    [304, 'strong', 'GET', 'If-None-Match: ,"b",, "a" ,'],
    [304, 'strong', 'GET', 'If-None-Match: "b, c", "a"'],
    [200, 'strong', 'GET', 'If-None-Match: "b, "a", c"'],
    [304, 'strong', 'GET', 'If-None-Match: "b"', 'If-None-Match: "a"'],
    [304, 'strong', 'GET', 'if-none-match:"a"'],
    [304, 'strong', 'GET', 'If-None-Match: \t "a" \t'],
    [200, 'strong', 'GET', 'If-None-Match: a'],
    [200, 'strong', 'GET', "If-None-Match: 'a'"],
    [200, 'strong', 'GET', 'If-None-Match: w/"a"'],
    [200, 'strong', 'GET', 'If-None-Match: W/a'],
    [200, 'strong', 'GET', 'If-None-Match: W/ "a"'],
    [200, 'strong', 'GET', 'If-None-Match: "a'],
    [200, 'strong', 'GET', 'If-None-Match: "a""b"'],
    [200, 'strong', 'GET', 'If-None-Match:'],
  ])
})

describe('If-Modified-Since (section 13.1.3)', () => {
  check([
    [304, 'dateOnly', 'GET', `If-Modified-Since: ${T}`],
    [304, 'dateOnly', 'HEAD', `If-Modified-Since: ${T}`],
    [304, 'dateOnly', 'GET', `If-Modified-Since: ${after}`],
    [200, 'dateOnly', 'GET', `If-Modified-Since: ${before}`],
    [200, 'dateOnly', 'HEAD', `If-Modified-Since: ${before}`],
    [304, 'dateOnly', 'GET', 'If-Modified-Since: Sunday, 06-Nov-94 08:49:37 GMT'],
    [304, 'dateOnly', 'GET', 'If-Modified-Since: Sun Nov  6 08:49:37 1994'],
    [200, 'dateOnly', 'GET', 'If-Modified-Since: Sunday, 06-Nov-94 08:49:36 GMT'],
    [304, 'dateOnly', 'GET', 'If-Modified-Since: Fri, 31 Dec 9999 23:59:59 GMT'],
    [200, 'dateOnly', 'GET', 'If-Modified-Since: tomorrow'],
    [200, 'dateOnly', 'GET', 'If-Modified-Since: 0'],
    [200, 'dateOnly', 'GET', 'If-Modified-Since:'],
    [200, 'dateOnly', 'GET', 'If-Modified-Since: 2050-01-01T00:00:00Z'],
    [200, 'dateOnly', 'GET', 'If-Modified-Since: 4102444800'],
    [200, 'dateOnly', 'GET', 'If-Modified-Since: Sun, 06 Nov 1994 08:49:37 UTC'],
    [200, 'dateOnly', 'GET', 'If-Modified-Since: Sun, 06 Nov 1994 08:49:37'],
    [200, 'dateOnly', 'GET', `If-Modified-Since: "${T}"`],
    [200, 'dateOnly', 'GET', `If-Modified-Since: ${T}, ${T}`],
    [200, 'dateOnly', 'GET', `If-Modified-Since: ${T}; length=5`],
    [200, 'bare', 'GET', `If-Modified-Since: ${after}`],
    [200, 'tagOnly', 'GET', `If-Modified-Since: ${after}`],
    [404, 'none', 'GET', `If-Modified-Since: ${after}`],
    [204, 'dateOnly', 'PUT', `If-Modified-Since: ${after}`],
    [204, 'dateOnly', 'POST', `If-Modified-Since: ${after}`],
    [204, 'dateOnly', 'DELETE', `If-Modified-Since: ${after}`],
  ])
})

describe('If-None-Match goes before If-Modified-Since (section 13.2.2)', () => {
  check([
    [304, 'strong', 'GET', 'If-None-Match: "a"', `If-Modified-Since: ${before}`],
    [200, 'strong', 'GET', 'If-None-Match: "b"', `If-Modified-Since: ${after}`],
    [200, 'dateOnly', 'GET', 'If-None-Match: "b"', `If-Modified-Since: ${after}`],
    [200, 'strong', 'GET', 'If-None-Match: b', `If-Modified-Since: ${after}`],
    [200, 'strong', 'GET', 'If-None-Match:', `If-Modified-Since: ${after}`],
    [304, 'strong', 'HEAD', `If-Modified-Since: ${before}`, 'If-None-Match: *'],
  ])
})

describe('If-Match (section 13.1.1)', () => {
  check([
    [204, 'strong', 'PUT', 'If-Match: "a"'],
    [204, 'strong', 'DELETE', 'If-Match: "a"'],
    [204, 'strong', 'PATCH', 'If-Match: "b", "a"'],
    [204, 'strong', 'PUT', 'If-Match: "b"', 'If-Match: "a"'],
    [204, 'strong', 'PUT', 'If-Match: *'],
    [204, 'bare', 'PUT', 'If-Match: *'],
    [412, 'none', 'PUT', 'If-Match: *'],
    [412, 'none', 'PUT', 'If-Match: "a"'],
    [412, 'none', 'DELETE', 'If-Match: *'],
    [412, 'strong', 'PUT', 'If-Match: "b"'],
    [412, 'strong', 'POST', 'If-Match: "b"'],
    [412, 'strong', 'DELETE', 'If-Match: "b"'],
    [412, 'strong', 'PUT', 'If-Match: W/"a"'],
    [412, 'weak', 'PUT', 'If-Match: "a"'],
    [412, 'weak', 'PUT', 'If-Match: W/"a"'],
    [204, 'weak', 'PUT', 'If-Match: *'],
    [412, 'bare', 'PUT', 'If-Match: "a"'],
    [412, 'strong', 'PUT', 'If-Match:'],
    [412, 'strong', 'PUT', 'If-Match: a'],
    [412, 'strong', 'PUT', 'If-Match: "A"'],
    [200, 'strong', 'GET', 'If-Match: "a"'],
    [200, 'strong', 'HEAD', 'If-Match: *'],
    [412, 'strong', 'GET', 'If-Match: "b"'],
    [412, 'strong', 'HEAD', 'If-Match: "b"'],
    [412, 'none', 'GET', 'If-Match: *'],
  ])
})

describe('If-Unmodified-Since (section 13.1.4)', () => {
  check([
    [204, 'dateOnly', 'PUT', `If-Unmodified-Since: ${T}`],
    [204, 'dateOnly', 'PUT', `If-Unmodified-Since: ${after}`],
    [412, 'dateOnly', 'PUT', `If-Unmodified-Since: ${before}`],
    [412, 'dateOnly', 'DELETE', `If-Unmodified-Since: ${before}`],
    [412, 'dateOnly', 'POST', 'If-Unmodified-Since: Sunday, 06-Nov-94 08:49:36 GMT'],
    [412, 'dateOnly', 'PUT', 'If-Unmodified-Since: Sun Nov  6 08:49:36 1994'],
    [204, 'dateOnly', 'PUT', 'If-Unmodified-Since: yesterday'],
    [204, 'dateOnly', 'PUT', 'If-Unmodified-Since: 0'],
    [204, 'dateOnly', 'PUT', `If-Unmodified-Since: ${before}, ${before}`],
    [204, 'tagOnly', 'PUT', `If-Unmodified-Since: ${before}`],
    [201, 'none', 'PUT', `If-Unmodified-Since: ${before}`],
    [412, 'dateOnly', 'GET', `If-Unmodified-Since: ${before}`],
    [200, 'dateOnly', 'GET', `If-Unmodified-Since: ${T}`],
  ])
})

describe('If-Match goes before If-Unmodified-Since (section 13.2.2)', () => {
  check([
    [204, 'strong', 'PUT', 'If-Match: "a"', `If-Unmodified-Since: ${before}`],
    [412, 'strong', 'PUT', 'If-Match: "b"', `If-Unmodified-Since: ${after}`],
  ])
})

describe('If-None-Match on writes (section 13.1.2)', () => {
  check([
    [201, 'none', 'PUT', 'If-None-Match: *'],
    [412, 'strong', 'PUT', 'If-None-Match: *'],
    [412, 'bare', 'PUT', 'If-None-Match: *'],
    [412, 'strong', 'PUT', 'If-None-Match: "a"'],
    [412, 'strong', 'POST', 'If-None-Match: W/"a"'],
    [412, 'weak', 'DELETE', 'If-None-Match: "a"'],
    [204, 'strong', 'PUT', 'If-None-Match: "b"'],
    [201, 'none', 'PUT', 'If-None-Match: "a"'],
  ])
})

describe('all of them, in their order (section 13.2.2)', () => {
  check([
    [412, 'strong', 'GET', 'If-Match: "b"', 'If-None-Match: "a"'],
    [304, 'strong', 'GET', 'If-Match: "a"', 'If-None-Match: "a"'],
    [200, 'strong', 'GET', 'If-Match: "a"', 'If-None-Match: "b"'],
    [412, 'dateOnly', 'GET', `If-Unmodified-Since: ${before}`, `If-Modified-Since: ${T}`],
    [304, 'dateOnly', 'GET', `If-Unmodified-Since: ${T}`, `If-Modified-Since: ${T}`],
    [412, 'strong', 'PUT', 'If-Match: "a"', 'If-None-Match: "a"'],
    [412, 'strong', 'PUT', 'If-Match: *', 'If-None-Match: *'],
    [204, 'strong', 'PUT', 'If-Match: "a"', 'If-None-Match: "b"'],
  ])
})

describe('what is no condition', () => {
  check([
    [204, 'strong', 'OPTIONS', 'If-Match: "b"'],
    [204, 'strong', 'OPTIONS', 'If-None-Match: *'],
    [200, 'strong', 'GET', 'Range: bytes=0-1'],
    [200, 'strong', 'GET', 'Range: bytes=0-1', 'If-Range: "a"'],
    [200, 'strong', 'GET', 'If-Range: "b"'],
    [304, 'strong', 'GET', 'If-None-Match: "a"', 'Range: bytes=0-1'],
    [200, 'strong', 'GET', 'X-If-None-Match: "a"'],
  ])
})
