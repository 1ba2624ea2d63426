import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import type {
  ErrorAnswer,
  LatestReleaseAnswer,
  ReleaseListAnswer,
  RequestsAnswer,
} from '../../src/api-types.ts'
import type { AppOptions } from '../../src/app.ts'
import { freshness } from '../../src/freshness.ts'
import { scriptUpstream, upstreamRelease } from '../support/scripted-upstream.ts'
import { START, startServer } from '../support/start-server.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const LATEST = '/api/releases/latest'

async function start(options: Partial<AppOptions> = {}) {
  const upstream = scriptUpstream(() => server.clock.now)
  const releases = { fetch: upstream.fetch, ...options.releases }
  const server = await startServer({ ...options, releases })
  onTestFinished(() => server.close())
  const latest = async (query = '') => (await server.get<LatestReleaseAnswer>(LATEST + query)).body
  const failed = async () => await server.get<ErrorAnswer>(LATEST)
  /** Past the moment in which all who ask are answered together. */
  const later = (ms = 2_500) => void (server.clock.now += ms)
  return { ...server, upstream, latest, failed, later }
}

describe('GET /api/releases', () => {
  it('tells the latest release and the list from one request, with what is left of the budget', async () => {
    const { latest, get, upstream } = await start()
    const answer = await latest()
    expect(answer.release).toMatchObject({ tag: 'v1.0.0', publishedAt: START })
    expect(answer.release?.assets).toEqual([
      {
        id: 70,
        name: 'agent-v1.0.0-linux-x64.deb',
        platform: 'Linux, x64',
        contentType: 'application/octet-stream',
        size: 3,
        downloads: 5,
        sha256: 'ab'.repeat(32),
      },
    ])
    expect(answer.source).toEqual({
      at: START,
      stale: false,
      asOf: START,
      reason: null,
      retryAt: null,
      limit: 60,
      remaining: 59,
      resetsAt: START + 3_600_000,
      asked: 1,
      free: 0,
    })
    const { body } = await get<ReleaseListAnswer>('/api/releases')
    expect(body.items).toEqual([answer.release])
    expect(upstream.asked).toEqual([
      { path: '/repos/keyring/agent/releases', etag: null, agent: 'keyring-portal' },
    ])
  })

  it('leaves out drafts, and takes no candidate for the latest', async () => {
    const { latest, get, upstream } = await start()
    const at = (days: number) => new Date(START + days * 86_400_000).toISOString()
    upstream.script = () =>
      Response.json([
        upstreamRelease('v1.0.0', { published_at: at(0) }),
        upstreamRelease('v2.0.0-rc.1', { published_at: at(2), prerelease: true }),
        upstreamRelease('v3.0.0', { published_at: at(3), draft: true }),
        upstreamRelease('v1.1.0', { published_at: at(1) }),
      ])
    expect((await latest()).release?.tag).toBe('v1.1.0')
    const { body } = await get<ReleaseListAnswer>('/api/releases')
    expect(body.items.map(({ tag }) => tag)).toEqual(['v2.0.0-rc.1', 'v1.1.0', 'v1.0.0'])
  })

  it('says that there is none where there is none', async () => {
    const { latest, upstream } = await start()
    upstream.script = () => Response.json([])
    expect(await latest()).toMatchObject({
      release: null,
      source: { stale: false, limit: null, remaining: null },
    })
  })

  it('answers twenty page loads at once from one request', async () => {
    const { get, upstream } = await start()
    const paths = Array.from({ length: 20 }, (_, index) => (index % 2 ? LATEST : '/api/releases'))
    const answers = await Promise.all(paths.map((path) => get(path)))
    expect(answers.map(({ status }) => status)).toEqual(paths.map(() => 200))
    expect(upstream.asked).toHaveLength(1)
  })

  it('may be believed for as long as the shared table says, counted from when the upstream confirmed it', async () => {
    const { get, later, upstream } = await start()
    const believed = (freshness.lookup('releases:latest')?.ttl ?? 0) / 1_000
    expect(believed).toBe(305)
    const maxAge = async () => (await get(LATEST)).headers.get('cache-control')
    expect(await maxAge()).toBe(`private, max-age=${believed}`)
    upstream.remaining = 10
    later()
    upstream.tag = 'v1.0.1'
    await maxAge()
    // The budget is short, so what was confirmed a minute ago will do: it is a minute older.
    later(60_000)
    expect(await maxAge()).toBe(`private, max-age=${believed - 60}`)
    upstream.script = () => Promise.reject(new TypeError('fetch failed'))
    later(600_000)
    expect(await maxAge()).toBe('private, no-cache')
  })
})

describe('the budget', () => {
  it('is not touched by what has not changed, however often that is asked', async () => {
    const { latest, later, upstream } = await start()
    await latest()
    for (let times = 0; times < 100; times += 1) {
      later()
      expect((await latest()).source).toMatchObject({
        stale: false,
        remaining: 59,
        asOf: START + (times + 1) * 2_500,
      })
    }
    expect((await latest()).source).toMatchObject({ asked: 101, free: 100 })
    expect(upstream.asked.slice(1).every(({ etag }) => etag === '"v1.0.0"')).toBe(true)
  })

  it('shows a new release at the next question', async () => {
    const { latest, later, upstream } = await start()
    await latest()
    upstream.tag = 'v1.1.0'
    later()
    expect(await latest()).toMatchObject({ release: { tag: 'v1.1.0' }, source: { remaining: 58 } })
  })

  it('is made to last once half of it is gone, and a person’s own refresh is let through all the same', async () => {
    const { latest, later, upstream } = await start()
    upstream.remaining = 21
    await latest()
    later(60_000)
    upstream.tag = 'v1.1.0'
    // 20 are left for an hour: three minutes each. What is held was confirmed a minute ago, and is no less good for that.
    expect(await latest()).toMatchObject({
      release: { tag: 'v1.0.0' },
      source: { stale: false, reason: null },
    })
    expect(upstream.asked).toHaveLength(1)
    expect(await latest('?_t=1')).toMatchObject({ release: { tag: 'v1.1.0' }, source: { remaining: 19 } })
    later(190_000)
    upstream.tag = 'v1.2.0'
    expect((await latest()).release?.tag).toBe('v1.2.0')
  })

  it('is safe from somebody who refreshes by force without end', async () => {
    const { latest, upstream, later } = await start()
    await latest()
    const force = async () => {
      upstream.tag += '0'
      return await Promise.all(Array.from({ length: 20 }, (_, index) => latest(`?_t=${index}`)))
    }
    for (const { source } of [...(await force()), ...(await force())]) expect(source.stale).toBe(false)
    expect(upstream.asked).toHaveLength(1)
    later(1_000)
    await force()
    await force()
    expect(upstream.asked).toHaveLength(2)
    // A failure is told as one for as long, not as something that was just confirmed.
    upstream.script = () => Promise.reject(new TypeError('fetch failed'))
    later(1_000)
    for (const { source } of [...(await force()), ...(await force())])
      expect(source).toMatchObject({ stale: true, reason: 'unreachable' })
    expect(upstream.asked).toHaveLength(3)
  })

  it('that is used up is not asked of any more, which is said with the time when there is a new one', async () => {
    const { latest, later, upstream, clock } = await start()
    upstream.remaining = 1
    await latest()
    upstream.tag = 'v1.1.0'
    for (const query of ['', '?_t=1']) {
      later(1_000_000)
      expect(await latest(query)).toMatchObject({
        release: { tag: 'v1.0.0' },
        source: {
          stale: true,
          reason: 'rate_limited',
          asOf: START,
          remaining: 0,
          resetsAt: START + 3_600_000,
          retryAt: START + 3_600_000,
        },
      })
    }
    expect(upstream.asked).toHaveLength(1)
    clock.now = START + 3_600_000
    upstream.remaining = 60
    upstream.resetsAt += 3_600_000
    expect(await latest()).toMatchObject({
      release: { tag: 'v1.1.0' },
      source: { stale: false, remaining: 59 },
    })
  })

  it('that others have used up is learnt from the refusal', async () => {
    const { latest, later, upstream } = await start()
    await latest()
    later(3_000)
    upstream.remaining = 0
    upstream.script = () => Response.json({ message: 'no' }, { status: 403, headers: upstream.limits() })
    const { source } = await latest()
    expect(source).toMatchObject({
      stale: true,
      reason: 'rate_limited',
      remaining: 0,
      retryAt: START + 3_600_000,
    })
    later(60_000)
    await latest()
    expect(upstream.asked).toHaveLength(2)
  })

  it('is left alone for as long as the upstream asks for', async () => {
    const { latest, later, upstream, clock } = await start()
    await latest()
    later()
    upstream.script = () => new Response('', { status: 429, headers: { 'retry-after': '90' } })
    const until = clock.now + 90_000
    expect((await latest()).source).toMatchObject({
      stale: true,
      reason: 'rate_limited',
      retryAt: until,
      remaining: 59,
    })
    upstream.script = undefined
    clock.now = until - 1
    await latest('?_t=1')
    expect(upstream.asked).toHaveLength(2)
    clock.now = until
    expect((await latest()).source.stale).toBe(false)
  })
})

describe('an upstream that fails', () => {
  const failures: [string, () => Response | Promise<Response>][] = [
    ['unreachable', () => Promise.reject(new TypeError('fetch failed'))],
    ['failed', () => new Response('oops', { status: 500 })],
    ['failed', () => new Response('who?', { status: 404 })],
    ['failed', () => new Response('no', { status: 403 })],
    ['garbage', () => new Response('<!doctype html><title>Welcome</title>')],
    ['garbage', () => Response.json({ message: 'not a list' })],
    ['garbage', () => Response.json([upstreamRelease('v9', { assets: [{ name: '../../etc/passwd' }] })])],
    ['garbage', () => new Response('[{"id":1', { headers: { etag: '"v1.0.0"' } })],
  ]

  it.each(failures)('(%s) leaves the last good releases on the page, and says so', async (reason, script) => {
    const { latest, later, upstream, errors } = await start()
    await latest()
    later()
    upstream.script = script
    expect(await latest()).toMatchObject({
      release: { tag: 'v1.0.0' },
      source: { stale: true, reason, asOf: START, retryAt: START + 4_500, remaining: 59 },
    })
    upstream.script = undefined
    later(2_000)
    expect(await latest()).toMatchObject({ source: { stale: false, reason: null, retryAt: null } })
    // The ETag of the last good answer, not of what came in between.
    expect(upstream.asked.at(-1)?.etag).toBe('"v1.0.0"')
    expect(errors).toEqual([])
  })

  it('is asked less and less often, but at once by a person', async () => {
    const { latest, later, upstream } = await start()
    await latest()
    upstream.script = () => Promise.reject(new TypeError('fetch failed'))
    const waits: number[] = []
    for (let times = 0; times < 3; times += 1) {
      later(60_000)
      const { at, retryAt } = (await latest()).source
      waits.push((retryAt ?? 0) - at)
    }
    expect(waits).toEqual([2_000, 4_000, 8_000])
    later(1_000)
    const before = upstream.asked.length
    expect((await latest()).source.reason).toBe('unreachable')
    expect(upstream.asked).toHaveLength(before)
    await latest('?_t=1')
    expect(upstream.asked).toHaveLength(before + 1)
  })

  it('by being slow is given up after a while; whoever waits is answered with the last good ones', async () => {
    const { latest, later, upstream } = await start({ releases: { timeout: 40 } })
    await latest()
    later()
    let given: AbortSignal | undefined
    upstream.script = (request) => ((given = request.signal), new Promise<Response>(() => {}))
    const answers = await Promise.all(Array.from({ length: 5 }, () => latest()))
    expect(answers.map(({ source }) => [source.stale, source.reason])).toEqual(
      answers.map(() => [true, 'timeout']),
    )
    expect([upstream.asked.length, given?.aborted]).toEqual([2, true])
  })

  it('in the middle of its answer is as slow as one that never answers', async () => {
    const { latest, later, upstream } = await start({ releases: { timeout: 40 } })
    await latest()
    later()
    upstream.script = (request) => {
      const body = new ReadableStream({
        start: (controller) =>
          request.signal.addEventListener('abort', () => controller.error(request.signal.reason)),
      })
      return new Response(body)
    }
    expect((await latest()).source.reason).toBe('timeout')
  })

  it('from the first request on is said to have nothing: 503 with the reason, and when to come again', async () => {
    const { failed, upstream, later, latest } = await start()
    upstream.script = () => Promise.reject(new TypeError('fetch failed'))
    const { status, headers, body } = await failed()
    expect([status, headers.get('retry-after'), headers.get('cache-control')]).toEqual([503, '2', 'no-store'])
    expect(body.error).toMatchObject({
      code: 'upstream_unavailable',
      source: { stale: true, reason: 'unreachable', asOf: null, remaining: null, retryAt: START + 2_000 },
    })
    upstream.script = undefined
    later(2_000)
    expect((await latest()).source.stale).toBe(false)
  })

  it('from the first request on, with the budget used up, says until when', async () => {
    const { failed, upstream } = await start()
    upstream.remaining = 0
    upstream.script = () => Response.json({}, { status: 403, headers: upstream.limits() })
    const { status, headers, body } = await failed()
    expect([status, headers.get('retry-after')]).toEqual([503, '3600'])
    expect(body.error.source).toMatchObject({ reason: 'rate_limited', remaining: 0 })
  })
})

describe('a restart', () => {
  it('keeps the last good releases and their ETag, so that the first answer is free', async () => {
    const dbFile = join(temporaryFolder(), 'demo.sqlite')
    const first = await start({ dbFile })
    await first.latest()
    await first.close()
    const second = await start({ dbFile })
    second.upstream.remaining = 59
    second.later(10_000)
    expect(await second.latest()).toMatchObject({
      source: { remaining: 59, asked: 1, free: 1, stale: false },
    })
    await second.close()
    // And where the upstream is down by then, they are what there is.
    const third = await start({ dbFile })
    third.upstream.script = () => Promise.reject(new TypeError('fetch failed'))
    third.later(60_000)
    expect(await third.latest()).toMatchObject({
      release: { tag: 'v1.0.0' },
      source: { stale: true, reason: 'unreachable', asOf: START + 10_000 },
    })
  })

  it('with the cache switched off asks every time, and keeps nothing', async () => {
    const { latest, upstream, failed } = await start({ cache: { enabled: false } })
    upstream.remaining = 10
    await latest()
    await latest()
    expect(upstream.asked.map(({ etag }) => etag)).toEqual([null, null])
    upstream.script = () => Promise.reject(new TypeError('fetch failed'))
    expect((await failed()).status).toBe(503)
  })
})

describe('the demo’s hand', () => {
  it('takes no pause away that the upstream asked for, where the upstream knows no such hand', async () => {
    const { latest, send, upstream } = await start()
    upstream.script = (request) =>
      request.method === 'GET'
        ? new Response('', { status: 429, headers: { 'retry-after': '90' } })
        : new Response('{}', { status: 404 })
    await latest()
    expect((await send('PUT', '/api/demo/upstream', { mode: 'up' })).status).toBe(404)
    await latest()
    expect(upstream.asked.map(({ path }) => path)).toEqual(['/repos/keyring/agent/releases', '/_control'])
  })
})

describe('GET /api/releases/assets/:id', () => {
  it('hands a file on, and has the figure asked for anew', async () => {
    const { latest, url, upstream } = await start()
    await latest()
    upstream.script = (request) =>
      request.url.endsWith('agent.deb') ? new Response('abc') : upstream.good(request)
    const response = await fetch(`${url}/api/releases/assets/70`)
    expect([response.status, await response.text()]).toEqual([200, 'abc'])
    expect(response.headers.get('content-disposition')).toBe(
      'attachment; filename="agent-v1.0.0-linux-x64.deb"',
    )
    expect(response.headers.get('cache-control')).toBe('no-store')
    await latest()
    expect(upstream.asked.map(({ path }) => path)).toEqual([
      '/repos/keyring/agent/releases',
      '/download/v1.0.0/agent.deb',
      '/repos/keyring/agent/releases',
    ])
  })

  it('counts nothing where only the head of the answer is asked for', async () => {
    const { latest, url, upstream } = await start()
    await latest()
    const { status, headers } = await fetch(`${url}/api/releases/assets/70`, { method: 'HEAD' })
    expect([status, headers.get('content-length')]).toEqual([200, '3'])
    expect(headers.get('content-disposition')).toContain('agent-v1.0.0-linux-x64.deb')
    expect(upstream.asked.map(({ path }) => path)).toEqual(['/repos/keyring/agent/releases'])
  })

  it('is never got from another host, whatever the upstream says', async () => {
    const { get, upstream } = await start()
    const [asset] = upstreamRelease('v1.0.0').assets
    const assets = [{ ...asset, browser_download_path: '//elsewhere.example/agent.deb' }]
    upstream.script = () => Response.json([upstreamRelease('v1.0.0', { assets })])
    const { status, body } = await get<ErrorAnswer>('/api/releases/assets/70')
    expect([status, body.error.source?.reason]).toEqual([503, 'garbage'])
    expect(upstream.asked).toHaveLength(1)
  })

  it('says what it has not, and what it could not get', async () => {
    const { get, upstream } = await start()
    expect((await get('/api/releases/assets/1')).status).toBe(404)
    upstream.script = (request) =>
      request.url.endsWith('agent.deb') ? new Response('', { status: 500 }) : upstream.good(request)
    expect((await get<ErrorAnswer>('/api/releases/assets/70')).body.error.code).toBe('upstream_unavailable')
  })
})

describe('monitoring', () => {
  it('counts the routes, and an upstream that is down as what it is', async () => {
    const { get, upstream } = await start()
    upstream.script = () => Promise.reject(new TypeError('fetch failed'))
    await get(LATEST)
    const { body } = await get<RequestsAnswer>('/api/debug/requests')
    expect(body.routes[`GET ${LATEST}`]).toBe(1)
    const errors = await get<{ groups: { message: string; route?: string }[] }>('/api/sync/monitoring/errors')
    expect(JSON.stringify(errors.body)).toContain('The release service cannot be asked')
  })
})
