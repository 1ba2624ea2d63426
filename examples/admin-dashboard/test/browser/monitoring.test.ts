import type { LicenseKey, ListAnswer } from '@freshline/example-server/api-types'
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { untilState, useDashboard } from './dashboard'

const dashboard = useDashboard()
/** The machine may be busy. */
const patient = { timeout: 15_000 }
const failedRequest = /: Failed to load resource: /

/** How many pixels of a chart are neither empty nor grey: what was drawn of its values. */
function colouredPixels(page: Page, chart: string): Promise<number> {
  return page
    .getByRole('figure', { name: chart })
    .locator('canvas')
    .evaluate((canvas: HTMLCanvasElement) => {
      const data = canvas.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height).data ?? []
      let count = 0
      for (let at = 0; at + 3 < data.length; at += 4) {
        const [red = 0, green = 0, blue = 0, alpha = 0] = data.slice(at, at + 4)
        if (alpha > 120 && Math.max(red, green, blue) - Math.min(red, green, blue) > 60) count++
      }
      return count
    })
}

test('real figures: health, routes with their status codes, the cache, and charts that are not empty', async () => {
  const page = await dashboard.open('monitoring', { speed: 20 })
  await untilState(page, 'Live')
  const health = page.getByRole('region', { name: 'Health' })
  await health.getByText('Healthy').waitFor()
  for (const part of ['Database', 'Memory', 'Disk', 'Processor', 'Event loop delay, p99'])
    expect(await health.getByRole('heading', { name: part }).count()).toBe(1)
  expect(await health.getByText(/^\d+ MB$/).count()).toBe(1)

  await dashboard.server.ask('GET', '/api/admin/users?page=2')
  const row = page.getByRole('row', { name: /GET \/api\/admin\/customers/ })
  await row.locator('.status-counts').getByText('304').waitFor()
  await expect.poll(() => colouredPixels(page, 'Requests'), patient).toBeGreaterThan(40)
  await expect.poll(() => colouredPixels(page, 'Response times'), patient).toBeGreaterThan(40)
  await expect.poll(() => colouredPixels(page, 'Server cache hits'), patient).toBeGreaterThan(40)
  const reads = page.getByText('Reads, of all pages').locator('xpath=..')
  await expect
    .poll(async () => Number((await reads.locator('dd').first().innerText()) || 0), patient)
    .toBeGreaterThan(3)
  expect(await page.getByText(/NaN|undefined|Infinity/).count()).toBe(0)
})

test('what goes wrong shows: the failing route, the error with its stack, a raised alert here and in the navigation', async () => {
  dashboard.expectProblems(failedRequest)
  const page = await dashboard.open('monitoring', { speed: 20 })
  await untilState(page, 'Live')
  await dashboard.server.fault({ mode: 'error500' })
  const asks = Array.from({ length: 25 }, () =>
    fetch(`${dashboard.server.origin}/api/admin/stats`).then((response) => response.status),
  )
  expect(new Set(await Promise.all(asks))).toEqual(new Set([500]))
  await dashboard.server.fault({ mode: 'none' })

  await page
    .getByRole('row', { name: /GET \/api\/admin\/stats/ })
    .getByText(/^\d+ · \d/)
    .waitFor()
  const errors = page.getByRole('region', { name: 'Errors' })
  await errors.getByRole('group').first().click()
  await errors
    .getByLabel(/^Stack of/)
    .first()
    .getByText(/at .*\.ts/)
    .waitFor()
  await page.getByText(/^Error rate was /).waitFor()
  await page.getByRole('link', { name: /Monitoring ?, \d problem/ }).waitFor()
  await expect.poll(() => colouredPixels(page, 'Error rate'), patient).toBeGreaterThan(40)
})

test('nothing moves while the figures come in, and again at every poll', async () => {
  const page = await dashboard.browser.newTab()
  await page.setViewportSize({ width: 1280, height: 900 })
  await page.addInitScript(() => {
    const shifts: number[] = []
    Reflect.set(globalThis, 'shifts', shifts)
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) shifts.push(Reflect.get(entry, 'value') as number)
    }).observe({ type: 'layout-shift', buffered: true })
  })
  await page.goto(`${dashboard.server.origin}/dashboard/?speed=20#/monitoring`)
  await page.locator('.health').waitFor()
  await expect.poll(() => colouredPixels(page, 'Requests'), patient).toBeGreaterThan(0)
  const total = await page.evaluate(() =>
    (Reflect.get(globalThis, 'shifts') as number[]).reduce((sum, value) => sum + value, 0),
  )
  // What Core Web Vitals call good.
  expect(total).toBeLessThan(0.1)
  await page.close()
})

test('by keyboard: all routes, a stack, the lists that scroll', async () => {
  dashboard.expectProblems(failedRequest)
  await dashboard.server.fault({ mode: 'error500', scope: 'reads', rate: 1 })
  await fetch(`${dashboard.server.origin}/api/admin/users`)
  await dashboard.server.fault({ mode: 'none' })
  for (const path of ['audit', 'sync', 'keys/1', 'customers/1', 'users/1', 'nowhere'])
    await fetch(`${dashboard.server.origin}/api/admin/${path}`)
  const page = await dashboard.open('monitoring')
  await untilState(page, 'Live')
  const more = page.getByRole('button', { name: /^Show all \d+ routes/ })
  await more.focus()
  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: 'Show the busiest only' }).waitFor()
  const rows = await page
    .getByRole('table', { name: /^Routes/ })
    .getByRole('row')
    .count()
  expect(rows).toBeGreaterThan(9)
  await page.locator('.error-group > summary').first().focus()
  await page.keyboard.press('Enter')
  await page.keyboard.press('Tab')
  expect(await page.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toMatch(/^Stack of/)
})

test('the license keys on screen are those the server lists, for any search, filter, order and page', async () => {
  const page = await dashboard.open('keys')
  await untilState(page, 'Live')
  for (const query of [
    '',
    'search=beacon&sort=key',
    'status=trial&sort=-seats',
    'sort=customerName&page=3',
  ]) {
    await page.evaluate((hash) => void (location.hash = hash), `#/keys?${query}`)
    const params = new URLSearchParams({
      sort: '-createdAt',
      pageSize: '25',
      ...Object.fromEntries(new URLSearchParams(query)),
    })
    const { items } = await dashboard.server.ask<ListAnswer<LicenseKey>>('GET', `/api/admin/keys?${params}`)
    await expect
      .poll(
        () => page.getByRole('table', { name: 'License keys' }).locator('tbody .cell-title').allInnerTexts(),
        patient,
      )
      .toEqual(items.map(({ key }) => key))
  }
})
