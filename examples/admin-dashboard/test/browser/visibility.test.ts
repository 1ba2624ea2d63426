import { expect, test } from 'vitest'
import { countRequests, untilState, useDashboard } from './dashboard'

const dashboard = useDashboard()

/** Asked for at least every 30 s, divided by the speed. */
const quick = ['/api/sync/changes', '/api/admin/stats', '/api/admin/customers', '/api/admin/audit']

test('a hidden tab makes no request, and asks once for what is due when it is shown again', async () => {
  const page = await dashboard.open('overview', { speed: 6 })
  await untilState(page, 'Live')
  const control = await dashboard.open('overview', { speed: 100 })
  // The control's clock is that of the page: its keys are due every 150 ms.
  const passed = countRequests(control)
  const asked = countRequests(page)
  await expect.poll(() => passed.get('/api/sync/changes') ?? 0, { timeout: 30_000 }).toBeGreaterThan(40)
  expect(Object.fromEntries(asked)).toEqual({})

  await dashboard.browser.show(page)
  await expect.poll(() => quick.every((path) => asked.has(path))).toBe(true)
  expect(new Set(asked.values())).toEqual(new Set([1]))
})

test('a frozen tab catches up once it is resumed', async () => {
  const page = await dashboard.open('overview', { speed: 10 })
  await untilState(page, 'Live')
  await dashboard.browser.hide(page)
  const asked = countRequests(page)
  await dashboard.browser.freeze(page)
  const control = await dashboard.open('overview', { speed: 100 })
  const passed = countRequests(control)
  await expect.poll(() => passed.get('/api/sync/changes') ?? 0, { timeout: 30_000 }).toBeGreaterThan(25)
  expect(Object.fromEntries(asked)).toEqual({})

  await dashboard.browser.resume(page)
  await dashboard.browser.show(page)
  await expect.poll(() => quick.every((path) => asked.has(path))).toBe(true)
  await untilState(page, 'Live')
})

test('flapping between tabs asks no more than once', async () => {
  const page = await dashboard.open('overview', { speed: 4 })
  await untilState(page, 'Live')
  await dashboard.browser.hide(page)
  const control = await dashboard.open('overview', { speed: 100 })
  const passed = countRequests(control)
  await expect.poll(() => passed.get('/api/sync/changes') ?? 0, { timeout: 30_000 }).toBeGreaterThan(30)
  const asked = countRequests(page)
  for (let times = 0; times < 5; times++) {
    await dashboard.browser.show(page)
    await dashboard.browser.hide(page)
  }
  await dashboard.browser.show(page)
  await expect.poll(() => asked.get('/api/sync/changes')).toBe(1)
})
