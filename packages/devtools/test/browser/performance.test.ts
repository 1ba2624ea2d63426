// I4 in Chromium: what its Performance panel is given, read from a trace as the panel records it.
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type * as core from '@freshline/core'
import { openBrowser, type TestBrowser } from '@freshline/test-utils/browser'
import { build } from 'esbuild'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type * as devtools from '../../src'

declare global {
  var page: typeof core & Pick<typeof devtools, 'trackPerformance'>
  var manager: core.DataSyncManager
  var stopTrack: () => void
}

/** One event of a recorded trace. */
interface TraceEvent {
  readonly name: string
  readonly cat: string
  readonly ph: string
  readonly ts: number
  readonly args?: { readonly detail?: string; readonly data?: { readonly detail?: string } }
}

let server: Server
let browser: TestBrowser
let tab: Page

beforeAll(async () => {
  const { outputFiles } = await build({
    stdin: {
      contents: `export * from '@freshline/core'; export { trackPerformance } from './src'`,
      resolveDir: new URL('../..', import.meta.url).pathname,
    },
    bundle: true,
    format: 'iife',
    globalName: 'page',
    conditions: ['@freshline/source'],
    write: false,
  })
  server = createServer((request, response) => {
    if (request.url === '/data') {
      const isKnown = request.headers['if-none-match'] === '"1"'
      response.writeHead(isKnown ? 304 : 200, { etag: '"1"', 'content-type': 'application/json' })
      return response.end(isKnown ? undefined : '{"n":1}')
    }
    const isScript = request.url === '/script.js'
    response.setHeader('content-type', isScript ? 'text/javascript' : 'text/html')
    response.end(
      isScript ? outputFiles[0]?.text : '<!doctype html><title>t</title><script src="/script.js"></script>',
    )
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  browser = await openBrowser()
  tab = await browser.newTab(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`)
  await tab.evaluate(() => {
    globalThis.manager = new page.DataSyncManager()
    globalThis.stopTrack = page.trackPerformance(manager)
  })
})

afterAll(async () => {
  await browser.close()
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
})

/** What the page does in each test: a load, a poll that is confirmed by 304, a mutation that invalidates. */
const act = () =>
  tab.evaluate(async () => {
    const fetcher: core.Fetcher<unknown> = (context) => page.fetchFresh('/data', context)
    const { refresh, unregister } = manager.register('list', fetcher, { ttl: 60_000 })
    const off = manager.subscribe('list', () => {})
    await refresh()
    await refresh()
    await manager.mutate(() => new Promise((resolve) => setTimeout(resolve, 20)), { invalidates: ['list'] })
    await new Promise<void>((resolve) => {
      const look = () =>
        manager.getSnapshot('list').freshness === 'fresh' ? resolve() : setTimeout(look, 10)
      look()
    })
    off()
    unregister()
  })

describe('I4 in Chromium', () => {
  it('a recording holds the entries in the form that the panel makes tracks of', async () => {
    const inner = tab.context().browser()
    await inner?.startTracing(tab, { categories: ['blink.user_timing'] })
    await act()
    const recorded = await inner?.stopTracing()
    const { traceEvents } = JSON.parse(String(recorded)) as { traceEvents: TraceEvent[] }
    const ours = traceEvents.flatMap(({ name, ph, args }) => {
      const detail = args?.detail ?? args?.data?.detail
      if (!name.includes('Freshline') || detail === undefined) return []
      const told = (JSON.parse(detail) as { devtools: Record<string, unknown> }).devtools
      return [{ name: name.replace(/ · .*/, ''), ph, ...told }]
    })
    const begun = ours.filter((event) => event.ph === 'b')
    expect(begun.filter((event) => 'track' in event && event.track === 'Requests')).toEqual(
      expect.arrayContaining([
        expect.objectContaining({
          name: 'list (registered)',
          dataType: 'track-entry',
          trackGroup: 'Freshline',
          color: 'primary',
        }),
        expect.objectContaining({ name: 'list (refresh)', color: 'tertiary-light' }),
      ]),
    )
    expect(begun).toContainEqual(expect.objectContaining({ name: 'mutation of list', track: 'Mutations' }))
    expect(begun).toContainEqual(expect.objectContaining({ name: 'list', track: 'Change to screen' }))
    expect(ours).toContainEqual(
      expect.objectContaining({ name: 'invalidated list', dataType: 'marker', color: 'secondary' }),
    )
  })

  it('entries lie where the work was, and details can be read by observers', async () => {
    const seen = await tab.evaluate(async () => {
      const entries: PerformanceMeasure[] = []
      const observer = new PerformanceObserver((list) =>
        entries.push(...(list.getEntries() as PerformanceMeasure[])),
      )
      observer.observe({ entryTypes: ['measure'] })
      const began = performance.now()
      await manager.mutate(() => new Promise((resolve) => setTimeout(resolve, 50)))
      const ended = performance.now()
      while (entries.length === 0) await new Promise((resolve) => setTimeout(resolve, 10))
      observer.disconnect()
      const [entry] = entries
      return {
        began,
        ended,
        start: entry?.startTime ?? 0,
        duration: entry?.duration ?? 0,
        detail: entry?.detail as unknown,
      }
    })
    expect(seen.start).toBeGreaterThanOrEqual(seen.began)
    expect(seen.start + seen.duration).toBeLessThanOrEqual(seen.ended)
    expect(seen.duration).toBeGreaterThanOrEqual(49)
    expect(seen.detail).toMatchObject({
      devtools: { track: 'Mutations', properties: [['Changes', 'nothing']] },
    })
  })

  it('once it is stopped nothing of it is left in the timeline', async () => {
    const left = await tab.evaluate(async () => {
      performance.measure('own', { start: 0, end: 1 })
      const before = performance.getEntries().filter(({ name }) => name.includes('Freshline')).length
      stopTrack()
      void manager.invalidate('list')
      await Promise.resolve()
      const names = [...performance.getEntriesByType('measure'), ...performance.getEntriesByType('mark')]
      return { before, names: names.map(({ name }) => name) }
    })
    expect(left.before).toBeGreaterThan(4)
    expect(left.names).toEqual(['own'])
    expect(browser.problems).toEqual([])
  })
})
