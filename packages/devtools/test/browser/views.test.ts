// The panel's views in a real browser: the timeline's reasons, the log, the figures, data of 5 MB, ten thousand keys.
import { openBrowser, type TestBrowser } from '@freshline/test-utils/browser'
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { openPanel, servePanelPage, closeClean } from './panel-page'

let server: Awaited<ReturnType<typeof servePanelPage>>
let browser: TestBrowser
let page: Page

const panel = (selector: string) => page.locator(`freshline-panel ${selector}`)

beforeAll(async () => {
  server = await servePanelPage()
  browser = await openBrowser()
})

afterAll(async () => {
  await browser?.close()
  await server?.close()
})

const open = async (query = '') => {
  page = await browser.newTab(`${server.origin}/${query}`)
  await page.setViewportSize({ width: 1280, height: 800 })
  await panel('.launcher').waitFor()
}

beforeEach(() => open())

afterEach(() => closeClean(page, browser))

/** How many frames the page draws in a second. */
const framesInASecond = () =>
  page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        let frames = 0
        const end = performance.now() + 1000
        const next = () =>
          performance.now() < end ? (frames++, void requestAnimationFrame(next)) : resolve(frames)
        next()
      }),
  )

describe('I2 the timeline', () => {
  it('says of each request why it was made or saved, and what came of it', async () => {
    await openPanel(page)
    await page.evaluate(async () => {
      const { manager, answers, core } = freshline
      const forever = () => new Promise(() => {})
      await manager.refresh('release')
      await manager.refresh('stores:2')
      manager.register('users', () => 1)
      await manager.mutate(async () => {}, { invalidates: ['stores:1'] })
      answers['report'] = () =>
        Promise.reject(new core.HttpError('report: 403', { status: 403, headers: new Headers() }))
      await manager.refresh('report')
      const slow = manager.register('slow', forever)
      await new Promise((resolve) => setTimeout(resolve, 20))
      slow.unregister()
      let release = (_value: number) => {}
      manager.register('late', () => new Promise<number>((resolve) => (release = resolve)))
      await new Promise((resolve) => setTimeout(resolve, 20))
      manager.register('late', () => 2)
      manager.setData('late', 5)
      release(1)
      await new Promise((resolve) => setTimeout(resolve, 50))
    })
    await panel('#tab-timeline').click()
    const sentenceOf = async (result: string, key: string) => {
      const row = panel(`.timeline .row:has(.result.${result}):has(.key:text-is("${key}"))`).first()
      await row.waitFor()
      return row.locator('.second').innerText()
    }
    await panel('.view .search').fill('*e*')
    expect(await sentenceOf('notModified', 'release')).toContain('the server said 304')
    expect(await sentenceOf('failed', 'report')).toMatch(
      /somebody called refresh\(\); it failed, .*report: 403/,
    )
    expect(await sentenceOf('hit', 'users')).toContain('Saved: one more place began to show it')
    await panel('.view .search').fill('stores')
    expect(await sentenceOf('unchanged', 'stores:2')).toContain('the answer was what was held already')
    expect(await sentenceOf('unchanged', 'stores:1')).toContain('a mutation named it')
    await panel('.view .search').fill('l')
    expect(await sentenceOf('aborted', 'slow')).toContain('nobody wanted the answer any more')
    expect(await sentenceOf('joined', 'late')).toContain('its answer serves both')
    expect(await sentenceOf('superseded', 'late')).toContain('something newer is held')
    expect(await sentenceOf('changed', 'late')).toContain('Asked because the answer before was overtaken')
    await panel('.chip').filter({ hasText: 'Saved' }).click()
    await expect.poll(() => panel('.timeline .result.changed').count()).toBe(0)
  })

  it('leads from a request to its key', async () => {
    await openPanel(page)
    await panel('#tab-timeline').click()
    await panel('.timeline .row:has(.key:text-is("license"))').first().click()
    expect(await panel('.chosen-why').innerText()).toContain('the license server is down')
    await panel('.chosen-why button').click()
    expect(await panel('.details h2').innerText()).toBe('license')
  })
})

describe('I2 the log', () => {
  it('shows events as they happen, filtered, and waits while it is paused', async () => {
    await openPanel(page)
    await panel('#tab-log').click()
    await page.evaluate(() => freshline.manager.invalidate('stores:1'))
    await panel('.log .event.invalidated').waitFor()
    await panel('.chip').filter({ hasText: 'Switches' }).click()
    await expect.poll(() => panel('.log .event').count()).toBe(0)
    await page.evaluate(() => freshline.manager.pause())
    await panel('.log .event.paused').waitFor()
    await panel('.view .tool[aria-label=Pause]').click()
    await page.evaluate(() => freshline.manager.resume())
    await expect.poll(() => panel('.view .tools').innerText()).toMatch(/[1-9]\d* left out/)
    expect(await panel('.log .event.resumed').count()).toBe(0)
  })
})

describe('I2 the figures', () => {
  it('tell hits, requests and what was saved', async () => {
    await openPanel(page)
    await page.evaluate(() => freshline.manager.register('users', () => 1))
    await panel('#tab-metrics').click()
    await expect.poll(() => panel('.metrics-view').innerText()).toMatch(/Hit ratio\s+[\d.]+ %/)
    expect(await panel('.metrics-view table').count()).toBe(3)
  })

  it('are no wider than a narrow panel; their tables scroll in themselves', async () => {
    await page.setViewportSize({ width: 320, height: 640 })
    await openPanel(page)
    await panel('[role=tab]').filter({ hasText: 'Metrics' }).click()
    await panel('.figure').first().waitFor()
    const view = panel('.metrics-view')
    expect(await view.evaluate(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth)).toBe(0)
    const times = panel('.wide[aria-label="Times"]')
    expect(await times.evaluate(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth)).toBeGreaterThan(
      0,
    )
    expect(await times.getAttribute('tabindex')).toBe('0')
  })
})

describe('I2 large data', () => {
  it('of 5 MB is shown, searched and copied while the page goes on', async () => {
    await page.evaluate(() => {
      const rows = Array.from({ length: 50_000 }, (_, id) => ({
        id,
        name: `store number ${id}`,
        apiKey: `sk-verysecret-${id}`,
        address: { street: `street ${id % 7}`, town: 'far away' },
      }))
      freshline.manager.setData('large', rows, { ttl: 600_000 })
      freshline.manager.subscribe('large', () => {})
    })
    await openPanel(page)
    await panel('.keys .row:has([title="large"])').click()
    await panel('#part-data').click()
    await panel('.tree .row').nth(5).waitFor()
    expect(await panel('.tree .row').count()).toBeLessThan(80)
    await panel('.data-tools .search').fill('number 49999')
    await expect.poll(() => panel('.data-tools .found').innerText(), { timeout: 20_000 }).toBe('1 of 1')
    expect(await panel('.tree [aria-selected=true]').innerText()).toContain('store number 49999')
    expect(await panel('.tree').innerText()).not.toContain('verysecret-49999')
    expect(await panel('.tree .row').count()).toBeLessThan(80)
    expect(await framesInASecond()).toBeGreaterThan(8)
    await page.evaluate(() => {
      navigator.clipboard.writeText = async (text) =>
        void (document.title = `${text.length}: ${text.slice(0, 60)}`)
    })
    await panel('.data-tools [aria-label="Copy as JSON"]').click()
    await expect.poll(() => panel('.said').innerText()).toBe('Copied as JSON')
    expect(await page.title()).toBe('20: "store number 49999"')
    await panel('.list.tree').focus()
    await page.keyboard.press('ArrowLeft')
    await expect.poll(() => panel('.tree [aria-selected=true]').innerText()).toMatch(/49999/)
  })
})

describe('I2 ten thousand keys', () => {
  it('are listed, scrolled and searched while the page goes on', async () => {
    await page.close()
    await open('?empty')
    await openPanel(page)
    expect(await panel('.nothing').innerText()).toContain('No key is registered or watched yet')
    await page.evaluate(() => {
      const { manager } = freshline
      for (let index = 0; index < 10_000; index++) {
        const key = `item:${String(index).padStart(5, '0')}`
        manager.setData(key, index, { ttl: 600_000 })
        manager.subscribe(key, () => {})
      }
    })
    await expect.poll(() => panel('#tab-keys').innerText(), { timeout: 20_000 }).toContain('10000')
    expect(await panel('.keys .row').count()).toBeLessThan(60)
    const reads = await page.evaluate(async () => {
      const { manager } = freshline
      let count = 0
      const read = manager.getStatus.bind(manager)
      manager.getStatus = () => (count++, read())
      for (let step = 0; step < 50; step++) {
        void manager.invalidate(`item:${String(step).padStart(5, '0')}`)
        await new Promise((resolve) => setTimeout(resolve, 20))
      }
      return count
    })
    expect(reads).toBeLessThanOrEqual(15)
    expect(await framesInASecond()).toBeGreaterThan(8)
    await panel('.list.keys').focus()
    await page.keyboard.press('End')
    await panel('.keys .row:has([title="item:09999"])').waitFor()
    await panel('.view .search').fill('item:*77')
    await expect.poll(() => panel('.keys .row[data-index]').first().innerText()).toContain('item:00077')
    expect(await panel('.list.keys').getAttribute('aria-rowcount')).toBe('101')
  })
})
