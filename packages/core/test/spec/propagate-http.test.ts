// E5: `httpPropagate` speaks the server companion's `POST /invalidate`.
import { httpPropagate, UnknownError, type Transport } from '@freshline/core'
import { describe, expect, it } from 'vitest'
import { failureOf, StillClock, until } from './fetch-support'

const url = 'https://api.example/api/sync/invalidate'
const report = { invalidated: 2, position: 'log.7', purge: null }

/** A server that answers each request in turn as it was told, the last one for ever. */
function serving(...answers: (() => Response | Promise<Response>)[]) {
  const requests: { url: string; init: RequestInit; body: unknown; headers: Record<string, string> }[] = []
  const transport: Transport = async (input, init) => {
    const headers = Object.fromEntries(new Headers(init.headers))
    requests.push({ url: String(input), init, body: JSON.parse(String(init.body)), headers })
    const answer = answers[Math.min(requests.length, answers.length) - 1]
    return answer ? answer() : Response.json(report)
  }
  // Without a bound on attempts, so that the only timers are the pauses between them.
  return { transport, requests, clock: new StillClock(), timeout: Infinity }
}

const status =
  (code: number, headers: HeadersInit = {}) =>
  () =>
    new Response('', { status: code, headers })
const good = () => Response.json(report)

describe('E5 httpPropagate', () => {
  it('tells everything in one request, in canonical form, and resolves with the report', async () => {
    const { transport, requests, clock } = serving()
    const tell = httpPropagate(url, { transport, clock })
    const targets = [
      'stats',
      ['stores', { page: 1 }],
      { tag: 'stores' },
      'stores:*',
      { keys: [['a', 'b:c']] },
    ]
    expect(await tell(targets)).toEqual(report)
    expect(requests).toMatchObject([
      {
        url,
        body: { keys: ['stats', 'stores:{"page":1}', 'a:b\\:c'], tags: ['stores'], patterns: ['stores:*'] },
        headers: { 'content-type': 'application/json' },
        init: { method: 'POST', keepalive: true },
      },
    ])
    expect(Object.keys(requests[0]?.headers ?? {})).toEqual(['content-type'])
    await tell(['only'])
    expect(requests[1]?.body).toEqual({ keys: ['only'] })
  })

  it('sends credentials and headers, which a function makes anew for each attempt', async () => {
    const { requests, ...server } = serving(status(503), good)
    let token = 0
    const headers = async () => ({ authorization: `Bearer ${++token}`, 'content-type': 'text/plain' })
    const done = httpPropagate(url, { ...server, headers, credentials: 'include' })(['a'])
    await server.clock.next()
    await done
    expect(requests.map((request) => request.headers)).toEqual([
      { authorization: 'Bearer 1', 'content-type': 'application/json' },
      { authorization: 'Bearer 2', 'content-type': 'application/json' },
    ])
    expect(requests[0]?.init.credentials).toBe('include')
  })

  it('does not ask the browser to keep alive what is too large for that, or where it is not wanted', async () => {
    const { transport, requests, clock } = serving()
    await httpPropagate(url, { transport, clock })(Array.from({ length: 5000 }, (_, at) => `key:${at}`))
    await httpPropagate(url, { transport, clock, keepalive: false })(['a'])
    expect(requests.map(({ init }) => init.keepalive)).toEqual([false, false])
  })

  it('repeats what may pass, and obeys Retry-After', async () => {
    const fails = () => Promise.reject(new TypeError('no network'))
    const { requests, ...server } = serving(status(429, { 'retry-after': '7' }), fails, status(503), good)
    const { clock } = server
    const done = httpPropagate(url, { ...server, retry: { limit: 3, delay: () => 100 } })(['a'])
    expect([await clock.next(), await clock.next(), await clock.next()]).toEqual([7000, 100, 100])
    expect(await done).toEqual(report)
    expect(requests).toHaveLength(4)
    expect(clock.pending).toBe(0)
  })

  it('gives up after its retries, and at once where it is refused', async () => {
    const down = serving(status(500))
    const failing = failureOf(httpPropagate(url, { ...down, retry: 1 })(['a']))
    await down.clock.next()
    expect(await failing).toMatchObject({ status: 500 })
    expect(down.requests).toHaveLength(2)
    const refused = serving(status(403))
    expect(await failureOf(httpPropagate(url, refused)(['a']))).toMatchObject({ status: 403 })
    expect(refused.requests).toHaveLength(1)
  })

  it('does not wait for ever for an answer', async () => {
    const { transport, requests, clock } = serving(() => new Promise<Response>(() => {}), good)
    const done = httpPropagate(url, { transport, clock, timeout: 500, retry: { delay: () => 0 } })(['a'])
    await until(() => requests.length === 1)
    clock.advance(500)
    await clock.next()
    expect(await done).toEqual(report)
    expect(requests).toHaveLength(2)
  })

  it('takes a CDN that was not told for a failure: repeated, then told with the report', async () => {
    const half = { ...report, purge: { ok: false, status: 500, detail: 'no' } }
    const { requests, ...server } = serving(() => Response.json(half))
    const failing = failureOf(httpPropagate(url, { ...server, retry: 1 })(['a']))
    await server.clock.next()
    const error = await failing
    expect(error).toBeInstanceOf(UnknownError)
    expect(error.cause).toEqual(half)
    expect(requests).toHaveLength(2)
    const whole = { ...report, purge: { ok: true } }
    const both = serving(() => Response.json(whole))
    expect(await httpPropagate(url, both)(['a'])).toEqual(whole)
  })

  it('refuses predicates and bad options', async () => {
    const { transport, requests, clock } = serving()
    expect(await failureOf(httpPropagate(url, { transport, clock })([() => true]))).toMatchObject({
      code: 'no_propagate',
    })
    expect(requests).toHaveLength(0)
    expect(() => httpPropagate(url, { timeout: -1 })).toThrow(/timeout: got -1/)
    expect(() => httpPropagate(url, { retry: -1 })).toThrow(/retry: got -1/)
  })
})
