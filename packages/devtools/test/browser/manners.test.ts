// How the panel behaves on somebody's page: by keyboard alone, for screen readers, in light and dark, on small screens.
import { axeEverywhere, openBrowser, type TestBrowser } from '@freshline/test-utils/browser'
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { isRunning, openPanel, servePanelPage, closeClean } from './panel-page'

let server: Awaited<ReturnType<typeof servePanelPage>>
let browser: TestBrowser
let page: Page

const panel = (selector: string) => page.locator(`freshline-panel ${selector}`)
const press = async (...keys: string[]) => {
  for (const key of keys) await page.keyboard.press(key)
}
/** What has the focus: its label, or what is written on it. */
const focused = () =>
  page.evaluate(() => {
    const at = document.activeElement?.shadowRoot?.activeElement
    return at?.getAttribute('aria-label') ?? at?.textContent?.replace(/\s+/g, ' ').trim() ?? ''
  })

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
  await panel('.launcher').waitFor()
})

afterEach(() => closeClean(page, browser))

describe('I2 by keyboard alone', () => {
  it('everything can be reached and left', async () => {
    await press('Alt+Shift+F')
    await expect.poll(focused).toBe('Keys 7')
    await press('ArrowRight')
    await expect.poll(focused).toBe('Timeline')
    await press('ArrowLeft', '/')
    await expect.poll(focused).toBe('Search keys')
    await page.keyboard.type('users')
    await expect.poll(() => panel('.keys .row[data-index]').count()).toBe(1)
    await press('Escape')
    await expect.poll(() => panel('.keys .row[data-index]').count()).toBe(7)
    await panel('.list.keys').focus()
    await press('End')
    await expect.poll(() => panel('.details h2').innerText()).toBe('users')
    const row = await panel('.list.keys').getAttribute('aria-activedescendant')
    expect(await panel(`#${row}`).getAttribute('aria-selected')).toBe('true')
    await press('Enter')
    await expect.poll(focused).toBe('Overview')
    await press('ArrowRight')
    await expect.poll(focused).toBe('Data')
    const calls = await page.evaluate(() => freshline.calls['users'] ?? 0)
    await press('r')
    await expect.poll(() => page.evaluate(() => freshline.calls['users'])).toBe(calls + 1)
    // An answer on its way would make fresh again what is made stale now.
    await expect
      .poll(() => page.evaluate(() => freshline.manager.getSnapshot('users').isFetching))
      .toBe(false)
    await press('e')
    await expect
      .poll(() => page.evaluate(() => freshline.manager.getSnapshot('users').freshness))
      .toBe('stale')
    await panel('.list.tree').focus()
    await press('Home', 'ArrowDown', 'ArrowRight')
    await expect.poll(() => panel('.tree [role=treeitem][aria-level="3"]').count()).toBe(2)
    await press('ArrowLeft')
    await expect.poll(() => panel('.tree [role=treeitem][aria-level="3"]').count()).toBe(0)
    await press('Escape')
    await expect.poll(focused).toBe('Keys')
    expect(await panel('.details').count()).toBe(0)
    await press('3')
    await expect.poll(focused).toBe('Log')
    await press('?')
    await expect.poll(() => panel('.shortcuts').innerText()).toContain('Alt Shift F')
    await press('Escape')
    await expect.poll(focused).toBe('Open the Freshline devtools')
    expect(await isRunning(page)).toBe(false)
    await press('Alt+Shift+F')
    await expect.poll(() => isRunning(page)).toBe(true)
    await press('Alt+Shift+F')
    await expect.poll(() => isRunning(page)).toBe(false)
  })

  it('what is typed in the panel is not heard by the page', async () => {
    await page.evaluate(() => {
      window.addEventListener('keydown', (event) => (document.title += event.key))
    })
    await openPanel(page)
    await panel('.view .search').fill('')
    await panel('.view .search').press('x')
    expect(await page.title()).toBe('A page')
  })

  it('the panel is resized and moved', async () => {
    await openPanel(page)
    const heightOf = () => panel('.panel').evaluate((element) => element.getBoundingClientRect().height)
    const before = await heightOf()
    await panel('.edge').focus()
    await press('ArrowUp', 'ArrowUp', 'Shift+ArrowUp')
    await expect.poll(heightOf).toBe(before + 120)
    expect(await panel('.edge').getAttribute('aria-valuenow')).toBe(String(before + 120))
    await panel('[aria-label="A window of its own"]').click()
    const xOf = () => panel('.panel').evaluate((element) => element.getBoundingClientRect().x)
    const x = await xOf()
    await panel('.handle').focus()
    await press('ArrowRight')
    await expect.poll(xOf).toBe(x + 10)
  })
})

describe('I2 the panel on the page', () => {
  it('remembers its place, its size, its tab and that it was open', async () => {
    await openPanel(page)
    await panel('[aria-label="Dock to the right"]').click()
    const edge = await panel('.edge').boundingBox()
    await page.mouse.move((edge?.x ?? 0) + 2, 300)
    await page.mouse.down()
    await page.mouse.move((edge?.x ?? 0) - 98, 300, { steps: 4 })
    await page.mouse.up()
    const widthOf = () => panel('.panel').evaluate((element) => element.getBoundingClientRect().width)
    const width = await widthOf()
    expect(width).toBeGreaterThan(500)
    await panel('#tab-log').click()
    await page.reload()
    await panel('.panel').waitFor()
    expect(await widthOf()).toBe(width)
    expect(await panel('[role=tab][aria-selected=true]').first().innerText()).toBe('Log')
  })

  it('does without a storage', async () => {
    await page.addInitScript(() => {
      Object.defineProperty(window, 'localStorage', {
        get() {
          throw new DOMException('denied', 'SecurityError')
        },
        configurable: true,
      })
    })
    await page.reload()
    await openPanel(page)
    expect(await panel('.keys .row[data-index]').count()).toBe(7)
    await page.evaluate(() => Object.defineProperty(window, 'localStorage', { value: { clear: () => {} } }))
  })

  it('neither takes the page’s styles nor gives it any', async () => {
    const own = () => page.locator('#own').evaluate((button) => getComputedStyle(button).borderTopColor)
    const before = await own()
    await openPanel(page)
    expect(await own()).toBe(before)
    const { spacing, font } = await panel('.tool')
      .first()
      .evaluate((button) => ({
        spacing: getComputedStyle(button).letterSpacing,
        font: getComputedStyle(button).fontFamily,
      }))
    expect(spacing).toBe('normal')
    expect(font).not.toContain('Georgia')
  })

  it('its colours can be chosen', async () => {
    await page.emulateMedia({ colorScheme: 'light' })
    await openPanel(page)
    const ground = () => panel('.panel').evaluate((element) => getComputedStyle(element).backgroundColor)
    const light = await ground()
    await panel('#tab-settings').click()
    await panel('input[value=dark]').check()
    await expect.poll(ground).not.toBe(light)
    await page.emulateMedia({ colorScheme: 'dark' })
    await panel('input[value=light]').check()
    await expect.poll(ground).toBe(light)
  })

  it.each(['keys', 'timeline', 'log', 'metrics', 'settings'])(
    'axe finds nothing in %s, light and dark, wide and narrow',
    async (tab) => {
      await openPanel(page)
      await panel(`#tab-${tab}`).click()
      await page.evaluate(() => freshline.manager.invalidate('users'))
      if (tab === 'keys') {
        await panel('.tool[aria-label="Simulate errors"]').click()
        await panel('.keys .row:has([title="users"])').click()
        await panel('#part-data').click()
        await panel('.list.tree').waitFor()
      }
      expect(await axeEverywhere(page)).toEqual([])
    },
  )
})
