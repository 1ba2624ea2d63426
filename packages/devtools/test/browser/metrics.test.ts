// I3 in Chromium: the last report of a page arrives, and a page that was put away made nobody wait.
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type * as core from '@freshline/core'
import type * as metrics from '@freshline/core/metrics'
import { openBrowser, type TestBrowser } from '@freshline/test-utils/browser'
import { build } from 'esbuild'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'

declare global {
  var measured: typeof core & typeof metrics
  var collector: metrics.MetricsCollector
  var observed: core.DataSyncManager
}

interface Report extends metrics.MetricsReport {
  readonly cause: metrics.ReportCause
}

let server: Server
let browser: TestBrowser
let tab: Page
let reports: Report[]

/** Waits for a condition on this side of the wire. */
async function until(condition: () => boolean): Promise<void> {
  const end = Date.now() + 20_000
  while (!condition() && Date.now() < end) await new Promise((resolve) => setTimeout(resolve, 20))
  if (!condition()) throw new Error('it did not happen within 20 s')
}

beforeAll(async () => {
  const { outputFiles } = await build({
    stdin: {
      contents: `export * from '@freshline/core'; export * from '@freshline/core/metrics'`,
      resolveDir: new URL('../..', import.meta.url).pathname,
    },
    bundle: true,
    format: 'iife',
    globalName: 'measured',
    conditions: ['@freshline/source'],
    write: false,
  })
  server = createServer((request, response) => {
    if (request.url === '/reports') {
      let body = ''
      request.on('data', (chunk) => (body += String(chunk)))
      request.on('end', () => {
        reports.push(JSON.parse(body) as Report)
        response.writeHead(204).end()
      })
      return
    }
    if (request.url === '/data') {
      response.writeHead(200, { 'content-type': 'application/json' })
      return response.end(JSON.stringify({ at: Date.now() }))
    }
    const isScript = request.url === '/script.js'
    response.setHeader('content-type', isScript ? 'text/javascript' : 'text/html')
    const html = '<!doctype html><title>t</title><script src="/script.js"></script>'
    response.end(isScript ? outputFiles[0]?.text : html)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  browser = await openBrowser()
})

afterAll(async () => {
  await browser.close()
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
})

beforeEach(async () => {
  reports = []
  tab = await browser.newTab(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`)
  await tab.evaluate(async () => {
    globalThis.observed = new measured.DataSyncManager()
    globalThis.collector = measured.collectMetrics(observed, {
      onReport: (report, cause) =>
        void navigator.sendBeacon('/reports', JSON.stringify({ cause, ...report })),
    })
    observed.register('data', (context) => measured.fetchFresh('/data', context), { ttl: 600_000 })
    observed.subscribe('data', () => {})
    await observed.refresh('data')
  })
})

describe('I3 in Chromium', () => {
  it('the report at hiding arrives, and one at leaving with what happened since', async () => {
    await browser.hide(tab)
    await until(() => reports.length === 1)
    expect(reports[0]).toMatchObject({ cause: 'hidden', keys: {} })
    expect(reports[0]?.total.requests.sent).toBeGreaterThan(0)
    expect(reports[0]?.total.bytes.received).toBeGreaterThan(0)
    await browser.show(tab)
    await tab.evaluate(() => observed.refresh('data'))
    await tab.goto('about:blank')
    await until(() => reports.length === 2)
    expect(reports[1]?.total.requests.sent).toBe((reports[0]?.total.requests.sent ?? 0) + 1)
    await tab.close()
  })

  it('a tab that is closed reports as well', async () => {
    await tab.close()
    await until(() => reports.length === 1)
    expect(reports[0]?.total.requests.sent).toBeGreaterThan(0)
  })

  it('what was invalidated while the page was put away is no long wait', async () => {
    await browser.hide(tab)
    const began = Date.now()
    await tab.evaluate(() => void observed.invalidate('data'))
    await new Promise((resolve) => setTimeout(resolve, 1500))
    const hidden = Date.now() - began
    await browser.show(tab)
    await tab.waitForFunction(() => collector.report().total.changeToScreen.count === 1, undefined, {
      polling: 50,
    })
    const wait = await tab.evaluate(() => collector.report().total.changeToScreen.max ?? NaN)
    expect(wait).toBeGreaterThan(0)
    expect(wait).toBeLessThan(hidden)
    await tab.close()
    expect(browser.problems).toEqual([])
  })
})
