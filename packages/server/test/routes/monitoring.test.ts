import { describe, expect, it, vi } from 'vitest'
import { createMonitor, type SyncServerOptions } from '../../src/index'
import { parseMetrics } from '../monitoring/parse-metrics'
import { ask, keep, postJson, request, start } from './harness'

function watch(options: SyncServerOptions = {}) {
  const parts = start(options)
  const get = (section: string, headers: Record<string, string> = {}) =>
    parts.server.fetch(request('GET', `/monitoring/${section}`, headers))
  const read = async (section: string) => (await (await get(section)).json()) as Record<string, unknown>
  return { ...parts, get, read }
}

describe('GET /monitoring', () => {
  it('tells the health of the store', async () => {
    const { get, read } = watch()
    expect((await get('health')).headers.get('cache-control')).toBe('no-store')
    expect(await read('health')).toMatchObject({ status: 'ok', checks: { store: { status: 'ok' } } })
  })

  it('answers 503 with Retry-After where something is down, as JSON', async () => {
    const monitor = createMonitor({ checks: { database: () => Promise.reject(new Error('gone')) } })
    const { get } = watch({ monitoring: monitor })
    for (const section of ['health', 'status']) {
      const response = await get(section)
      expect([response.status, response.headers.get('retry-after')]).toEqual([503, '5'])
    }
    expect((await get('metrics')).status).toBe(200)
  })

  it('tells hit ratio and sizes, requests and status codes by route, and errors', async () => {
    const { server, cache, read } = watch({ basePath: '' })
    await keep(cache, 'a')
    await keep(cache, 'a')
    await server.fetch(postJson('/invalidate', { keys: ['b'] }))
    await server.fetch(postJson('/invalidate', '{'))
    await server.fetch(request('GET', '/who-knows?token=secret'))
    server.monitor?.recordError(new TypeError('boom'), { route: 'job' })
    expect(await read('metrics')).toMatchObject({
      cache: { hits: 1, misses: 1, hitRatio: 0.5, stats: { entries: 1 } },
      requests: { total: 3 },
    })
    expect(await read('api-metrics')).toMatchObject({
      routes: [
        { route: '/invalidate', requests: 2, statuses: { 200: 1, 400: 1 } },
        { route: 'unknown', requests: 1, statuses: { 404: 1 } },
      ],
    })
    expect(await read('errors')).toMatchObject({
      total: 1,
      groups: [{ name: 'TypeError', route: 'job', count: 1 }],
    })
    expect(await read('status')).toMatchObject({ status: 'ok', alerts: [], health: { status: 'ok' } })
    expect(JSON.stringify(await read('api-metrics'))).not.toContain('secret')
  })

  it.each(['health', 'metrics', 'api-metrics', 'errors', 'status'])(
    'gives %s as Prometheus text where asked',
    async (section) => {
      const { server, get } = watch()
      await server.fetch(postJson('/invalidate', { keys: ['a'] }))
      const plain = await get(section, { accept: 'text/plain' })
      expect([plain.headers.get('content-type'), plain.headers.get('vary')]).toEqual([
        'text/plain; version=0.0.4; charset=utf-8',
        'Accept',
      ])
      expect(parseMetrics(await plain.text()).size).toBeGreaterThan(0)
      const open = await get(section, {
        accept: 'application/openmetrics-text;version=1.0.0;q=0.5,text/plain;version=0.0.4;q=0.3,*/*;q=0.1',
      })
      expect(open.headers.get('content-type')).toBe(
        'application/openmetrics-text; version=1.0.0; charset=utf-8',
      )
      expect(parseMetrics(await open.text(), true).size).toBeGreaterThan(0)
    },
  )

  it('gives JSON to browsers, and 406 to those who want neither', async () => {
    const { get } = watch()
    expect((await get('metrics', { accept: 'text/html,*/*;q=0.8' })).headers.get('content-type')).toBe(
      'application/json',
    )
    expect((await get('metrics', { accept: 'image/png' })).status).toBe(406)
  })

  it('is not counted itself', async () => {
    const { read } = watch()
    await read('metrics')
    expect(await read('metrics')).toMatchObject({ requests: { total: 0 } })
  })

  it('is denied without authorize, and may be allowed by route', async () => {
    const section = (path: string) => request('GET', path)
    const { server } = watch({ authorize: undefined })
    expect(await ask(server, section('/monitoring/health'))).toBe('403 forbidden')
    const open = watch({ authorize: (_, { route }) => route === '/monitoring/health' }).server
    expect(await ask(open, section('/monitoring/health'))).toMatch(/^200/)
    expect(await ask(open, section('/monitoring/metrics'))).toBe('403 forbidden')
  })

  it('stops with the server, unless the monitor was handed in and may watch more', () => {
    const { server } = watch()
    const own = vi.spyOn(server.monitor ?? createMonitor(), 'close')
    server.close()
    expect(own).toHaveBeenCalledOnce()
    const monitoring = createMonitor()
    const shared = vi.spyOn(monitoring, 'close')
    watch({ monitoring }).server.close()
    expect(shared).not.toHaveBeenCalled()
  })

  it('is not there where it is switched off', async () => {
    const { server } = watch({ monitoring: false })
    expect(await ask(server, request('GET', '/monitoring/health'))).toBe('404 not_configured')
    expect(server.monitor).toBeUndefined()
  })
})
