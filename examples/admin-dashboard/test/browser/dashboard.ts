/** A browser on the built dashboard, and what tests look at in it. */
import { openBrowser, type TestBrowser } from '@freshline/test-utils/browser'
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, expect } from 'vitest'
import { startExampleServer, type ExampleServer } from '@freshline/example-server/testing'

/** What a test file works with. */
export interface Dashboard {
  readonly browser: TestBrowser
  readonly server: ExampleServer
  /** Opens a section; `speed` divides the intervals. */
  open(section: string, options?: { speed?: number }): Promise<Page>
  /** Console lines of this test that are meant to be there: the browser's own lines about failed requests. */
  expectProblems(pattern: RegExp): void
}

/** A server and a browser for the whole file; every test starts healthy and must leave the console without errors. */
export function useDashboard(): Dashboard {
  let browser: TestBrowser
  let server: ExampleServer
  let expected: RegExp[] = []
  let seen = 0
  const opened: Page[] = []

  beforeAll(async () => {
    ;[server, browser] = await Promise.all([startExampleServer('admin-dashboard'), openBrowser()])
  })

  afterAll(async () => {
    await browser?.close()
    await server?.close()
  })

  beforeEach(() => {
    expected = []
    seen = browser.problems.length
  })

  afterEach(async () => {
    const problems = browser.problems
      .slice(seen)
      .filter((line) => !expected.some((pattern) => pattern.test(line)))
    for (const page of opened.splice(0)) await page.close()
    await server.fault({ mode: 'none' })
    expect(problems).toEqual([])
  })

  return {
    get browser() {
      return browser
    },
    get server() {
      return server
    },
    async open(section, { speed = 1 } = {}) {
      const page = await browser.newTab()
      opened.push(page)
      await page.setViewportSize({ width: 1280, height: 900 })
      await page.goto(`${server.origin}/dashboard/?speed=${speed}#/${section}`)
      await page.getByRole('heading', { level: 1 }).waitFor()
      return page
    },
    expectProblems: (pattern) => void expected.push(pattern),
  }
}

/** Waits until the live indicator says `word`. */
export async function untilState(page: Page, word: string): Promise<void> {
  await page.waitForFunction(
    (wanted) => document.querySelector('[data-testid="live-state"]')?.textContent?.includes(wanted),
    `Data sync: ${word}`,
    { polling: 50 },
  )
}

/** Counts the API requests that a page makes from now on, by path. */
export function countRequests(page: Page): Map<string, number> {
  const counts = new Map<string, number>()
  page.on('request', (request) => {
    const { pathname } = new URL(request.url())
    if (pathname.startsWith('/api/')) counts.set(pathname, (counts.get(pathname) ?? 0) + 1)
  })
  return counts
}
