import { getEventListeners } from 'node:events'
import { http, HttpResponse } from 'msw'
import { describe, expect, it } from 'vitest'
import { fetchFresh, HttpError } from '@freshline/core'
import { failureOf, origin, StillClock, until, useServer, type Transport } from './fetch-support'

const server = useServer()
const url = `${origin}/stores`

/** Answers the given statuses one after the other, the last one for ever; counts the requests. */
function statuses(list: number[], headers: Record<string, string> = {}) {
  const counter = { requests: 0 }
  server.use(
    http.all(url, () => {
      const status = list[Math.min(counter.requests++, list.length - 1)] ?? 200
      return HttpResponse.json({ status }, { status, headers: status < 300 ? {} : headers })
    }),
  )
  return counter
}

/** Runs with a clock that jumps from wait to wait, and tells the waits. Timeouts are off. */
async function run(options: Parameters<typeof fetchFresh>[1] = {}) {
  const clock = new StillClock()
  let settled = false
  const done = fetchFresh(url, { clock, timeout: Infinity, ...options }).finally(() => (settled = true))
  const result = done.catch((error: unknown) => error)
  await until(() => {
    if (clock.pending > 0) void clock.next()
    return settled
  })
  return { result: (await result) as { data: unknown; status: number }, waits: clock.delays, clock }
}

describe('C4: repeating', () => {
  it('happens twice by default, after waits that grow', async () => {
    const counter = statuses([500])
    const { result, waits } = await run()
    expect(result).toBeInstanceOf(HttpError)
    expect(counter.requests).toBe(3)
    expect(waits).toHaveLength(2)
    expect(waits[0]).toBeGreaterThanOrEqual(500)
    expect(waits[0]).toBeLessThanOrEqual(1000)
    expect(waits[1]).toBeGreaterThanOrEqual(1000)
    expect(waits[1]).toBeLessThanOrEqual(2000)
  })

  it('ends with success', async () => {
    const counter = statuses([503, 500, 200])
    const { result } = await run()
    expect(result).toMatchObject({ data: { status: 200 }, status: 200 })
    expect(counter.requests).toBe(3)
  })

  it.each([
    [false, 1],
    [0, 1],
    [1, 2],
    [4, 5],
    [{ limit: 1 }, 2],
    [{ limit: 3, delay: () => 5 }, 4],
  ] as const)('with retry %o sends %d requests', async (retry, requests) => {
    const counter = statuses([500])
    await run({ retry })
    expect(counter.requests).toBe(requests)
  })

  it.each([408, 425, 429, 500, 502, 503, 504])('is tried after %i', async (status) => {
    const counter = statuses([status, 200])
    await run()
    expect(counter.requests).toBe(2)
  })

  it.each([400, 401, 403, 404, 409, 410, 412, 422])('is not tried after %i', async (status) => {
    const counter = statuses([status, 200])
    expect((await run()).result).toMatchObject({ code: 'http_status', status })
    expect(counter.requests).toBe(1)
  })

  it('is tried after network errors', async () => {
    let requests = 0
    server.use(http.get(url, () => (++requests < 3 ? HttpResponse.error() : HttpResponse.json(1))))
    expect((await run()).result).toMatchObject({ data: 1 })
    expect(requests).toBe(3)
  })

  it.each(['GET', 'head', 'OPTIONS', 'put', 'DELETE'])('is for %s', async (method) => {
    const counter = statuses([500])
    await run({ method })
    expect(counter.requests).toBe(3)
  })

  it.each(['POST', 'post', 'PATCH', 'QUERY'])('is not for %s', async (method) => {
    const counter = statuses([500])
    await run({ method, retry: 5 })
    expect(counter.requests).toBe(1)
  })

  it('is for a POST that the server can tell from its repetition', async () => {
    const counter = statuses([500])
    await run({ method: 'POST', headers: { 'Idempotency-Key': 'k1' }, body: 'text' })
    expect(counter.requests).toBe(3)
  })

  it('is not for a body that can be read once', async () => {
    const body = () => new Blob(['text']).stream()
    for (const each of [body(), (async function* () {})() as unknown as BodyInit]) {
      let requests = 0
      const transport: Transport = async () => {
        requests++
        return new Response(null, { status: 500 })
      }
      await run({ method: 'PUT', body: each, transport })
      expect(requests).toBe(1)
    }
  })

  it('asks its policy with the attempt and the error', async () => {
    statuses([500, 502, 200])
    const asked: unknown[] = []
    const delay = (attempt: number, error: unknown) => {
      asked.push([attempt, (error as HttpError).status])
      return attempt * 7
    }
    const { waits } = await run({ retry: { limit: 2, delay } })
    expect(asked).toEqual([
      [1, 500],
      [2, 502],
    ])
    expect(waits).toEqual([7, 14])
  })

  it('tells of a policy that answers nonsense', async () => {
    statuses([500])
    const { result } = await run({ retry: { delay: () => NaN } })
    expect(result).toMatchObject({
      code: 'invalid_option',
      message: expect.stringMatching(/^retry\.delay: got NaN/),
    })
  })

  it.each([-1, 1.5, NaN, '3'])('refuses %o', async (retry) => {
    expect(await failureOf(fetchFresh(url, { retry: retry as number }))).toMatchObject({
      code: 'invalid_option',
    })
  })
})

describe('C4: Retry-After', () => {
  const retry = { delay: () => 10 }

  it('is the shortest wait', async () => {
    statuses([429, 200], { 'retry-after': '120' })
    expect((await run({ retry })).waits).toEqual([120_000])
  })

  it('does not shorten the wait', async () => {
    statuses([503, 200], { 'retry-after': '0' })
    expect((await run({ retry })).waits).toEqual([10])
  })

  it("may be a date, by the answer's own clock", async () => {
    const date = Date.UTC(2001, 0, 1)
    const headers = {
      date: new Date(date).toUTCString(),
      'retry-after': new Date(date + 30_000).toUTCString(),
    }
    statuses([503, 200], headers)
    expect((await run({ retry })).waits).toEqual([30_000])
  })

  it('is ignored where it is nonsense, and is in the error', async () => {
    statuses([503, 200], { 'retry-after': 'soon' })
    expect((await run({ retry })).waits).toEqual([10])
    statuses([503], { 'retry-after': '7' })
    expect((await run({ retry: 0 })).result).toMatchObject({ retryAfter: 7000 })
  })
})

describe('C4: aborting', () => {
  const reason = new Error('left the page')
  const hang: Transport = () => new Promise(() => {})

  it('before anything is sent sends nothing', async () => {
    const counter = statuses([200])
    const error = await failureOf(fetchFresh(url, { signal: AbortSignal.abort(reason) }))
    expect(error).toMatchObject({ code: 'aborted', cause: reason })
    expect(counter.requests).toBe(0)
  })

  it('ends the request, and tells the transport why', async () => {
    const controller = new AbortController()
    let given: AbortSignal | null | undefined
    const transport: Transport = (_input, init) => {
      given = init.signal
      return hang('', {})
    }
    const failure = failureOf(fetchFresh(url, { signal: controller.signal, transport }))
    controller.abort(reason)
    expect(await failure).toMatchObject({ code: 'aborted', cause: reason })
    expect(given?.aborted).toBe(true)
    expect(given?.reason).toBe(reason)
  })

  it("is heeded where a fetcher's context is given as it is, whose signal may be a getter", async () => {
    class Context {
      get signal() {
        return AbortSignal.abort(reason)
      }
    }
    const options: Parameters<typeof fetchFresh>[1] = new Context()
    expect(await failureOf(fetchFresh(url, options))).toMatchObject({ code: 'aborted', cause: reason })
  })

  it('ends the wait for a repetition', async () => {
    const counter = statuses([500])
    const controller = new AbortController()
    const clock = new StillClock()
    const failure = failureOf(fetchFresh(url, { signal: controller.signal, clock, timeout: Infinity }))
    await until(() => clock.pending > 0)
    controller.abort(reason)
    expect(await failure).toMatchObject({ code: 'aborted', cause: reason })
    expect(counter.requests).toBe(1)
    expect(clock.pending).toBe(0)
  })

  it('ends the reading of a body, also of a transport that does not listen', async () => {
    const controller = new AbortController()
    let reading = false
    const stuck = new ReadableStream({ pull: () => void (reading = true) }, { highWaterMark: 0 })
    const transport: Transport = async () => new Response(stuck)
    const failure = failureOf(fetchFresh(url, { signal: controller.signal, transport }))
    await until(() => reading)
    controller.abort(reason)
    expect(await failure).toMatchObject({ code: 'aborted', cause: reason })
  })

  it('leaves no listener and no timer behind, however it ends', async () => {
    const { signal } = new AbortController()
    const clock = new StillClock()
    const broken: Transport = () => Promise.reject(new TypeError('no'))
    const good: Transport = async () => Response.json(1)
    for (const transport of [good, broken]) {
      await fetchFresh(url, { signal, clock, transport, retry: 0 }).catch(() => {})
      expect(getEventListeners(signal, 'abort')).toHaveLength(0)
      expect(clock.pending).toBe(0)
    }
    const late = fetchFresh(url, { signal, clock, transport: hang, retry: 0, timeout: 5 }).catch(() => {})
    expect(getEventListeners(signal, 'abort')).toHaveLength(1)
    clock.advance(5)
    await late
    expect(getEventListeners(signal, 'abort')).toHaveLength(0)
    expect(clock.pending).toBe(0)
  })
})

describe('C4: timeout', () => {
  const hang: Transport = () => new Promise(() => {})

  it('ends an attempt, and is repeated', async () => {
    const clock = new StillClock()
    const given: (AbortSignal | null | undefined)[] = []
    const transport: Transport = (_input, init) => {
      given.push(init.signal)
      return hang('', {})
    }
    const failure = failureOf(
      fetchFresh(url, { clock, transport, timeout: 400, retry: { limit: 1, delay: () => 9 } }),
    )
    expect([await clock.next(), await clock.next(), await clock.next()]).toEqual([400, 9, 400])
    const error = await failure
    expect(error).toMatchObject({ code: 'timeout', message: `GET ${url} took longer than 400 ms` })
    expect(given.map((signal) => signal?.aborted)).toEqual([true, true])
    expect(clock.pending).toBe(0)
  })

  it('covers the body', async () => {
    const clock = new StillClock()
    let reading = false
    const stuck = new ReadableStream({ pull: () => void (reading = true) }, { highWaterMark: 0 })
    const transport: Transport = async () => new Response(stuck)
    const failure = failureOf(fetchFresh(url, { clock, transport, timeout: 400, retry: 0 }))
    await until(() => reading)
    clock.advance(400)
    expect(await failure).toMatchObject({ code: 'timeout' })
  })

  it('is 30 s by default, and none where it is endless or longer than timers can be', async () => {
    const transport: Transport = async () => Response.json(1)
    const delays = async (timeout?: number) => {
      const clock = new StillClock()
      await fetchFresh(url, { clock, transport, timeout })
      return clock.delays
    }
    expect(await delays()).toEqual([30_000])
    expect(await delays(2 ** 31 - 1)).toEqual([2 ** 31 - 1])
    expect(await delays(2 ** 31)).toEqual([])
    expect(await delays(Infinity)).toEqual([])
  })

  it.each([-1, NaN, '5'])('refuses %o', async (timeout) => {
    expect(await failureOf(fetchFresh(url, { timeout: timeout as number }))).toMatchObject({
      code: 'invalid_option',
    })
  })
})
