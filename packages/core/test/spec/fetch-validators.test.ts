import { http, HttpResponse } from 'msw'
import { describe, expect, it } from 'vitest'
import { fetchFresh } from '@freshline/core'
import { origin, StillClock, useServer } from './fetch-support'

const server = useServer()
const url = `${origin}/stores`
const isOutcome = (value: object) => Symbol.for('freshline.outcome') in value
const lastModified = 'Sat, 21 Nov 2026 10:00:00 GMT'

/** A server that knows its validators, with headers for the 200 and the 304. Answers what it was asked. */
function serve(full: Record<string, string>, confirmation: Record<string, string> = {}) {
  const asked: Record<string, string>[] = []
  server.use(
    http.all(url, ({ request }) => {
      asked.push(Object.fromEntries(request.headers))
      const known = request.headers.get('if-none-match') ?? request.headers.get('if-modified-since')
      return known
        ? new HttpResponse(null, { status: 304, headers: confirmation })
        : HttpResponse.json([{ id: 1 }], { headers: full })
    }),
  )
  return asked
}

describe('what an answer tells', () => {
  it('is the pinned shape, and an outcome', async () => {
    serve({ etag: '"1"', 'last-modified': lastModified, 'cache-control': 'max-age=60', age: '10' })
    const result = await fetchFresh(url, { clock: new StillClock() })
    expect(result).toMatchObject({
      data: [{ id: 1 }],
      notModified: false,
      status: 200,
      validators: { etag: '"1"', lastModified },
      freshFor: 50_000,
      staleWhileRevalidate: undefined,
      staleIfError: undefined,
      age: 10_000,
    })
    expect(result.headers.get('etag')).toBe('"1"')
    expect(isOutcome(result)).toBe(true)
    expect(isOutcome({ ...result, data: 1 })).toBe(true)
  })

  it('has no validators and no lifetime where the server has none', async () => {
    serve({})
    expect(await fetchFresh(url)).toMatchObject({ validators: {}, freshFor: undefined })
  })
})

describe('C2: lifetime', () => {
  it('is shorter by the time that the request took, whatever the wall clock does meanwhile', async () => {
    for (const [jump, expected] of [
      [0, 58_000],
      [-31_536_000_000, 58_000],
    ] as const) {
      const clock = new StillClock()
      const transport = async () => {
        clock.advance(2000)
        clock.setWall(clock.now() + jump)
        return new Response('1', { headers: { 'cache-control': 'max-age=60' } })
      }
      expect(await fetchFresh(url, { clock, transport })).toMatchObject({ freshFor: expected, age: 2000 })
    }
  })

  it('is shorter by a sleep that the monotonic clock did not see', async () => {
    const clock = new StillClock()
    const transport = async () => {
      clock.setWall(clock.now() + 3_600_000)
      return new Response('1', { headers: { 'cache-control': 'max-age=60' } })
    }
    expect(await fetchFresh(url, { clock, transport })).toMatchObject({ freshFor: 0, age: 3_600_000 })
  })

  it.each([-31_536_000_000, 0, 31_536_000_000])(
    'is the same with a clock %d ms from the server',
    async (skew) => {
      const there = Date.UTC(2026, 10, 21, 12)
      const headers = {
        date: new Date(there).toUTCString(),
        expires: new Date(there + 60_000).toUTCString(),
      }
      const transport = async () => new Response('1', { headers })
      const result = await fetchFresh(url, { clock: new StillClock(there + skew), transport })
      expect(result.freshFor).toBe(60_000)
    },
  )
})

describe('C3: validators', () => {
  it('make the next request conditional, and a 304 keeps the object', async () => {
    const asked = serve({ etag: 'W/"1"', 'last-modified': lastModified })
    const first = await fetchFresh(url)
    const second = await fetchFresh(url, { previous: first })
    expect(asked[0]).not.toHaveProperty('if-none-match')
    expect(asked[1]).toMatchObject({ 'if-none-match': 'W/"1"', 'if-modified-since': lastModified })
    expect(second.data).toBe(first.data)
    expect(second).toMatchObject({ notModified: true, status: 304 })
    expect(isOutcome(second)).toBe(true)
  })

  it('work for any number of rounds', async () => {
    const asked = serve({ etag: '"1"' })
    let result = await fetchFresh(url)
    const { data } = result
    for (let round = 0; round < 3; round++) result = await fetchFresh(url, { previous: result })
    expect(result.data).toBe(data)
    expect(asked.slice(1).map((headers) => headers['if-none-match'])).toEqual(['"1"', '"1"', '"1"'])
  })

  it('of a 304 replace those that were held', async () => {
    const asked = serve({ etag: '"1"' }, { etag: '"2"' })
    const first = await fetchFresh(url)
    const second = await fetchFresh(url, { previous: first })
    await fetchFresh(url, { previous: second })
    expect(second.validators).toEqual({ etag: '"2"' })
    expect(asked[2]).toMatchObject({ 'if-none-match': '"2"' })
  })

  it('are enough by themselves: data that was stored or hydrated has no mark', async () => {
    serve({ etag: '"1"' }, { etag: '"1"', 'cache-control': 'max-age=5' })
    const data = [{ id: 1 }]
    const result = await fetchFresh(url, { previous: { data, validators: { etag: '"1"' } } })
    expect(result.data).toBe(data)
    expect(result).toMatchObject({ notModified: true, freshFor: 5000 - result.age })
  })

  it('refresh the lifetime by the 304, or by what was held where it says nothing', async () => {
    const clock = new StillClock()
    serve({ etag: '"1"', 'cache-control': 'max-age=60', age: '20', 'x-total': '7' })
    const first = await fetchFresh(url, { clock })
    const second = await fetchFresh(url, { clock, previous: first })
    expect([first.freshFor, second.freshFor]).toEqual([40_000, 60_000])
    expect(second.headers.get('x-total')).toBe('7')
    serve({ etag: '"1"' }, { 'cache-control': 'max-age=5, stale-if-error=9' })
    const third = await fetchFresh(url, { clock, previous: second })
    expect(third).toMatchObject({ freshFor: 5000, staleIfError: 9000 })
  })

  it.each(['POST', 'PUT', 'PATCH', 'DELETE'])('are not sent with %s', async (method) => {
    const asked = serve({})
    await fetchFresh(url, { method, previous: { data: 1, validators: { etag: '"1"' } } })
    expect(asked[0]).not.toHaveProperty('if-none-match')
  })

  it('are sent with HEAD', async () => {
    const asked = serve({})
    await fetchFresh(url, { method: 'head', previous: { data: 1, validators: { etag: '"1"' } } })
    expect(asked[0]).toMatchObject({ 'if-none-match': '"1"' })
  })

  it('can be left out', async () => {
    const asked = serve({ etag: '"1"' })
    const first = await fetchFresh(url)
    const second = await fetchFresh(url, { previous: first, conditional: false })
    expect(asked[1]).not.toHaveProperty('if-none-match')
    expect(second.data).toBe(first.data)
  })

  it("leave the caller's own condition alone", async () => {
    const asked = serve({ etag: '"1"' })
    const headers = { 'If-None-Match': '"own"' }
    const previous = { data: 1, validators: { etag: '"1"', lastModified } }
    const result = await fetchFresh(url, { headers, previous })
    expect(asked[0]).toMatchObject({ 'if-none-match': '"own"' })
    expect(asked[0]).not.toHaveProperty('if-modified-since')
    expect(result).toMatchObject({ data: 1, notModified: true })
    expect(await fetchFresh(url, { headers })).toMatchObject({
      data: undefined,
      notModified: true,
      status: 304,
    })
  })

  it('bring back what the server holds where somebody else wrote the data since', async () => {
    serve({ etag: '"1"' })
    const first = await fetchFresh(url)
    const byHand = [{ id: 2 }]
    const second = await fetchFresh(url, { previous: { ...first, data: byHand } })
    expect(second.data).toEqual([{ id: 1 }])
    expect(second).toMatchObject({ notModified: false, status: 304 })
  })
})
