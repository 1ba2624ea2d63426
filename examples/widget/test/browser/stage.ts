/** What a test of the widget happens on: the API with its admin page, the stubborn proxy, the foreign site, a browser. */
import { fileURLToPath } from 'node:url'
import type { BannerContent, ConsentState } from '@freshline/example-server/api-types'
import { createApp, type App } from '@freshline/example-server/app'
import { listen } from '@freshline/example-server/listen'
import { openBrowser, type TestBrowser } from '@freshline/test-utils/browser'
import type { BrowserContext, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect } from 'vitest'
import type { Listening } from '../../host/listen-on'
import { startHost, type HostPolicy } from '../../host/start-host'
import { startProxy, type StubbornProxy } from '../../host/start-proxy'

export const dist = fileURLToPath(new URL('../../dist', import.meta.url))
const admin = '/api/admin/consent/harbour-bakery'

/** What a test file works with. */
export interface Stage {
  readonly browser: TestBrowser
  /** The stubborn proxy that the foreign site gets script and banner through. */
  readonly proxy: StubbornProxy
  /** Address of the API's own server, with the admin page below `/widget/`. */
  readonly api: string
  /** Address of the foreign site. */
  readonly site: string
  /** Opens a page of the foreign site in a new tab. */
  open(path?: string, options?: OpenOptions): Promise<Page>
  /** Opens the admin page: in a new tab, or in a window beside the others, which hides none of them. */
  openAdmin(place?: 'tab' | 'window'): Promise<Page>
  /** Publishes the draft with these changes, past the admin page; answers the state. */
  publish(changes?: Partial<BannerContent>, asksAgain?: boolean): Promise<ConsentState>
  /** Draft, published banner and history. */
  state(): Promise<ConsentState>
  /** Lines in the console that this test means to be there. */
  expectProblems(pattern: RegExp): void
}

/** How a page of the foreign site is opened. */
export interface OpenOptions {
  /** Whether tests may look into the banner; `false` leaves it as visitors have it. Default true. */
  readonly peek?: boolean
  /** Runs before the page's own scripts. */
  readonly before?: () => void
  /** Default 1280 by 800. */
  readonly size?: { readonly width: number; readonly height: number }
}

/** Further pages of the foreign site, by path; each is made of the tag. */
export type Pages = Readonly<Record<string, (tag: string) => string>>

/** Sets it up for a file. Every test ends with a clean console, no violated policy, and a visitor who is unknown. */
export function useStage(pages: Pages = {}, policy: HostPolicy = 'address'): Stage {
  const running: { close(): Promise<void> }[] = []
  const opened: Page[] = []
  let browser: TestBrowser
  let proxy: StubbornProxy
  let apiUrl: string
  let site: Listening
  let app: App
  let expected: RegExp[] = []
  let seen = 0

  beforeAll(async () => {
    // The app has to know the proxy's address, and the proxy the app's.
    const listener = await listen((request) => app.fetch(request), '127.0.0.1', 0)
    apiUrl = `http://127.0.0.1:${listener.port}`
    proxy = await startProxy({ upstream: apiUrl })
    site = await startHost({ cdn: proxy.url, pages, policy })
    const places = { proxy: proxy.url, hostPage: `${site.url}/` }
    app = await createApp({ dbFile: ':memory:', sites: { '/widget/': dist }, places })
    running.push(site, proxy, listener, app)
    browser = await openBrowser()
    // The browser goes first: what it still asks for needs no answer any more.
    running.unshift(browser)
  })

  afterAll(async () => {
    for (const part of running) await part.close()
  })

  afterEach(async () => {
    const violated: string[] = []
    for (const page of opened) violated.push(...(await violationsOf(page)))
    const problems = browser.problems
      .slice(seen)
      .filter((line) => !expected.some((known) => known.test(line)))
    for (const page of opened) await forget(page)
    for (const page of opened.splice(0)) await page.close({ runBeforeUnload: false })
    proxy.fail('none')
    proxy.forget()
    seen = browser.problems.length
    expected = []
    expect([...problems, ...violated]).toEqual([])
  })

  const ask = async (method: string, path: string, body?: object): Promise<ConsentState> => {
    const json = { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }
    const response = await fetch(apiUrl + path, { method, ...(body && json) })
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`)
    return (await response.json()) as ConsentState
  }

  return {
    get browser() {
      return browser
    },
    get proxy() {
      return proxy
    },
    get api() {
      return apiUrl
    },
    get site() {
      return site.url
    },
    async open(path = '/', { peek = true, before, size = { width: 1280, height: 800 } } = {}) {
      const page = await browser.newTab()
      opened.push(page)
      await page.setViewportSize(size)
      await page.addInitScript(watch, peek)
      if (before) await page.addInitScript(before)
      await page.goto(site.url + path)
      return page
    },
    async openAdmin(place = 'tab') {
      const page = await (place === 'tab' ? browser.newTab() : newWindow(browser.context))
      opened.push(page)
      await page.setViewportSize({ width: 1280, height: 1000 })
      await page.addInitScript(watch, false)
      await page.goto(`${apiUrl}/widget/`)
      await page.locator('#fields:enabled').waitFor()
      return page
    },
    async publish(changes = {}, asksAgain = true) {
      const { draft } = await ask('GET', admin)
      await ask('PUT', `${admin}/draft`, { ...draft, ...changes })
      return ask('POST', `${admin}/publish`, { asksAgain })
    },
    state: () => ask('GET', admin),
    expectProblems: (pattern) => void expected.push(pattern),
  }
}

/** A window of its own, with one empty tab. */
async function newWindow(context: BrowserContext): Promise<Page> {
  const session = await context.browser()?.newBrowserCDPSession()
  const opened = context.waitForEvent('page')
  await session?.send('Target.createTarget', { url: 'about:blank', newWindow: true })
  await session?.detach()
  return opened
}

/** Notes violated policies and shifts from the first moment on; opens closed trees to the test. */
function watch(peek: boolean): void {
  const noted: Noted = { violations: [], shifts: [] }
  Object.defineProperty(document, Symbol.for('noted'), { value: noted })
  document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) =>
    noted.violations.push(`${violatedDirective} ${blockedURI}`),
  )
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) noted.shifts.push((entry as unknown as { value: number }).value)
  }).observe({ type: 'layout-shift', buffered: true })
  if (!peek) return
  const attach = Element.prototype.attachShadow
  Element.prototype.attachShadow = function (this: Element, init: ShadowRootInit) {
    return attach.call(this, { ...init, mode: 'open' })
  }
}

/** What a page noted of itself. */
export interface Noted {
  readonly violations: string[]
  readonly shifts: number[]
}

/** What a page noted of itself so far. */
export function notedBy(page: Page): Promise<Noted> {
  return page.evaluate(() => Reflect.get(document, Symbol.for('noted')) as Noted)
}

async function violationsOf(page: Page): Promise<string[]> {
  const { violations } = await notedBy(page).catch(() => ({ violations: [] }))
  return violations
}

async function forget(page: Page): Promise<void> {
  await page.evaluate(() => localStorage.clear()).catch(() => {})
}

/** The banner on a page; its parts are found through the shadow root. */
export function bannerOn(page: Page) {
  const banner = page.locator('freshline-consent')
  return {
    banner,
    panel: banner.locator('section'),
    title: banner.locator('h2'),
    button: (name: string) => banner.getByRole('button', { name }),
    /** Waits until it says this. */
    says: (title: string, timeout = 20_000) => banner.locator('h2', { hasText: title }).waitFor({ timeout }),
    /** Waits until it is gone. */
    isGone: () => banner.waitFor({ state: 'detached', timeout: 20_000 }),
  }
}
