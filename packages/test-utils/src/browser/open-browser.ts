// A Chromium whose tabs are really hidden, shown, frozen and cut off, as a visitor's are. Tabs of one window are
// driven over its debugging port; contexts of Playwright's own would stay visible for ever.
import { chromium, type BrowserContext, type Page } from 'playwright-core'
import { startChromium } from './chromium-process'

/** A running browser with one window. */
export interface TestBrowser {
  /** Playwright's view of the window; its pages are tabs. Never make another context. */
  readonly context: BrowserContext
  /** What tabs complained about since they were opened: console errors and uncaught exceptions. */
  readonly problems: readonly string[]
  /** Opens a tab, which hides the others, and waits until `url` (default `about:blank`) is loaded. */
  newTab(url?: string): Promise<Page>
  /** Hides a tab by bringing an empty one to the front, and waits until the page knows. */
  hide(page: Page): Promise<void>
  /** Brings a tab to the front, which hides the others, and waits until the page knows. */
  show(page: Page): Promise<void>
  /** Freezes a tab: its timers and tasks stop. Nothing can be evaluated in it until it is resumed. */
  freeze(page: Page): Promise<void>
  /** Lets a frozen tab go on. */
  resume(page: Page): Promise<void>
  /** Cuts all tabs off from the network, or connects them again; pages get `offline` and `online` events. */
  setOffline(offline: boolean): Promise<void>
  /** Ends the browser and removes its profile. */
  close(): Promise<void>
}

/** Opens the installed Chromium. @throws Error when there is none */
export async function openBrowser(): Promise<TestBrowser> {
  const chromiumProcess = await startChromium()
  const browser = await chromium.connectOverCDP(chromiumProcess.endpoint, { noDefaults: true })
  const context = browser.contexts()[0]
  const cover = context?.pages()[0]
  if (context === undefined || cover === undefined) throw new Error('Chromium opened without a window')
  const problems: string[] = []

  return {
    context,
    problems,
    async newTab(url = 'about:blank') {
      const page = await context.newPage()
      listen(page, problems)
      await page.goto(url)
      return page
    },
    async hide(page) {
      await cover.bringToFront()
      await untilVisibility(page, 'hidden')
    },
    async show(page) {
      await page.bringToFront()
      await untilVisibility(page, 'visible')
    },
    freeze: (page) => setLifecycle(page, 'frozen'),
    resume: (page) => setLifecycle(page, 'active'),
    setOffline: (offline) => context.setOffline(offline),
    async close() {
      const session = await browser.newBrowserCDPSession()
      await session.send('Browser.close').catch(() => {})
      await chromiumProcess.ended()
    },
  }
}

function listen(page: Page, problems: string[]): void {
  page.on('pageerror', (error) => problems.push(`${page.url()}: ${error.stack ?? error.message}`))
  page.on('console', (message) => {
    if (message.type() === 'error') problems.push(`${page.url()}: ${message.text()}`)
  })
}

/** Polls from outside, because in a hidden page the default way of waiting, an animation frame, never comes. */
async function untilVisibility(page: Page, state: 'hidden' | 'visible'): Promise<void> {
  await page.waitForFunction((wanted) => document.visibilityState === wanted, state, { polling: 50 })
}

async function setLifecycle(page: Page, state: 'frozen' | 'active'): Promise<void> {
  const session = await page.context().newCDPSession(page)
  await session.send('Page.setWebLifecycleState', { state })
  await session.detach()
}
