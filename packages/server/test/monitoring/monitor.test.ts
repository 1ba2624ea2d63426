import { deferred, fakeClock } from '@freshline/test-utils'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { createMonitor, type Alert, type Monitor, type MonitorOptions } from '../../src/index'
import { parseMetrics } from './parse-metrics'

const clock = fakeClock()
let monitor: Monitor

function watch(options: MonitorOptions = {}): Monitor {
  monitor = createMonitor({ clock, disk: false, ...options })
  return monitor
}

afterEach(() => monitor.close())

/** A handler that takes so long and answers so. */
const answering =
  (status: number, duration = 10) =>
  () => {
    clock.jump(duration)
    return new Response(null, { status })
  }

async function ask(
  handler: (request: Request) => Promise<Response>,
  times = 1,
  url = 'http://x/a?secret=1',
): Promise<void> {
  for (let time = 0; time < times; time++) await handler(new Request(url)).catch(() => {})
}

describe('wrap', () => {
  it('answers what the handler answers, given what the handler is given', async () => {
    const response = new Response('x')
    const handler = vi.fn(async (_: Request, params: { id: number }) =>
      params.id === 7 ? response : Response.error(),
    )
    const request = new Request('http://x/')
    const watched = watch().wrap(handler, { route: '/:id' })
    expect(await watched(request, { id: 7 })).toBe(response)
    expect(handler).toHaveBeenCalledWith(request, { id: 7 })
  })

  it('counts by route, method and status, and what is slow', async () => {
    watch({ slowAfter: 100 })
    await ask(monitor.wrap(answering(200), { route: '/a' }), 3)
    await ask(monitor.wrap(answering(404, 100), { route: '/a' }))
    await ask(monitor.wrap(answering(503), { route: '/b' }))
    const { routes, slow, recent } = monitor.apiMetrics()
    expect(routes).toMatchObject([
      { route: '/a', requests: 4, failures: 0, slow: 1, statuses: { 200: 3, 404: 1 }, methods: { GET: 4 } },
      { route: '/b', requests: 1, failures: 1, slow: 0, statuses: { 503: 1 } },
    ])
    expect(slow).toEqual([{ route: '/a', method: 'GET', status: 404, duration: 100, at: clock.now() - 10 }])
    expect([recent.requests, recent.errorRate]).toEqual([5, 0.2])
  })

  it('throws on what the handler throws, counts it, and remembers what it was', async () => {
    const failing = watch().wrap(
      async () => {
        throw new TypeError('no row 7')
      },
      { route: '/a' },
    )
    await expect(failing(new Request('http://x/'))).rejects.toThrow('no row 7')
    expect(monitor.apiMetrics().routes[0]).toMatchObject({ failures: 1, inProgress: 0, statuses: { 0: 1 } })
    expect(monitor.errors()).toMatchObject({
      total: 1,
      errorRate: 1,
      groups: [{ name: 'TypeError', message: 'no row 7', route: '/a', count: 1 }],
    })
  })

  it('knows what is in progress', async () => {
    const { promise, resolve } = deferred<Response>()
    const asked = watch().wrap(() => promise, { route: '/a' })(new Request('http://x/'))
    expect((await monitor.metrics()).requests).toMatchObject({ total: 0, inProgress: 1 })
    resolve(new Response())
    await asked
    expect((await monitor.metrics()).requests).toMatchObject({ total: 1, inProgress: 0 })
  })

  it('keeps a bounded number of routes, and no more of a name than that', async () => {
    watch({ maxRoutes: 2 })
    for (const route of ['/a', '/b', '/c', '/d', '/a']) await ask(monitor.wrap(answering(200), { route }))
    const counts = monitor.apiMetrics().routes.map(({ route, requests }) => [route, requests])
    expect(counts).toEqual([
      ['/a', 2],
      ['other', 2],
      ['/b', 1],
    ])
    watch()
    await ask(monitor.wrap(answering(200), { route: () => `a\n\u0000${'x'.repeat(500)}` }))
    expect(monitor.apiMetrics().routes[0]?.route).toBe(`a${'x'.repeat(119)}`)
  })

  it('bears a name that cannot be found, and methods that are made up', async () => {
    const onError = vi.fn()
    const naming = () => {
      throw new Error('no name')
    }
    const watched = watch({ onError }).wrap(answering(200), { route: naming })
    for (const method of ['FOO', 'BAR']) await watched(new Request('http://x/', { method }))
    expect(monitor.apiMetrics().routes).toMatchObject([{ route: 'unnamed', methods: { OTHER: 2 } }])
    expect(onError).toHaveBeenCalledTimes(2)
  })

  it('keeps neither query, address nor user agent, unless told to', async () => {
    const headers = { 'user-agent': 'Agent/1', cookie: 's=1', authorization: 'Bearer t0psecret' }
    const request = () => new Request('http://x/a?token=t0psecret', { headers })
    await watch({ slowAfter: 0 }).wrap(answering(200), { route: '/a' })(request())
    const all = async () =>
      JSON.stringify([monitor.apiMetrics(), await monitor.metrics(), await monitor.status()])
    expect(await all()).not.toMatch(/t0psecret|Agent|s=1/)
    watch({ slowAfter: 0, userAgent: true, address: () => '192.0.2.1' })
    await monitor.wrap(answering(200), { route: '/a' })(request())
    expect(monitor.apiMetrics().slow).toMatchObject([{ userAgent: 'Agent/1', address: '192.0.2.1' }])
    expect(await all()).not.toMatch(/t0psecret/)
  })
})

describe('latency', () => {
  it('is told for what happened in the window', async () => {
    watch({ window: 60_000 })
    for (const duration of [10, 20, 30, 1_000])
      await ask(monitor.wrap(answering(200, duration), { route: '/a' }))
    const { latency } = monitor.apiMetrics().recent
    expect(latency.p50).toBeGreaterThan(20 * 0.98)
    expect(latency.p50).toBeLessThan(20 * 1.02)
    expect(latency.p99).toBeGreaterThan(1_000 * 0.98)
    expect([latency.max, latency.mean]).toEqual([1_000, 265])
    clock.jump(60_001)
    expect(monitor.apiMetrics().recent).toMatchObject({
      requests: 0,
      errorRate: 0,
      latency: { p50: undefined },
    })
    expect(monitor.apiMetrics().routes[0]?.requests).toBe(4)
  })
})

describe('alerts', () => {
  it('are told once when the error rate rises, and once when it is back', async () => {
    const alerts: Alert[] = []
    watch({ window: 60_000, minRequests: 10, onAlert: (alert) => void alerts.push(alert) })
    const good = monitor.wrap(answering(200, 1_000), { route: '/a' })
    const bad = monitor.wrap(answering(500, 1_000), { route: '/a' })
    await ask(bad, 9)
    expect(alerts).toEqual([])
    await ask(bad, 3)
    expect(alerts).toMatchObject([{ name: 'errorRate', state: 'raised', value: 1 }])
    expect((await monitor.status()).status).toBe('degraded')
    await ask(good, 120)
    expect(alerts).toMatchObject([{ state: 'raised' }, { name: 'errorRate', state: 'cleared' }])
    expect((await monitor.status()).status).toBe('ok')
  })

  it('clear by themselves when nothing happens any more', async () => {
    const alerts: string[] = []
    watch({ window: 60_000, minRequests: 1, onAlert: ({ state }) => void alerts.push(state) })
    await ask(monitor.wrap(answering(500), { route: '/a' }))
    clock.jump(60_001)
    expect(await monitor.check()).toEqual([])
    expect(alerts).toEqual(['raised', 'cleared'])
  })

  it('know memory and the cache, when somebody looks', async () => {
    const names: string[] = []
    const cache = { stats: () => ({ hits: 1, misses: 99 }) }
    watch({ cache, thresholds: { memory: 1, hitRatio: 0.5 }, onAlert: ({ name }) => void names.push(name) })
    expect((await monitor.check()).map(({ name }) => name)).toEqual(['memory', 'hitRatio'])
    expect(names).toEqual(['memory', 'hitRatio'])
  })

  it('harm nobody when the listener throws or rejects', async () => {
    const onError = vi.fn()
    const onAlert = vi.fn().mockRejectedValueOnce(new Error('pager'))
    watch({ minRequests: 1, onAlert, onError })
    const bad = monitor.wrap(answering(500), { route: '/a' })
    expect((await bad(new Request('http://x/'))).status).toBe(500)
    await vi.waitFor(() => expect(onError).toHaveBeenCalledWith(new Error('pager')))
  })
})

describe('health', () => {
  it('is that of the worst; a store that is away is told with its reason, secrets cut', async () => {
    const health = () => ({ name: 'redis', status: 'degraded', detail: 'redis://u:pw@h/0 is away', since: 5 })
    watch({ cache: { stats: () => ({}), health }, checks: { database: () => 'fine' } })
    expect(await monitor.health()).toMatchObject({
      status: 'degraded',
      checks: {
        store: { status: 'degraded', name: 'redis', detail: 'redis://h/0 is away', since: 5 },
        database: { status: 'ok' },
      },
    })
  })

  it('is down for a check that throws or does not answer', async () => {
    const throwing = () => {
      throw new Error('refused')
    }
    watch({ checks: { a: throwing, b: () => new Promise(() => {}), c: () => false }, checkTimeout: 500 })
    const asked = monitor.health()
    await clock.advance(500)
    expect(await asked).toMatchObject({
      status: 'down',
      checks: {
        a: { status: 'down', detail: 'refused' },
        b: { status: 'down', detail: 'no answer within 500 ms', duration: 500 },
        c: { status: 'ok' },
      },
    })
    expect(clock.pending).toBe(0)
  })

  it('is only degraded without what it can do without, such as the store of a cache', async () => {
    const health = () => ({ name: 'redis', status: 'down' })
    watch({ cache: { stats: () => ({}), health }, checks: { mail: { check: () => ({ status: 'ok' }) } } })
    expect(await monitor.health()).toMatchObject({
      status: 'degraded',
      checks: { store: { status: 'down' } },
    })
    watch({ checks: { mail: { check: () => Promise.reject(new Error('x')), essential: false } } })
    expect(await monitor.health()).toMatchObject({ status: 'degraded', checks: { mail: { status: 'down' } } })
    watch({ checks: { mail: { check: () => Promise.reject(new Error('x')) } } })
    expect(await monitor.health()).toMatchObject({ status: 'down' })
  })

  it('is asked once for all who ask at one time', async () => {
    const check = vi.fn()
    watch({ checks: { check } })
    await Promise.all([monitor.health(), monitor.health(), monitor.status()])
    expect(check).toHaveBeenCalledOnce()
    await monitor.health()
    expect(check).toHaveBeenCalledTimes(2)
  })
})

describe('metrics', () => {
  it('tell of the process, its machine and the cache', async () => {
    const cache = { stats: async () => ({ hits: 8, staleHits: 1, misses: 1, entries: 4, tiers: [] }) }
    watch({ cache, disk: '.' })
    const { cpu, memory, disk, cache: figures } = await monitor.metrics()
    expect(cpu?.user).toBeGreaterThan(0)
    expect(memory?.rss).toBeGreaterThan(1e6)
    // Also where no limit is set, which Node tells as 2^64.
    expect(memory?.total).toBeLessThan(2 ** 50)
    expect(disk?.total).toBeGreaterThan(disk?.free ?? Infinity)
    expect(figures).toEqual({
      hits: 9,
      misses: 1,
      hitRatio: 0.9,
      stats: { hits: 8, staleHits: 1, misses: 1, entries: 4 },
    })
  })

  it('measure the delay of timers from the first look on', async () => {
    watch()
    expect((await monitor.metrics()).eventLoop).toBeUndefined()
    await vi.waitFor(async () => expect((await monitor.metrics()).eventLoop?.max).toBeGreaterThanOrEqual(0))
    const { eventLoop } = await monitor.metrics()
    // A second page that looks at the same moment is told the same, and takes nothing from the first.
    expect((await monitor.metrics()).eventLoop).toBe(eventLoop)
    clock.jump(1_000)
    await vi.waitFor(async () => expect((await monitor.metrics()).eventLoop).not.toBe(eventLoop))
    monitor.close()
    monitor.close()
  })

  it('leave out what the runtime cannot tell', async () => {
    const { process } = globalThis
    vi.stubGlobal('process', undefined)
    watch({ disk: '.' })
    const told = monitor.metrics()
    vi.stubGlobal('process', process)
    expect(await told).toMatchObject({
      cpu: undefined,
      memory: undefined,
      eventLoop: undefined,
      disk: undefined,
    })
    vi.unstubAllGlobals()
  })

  it('are told without the cache where it fails to tell', async () => {
    const onError = vi.fn()
    watch({ cache: { stats: () => Promise.reject(new Error('away')) }, onError })
    expect((await monitor.metrics()).cache).toBeUndefined()
    expect(onError).toHaveBeenCalledWith(new Error('away'))
  })

  it('refuse options that have no meaning', () => {
    for (const [name, value] of Object.entries({
      window: 0,
      slowAfter: -1,
      maxRoutes: 0,
      checkTimeout: Number.NaN,
    }))
      expect(() => createMonitor({ [name]: value })).toThrow(name)
  })
})

describe('text for Prometheus', () => {
  it.each([
    ['text/plain', false],
    ['application/openmetrics-text', true],
  ] as const)('as %s is what a strict reader takes, in base units', async (type, open) => {
    watch({
      disk: '.',
      cache: { stats: () => ({ hits: 3, misses: 1, hitRatio: 0.75, entries: 2, bytes: 9, tooLarge: 0 }) },
    })
    await ask(monitor.wrap(answering(200, 50), { route: '/a"\\' }), 2)
    await ask(monitor.wrap(answering(500, 20_000), { route: '/a"\\' }))
    monitor.recordError(new Error('x'))
    const text = await monitor.text('metrics', type)
    const families = parseMetrics(text, open)
    const samplesOf = (name: string) =>
      families.get(name)?.samples.map(({ labels, value }) => [...Object.values(labels), value].join(' '))
    const total = open ? '' : '_total'
    expect(samplesOf(`freshline_http_requests${total}`)).toEqual(['/a"\\ GET 200 2', '/a"\\ GET 500 1'])
    const histogram = samplesOf('freshline_http_request_duration_seconds')
    expect(histogram).toEqual(
      expect.arrayContaining([
        '/a"\\ 0.025 0',
        '/a"\\ 0.05 2',
        '/a"\\ 10 2',
        '/a"\\ +Inf 3',
        '/a"\\ 20.1',
        '/a"\\ 3',
      ]),
    )
    expect(samplesOf(`freshline_cache_hits${total}`)).toEqual(['3'])
    expect(samplesOf('freshline_cache_hit_ratio')).toEqual(['0.75'])
    expect(samplesOf('freshline_cache_entries')).toEqual(['2'])
    expect(samplesOf(`freshline_errors${total}`)).toEqual(['1'])
    expect(samplesOf('freshline_health_ratio')).toEqual(['1'])
    expect(families.get('freshline_disk_free_bytes')?.samples).toHaveLength(1)
    expect([...families.values()].every(({ help }) => help.endsWith('.'))).toBe(true)
  })

  it('has a part for each section', async () => {
    watch({ checks: { database: () => ({ status: 'down' }) } })
    await ask(monitor.wrap(answering(200), { route: '/a' }))
    const names = async (section: Parameters<Monitor['text']>[0]) => [
      ...parseMetrics(await monitor.text(section, 'text/plain')).keys(),
    ]
    expect(await names('health')).toEqual(['freshline_health_ratio', 'freshline_check_health_ratio'])
    expect(await names('errors')).toContain('freshline_errors_total')
    expect(await names('api-metrics')).toContain('freshline_http_requests_total')
    expect(await names('status')).toEqual(await names('metrics'))
  })
})
