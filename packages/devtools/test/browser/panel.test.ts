// The panel in a real browser, under the strictest policies: what it shows, and what its buttons do to the manager.
import { openBrowser, type TestBrowser } from '@freshline/test-utils/browser'
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { isRunning, openPanel, servePanelPage, closeClean } from './panel-page'

let server: Awaited<ReturnType<typeof servePanelPage>>
let browser: TestBrowser
let page: Page

const panel = (selector: string) => page.locator(`freshline-panel ${selector}`)
const rowOf = (key: string) => panel(`.keys .row:has([title="${key}"])`)
const keys = () => panel('.keys [role=row] [role=gridcell]:first-child').allInnerTexts()
const shareOf = (key: string) =>
  rowOf(key)
    .locator('.bar')
    .evaluate((bar) => Number((bar as HTMLElement).style.getPropertyValue('--share')))
const callsOf = (key: string) => page.evaluate((name) => freshline.calls[name] ?? 0, key)
const snapshotOf = (key: string) =>
  page.evaluate((name) => {
    const { freshness, activity, failureCount, error } = freshline.manager.getSnapshot(name)
    return { freshness, activity, failureCount, error: error?.message }
  }, key)

beforeAll(async () => {
  server = await servePanelPage()
  browser = await openBrowser()
})

afterAll(async () => {
  await browser?.close()
  await server?.close()
})

beforeEach(async () => {
  page = await browser.newTab(server.origin)
  await page.setViewportSize({ width: 1280, height: 800 })
})

afterEach(() => closeClean(page, browser))

describe('I2 the panel', () => {
  it('costs nothing while it is closed: no frame, no listener, no session', async () => {
    await panel('.launcher').waitFor()
    const counted = await page.evaluate(async () => {
      let frames = 0
      let timers = 0
      let listening = 0
      const request = window.requestAnimationFrame
      const timeout = window.setTimeout
      window.requestAnimationFrame = (callback) => (frames++, request(callback))
      window.setTimeout = ((...rest: Parameters<typeof timeout>) => {
        if (new Error().stack?.includes('panel')) timers++
        return timeout(...rest)
      }) as never
      const { manager } = freshline
      const on = manager.on.bind(manager)
      manager.on = ((type, listener) => {
        listening++
        const off = on(type, listener)
        return () => (listening--, off())
      }) as typeof manager.on
      const wait = (ms: number) => new Promise((resolve) => timeout(resolve, ms))
      await wait(600)
      const closed = { frames, timers, listening }
      await freshline.devtools.api.panel()
      await wait(600)
      const open = { frames: frames > 3, listening }
      await freshline.devtools.api.panel(false)
      await wait(100)
      const before = frames
      await wait(600)
      return { closed, open, after: { frames: frames - before, timers, listening } }
    })
    expect(counted.closed).toEqual({ frames: 0, timers: 0, listening: 0 })
    expect(counted.open.frames).toBe(true)
    expect(counted.open.listening).toBeGreaterThan(0)
    expect(counted.after).toEqual({ frames: 0, timers: 0, listening: 0 })
    expect(await isRunning(page)).toBe(false)
  })

  it('draws nothing while the page is hidden', async () => {
    await openPanel(page)
    await browser.hide(page)
    const frames = await page.evaluate(async () => {
      let ticks = 0
      const request = window.requestAnimationFrame
      window.requestAnimationFrame = (callback) => (ticks++, request(callback))
      await new Promise((resolve) => setTimeout(resolve, 1500))
      return ticks
    })
    expect(frames).toBeLessThanOrEqual(1)
    await browser.show(page)
  })

  it('shows every key with a freshness bar that drains, and fills when an answer comes', async () => {
    await openPanel(page)
    expect(await keys()).toEqual(['license', 'release', 'report', 'stats', 'stores:1', 'stores:2', 'users'])
    await expect.poll(() => shareOf('stats'), { timeout: 10_000 }).toBeLessThan(0.85)
    const low = await shareOf('stats')
    await page.evaluate(() => freshline.manager.refresh('stats'))
    await expect.poll(() => shareOf('stats'), { timeout: 10_000 }).toBeGreaterThan(low)
    expect(await shareOf('stores:2')).toBe(1)
    expect(await shareOf('report')).toBe(0)
    expect(await rowOf('license').innerText()).toMatch(/failing[\s\S]*the license server is down/)
    expect(await rowOf('stores:1').innerText()).toContain('v7')
  })

  it('filters by state, searches by key, tag and pattern, and sorts', async () => {
    await openPanel(page)
    await panel('.chip').filter({ hasText: 'Failing' }).click()
    expect(await keys()).toEqual(['license'])
    await panel('.chip').filter({ hasText: 'All' }).click()
    const search = panel('.view .search')
    for (const [text, found] of [
      ['rep', ['report']],
      ['stores:*', ['stores:1', 'stores:2']],
      ['tag:people', ['users']],
      ['nowhere', []],
    ] as const) {
      await search.fill(text)
      await expect.poll(keys).toEqual(found)
    }
    await panel('.nothing button').click()
    await expect.poll(keys).toHaveLength(7)
    await panel('.sort[data-by=key]').click()
    await expect.poll(async () => (await keys())[0]).toBe('users')
    expect(await panel('[aria-sort=descending]').innerText()).toContain('Key')
  })

  it('refreshes, invalidates and expires a key', async () => {
    await openPanel(page)
    await rowOf('users').click()
    const calls = await callsOf('users')
    await panel('.details .tool[aria-label=Refresh]').click()
    await expect.poll(() => callsOf('users')).toBe(calls + 1)
    await expect.poll(() => panel('.said').innerText()).toMatch(/^Refreshed: 1/)
    await panel('.details .tool[aria-label=Invalidate]').click()
    await expect.poll(() => callsOf('users')).toBe(calls + 2)
    await expect.poll(async () => (await snapshotOf('users')).freshness).toBe('fresh')
    await panel('.details .tool[aria-label="Expire now"]').click()
    expect((await snapshotOf('users')).freshness).toBe('stale')
    await expect.poll(() => panel('.why').innerText()).toContain('It is stale: its lifetime')
    expect(await callsOf('users')).toBe(calls + 2)
  })

  it('pauses and resumes a key and the manager', async () => {
    await openPanel(page)
    await rowOf('stats').click()
    await panel('.details .tool[aria-label=Pause]').click()
    expect((await snapshotOf('stats')).activity).toBe('paused')
    await expect.poll(() => panel('.why').innerText()).toContain('it was paused')
    await panel('.details .tool[aria-label=Resume]').click()
    await expect.poll(async () => (await snapshotOf('stats')).activity).not.toBe('paused')
    await panel('.tool[aria-label="Pause auto-sync"]').click()
    expect(await page.evaluate(() => freshline.manager.isPaused)).toBe(true)
    await panel('.tool[aria-label="Resume auto-sync"]').click()
    expect(await page.evaluate(() => freshline.manager.isPaused)).toBe(false)
  })

  it('simulates errors and being offline, says so, and undoes it when it is closed', async () => {
    await openPanel(page)
    await rowOf('report').click()
    await panel('.details .tool[aria-label="Simulate error"]').click()
    await expect.poll(() => panel('.banner').innerText()).toContain('Simulated: errors for report')
    await expect
      .poll(async () => (await snapshotOf('report')).error, { timeout: 15_000 })
      .toContain('simulated')
    await panel('.banner button').click()
    await expect.poll(async () => (await snapshotOf('report')).error).toBeUndefined()
    await panel('.tool[aria-label="Simulate offline"]').first().click()
    await expect.poll(() => panel('.banner').innerText()).toContain('no network for the whole manager')
    expect(await page.evaluate(() => freshline.manager.isOnline)).toBe(false)
    await expect.poll(() => panel('.network').innerText()).toContain('offline')
    await panel('[aria-label="Close the devtools"]').click()
    expect(await page.evaluate(() => freshline.manager.isOnline)).toBe(true)
    expect(await isRunning(page)).toBe(false)
  })

  it('undoes what it simulates, and goes, with the devtools', async () => {
    await openPanel(page)
    await panel('.tool[aria-label="Simulate offline"]').first().click()
    expect(await page.evaluate(() => freshline.manager.isOnline)).toBe(false)
    await page.evaluate(() => freshline.devtools.uninstall())
    await expect.poll(() => page.locator('freshline-panel').count()).toBe(0)
    expect(await page.evaluate(() => [freshline.manager.isOnline, '__FRESHLINE__' in window])).toEqual([
      true,
      false,
    ])
  })

  it('looks at one of several managers', async () => {
    await openPanel(page)
    expect(await panel('.managers').count()).toBe(0)
    await page.evaluate(() => {
      const manager = new freshline.core.DataSyncManager()
      manager.register('orders', () => 1)
      freshline.installDevtools(manager, { name: 'admin' })
    })
    await panel('.managers').selectOption('admin')
    await expect.poll(keys).toEqual(['orders'])
    await page.evaluate(() => freshline.devtools.uninstall())
    await expect.poll(keys).toEqual(['orders'])
    expect(await page.evaluate(() => Reflect.get(window, '__FRESHLINE__')?.name)).toBe('admin')
  })
})
