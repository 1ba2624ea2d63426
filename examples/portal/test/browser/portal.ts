/** A browser on the built portal, and what tests look at in it. */
import { openBrowser, type TestBrowser } from '@freshline/test-utils/browser'
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, expect } from 'vitest'
import { startPortalServer, type PortalServer } from './portal-server'

declare global {
  var violations: string[]
}

/** What a test file works with. */
export interface Portal {
  readonly browser: TestBrowser
  readonly server: PortalServer
  /** Opens a view of the portal that `at` serves (default: the file's server); `speed` divides the intervals. */
  open(view: 'releases' | 'license', options?: { speed?: number; at?: PortalServer }): Promise<Page>
  /** Console lines of this test that are meant to be there: the browser's own lines about failed requests. */
  expectProblems(pattern: RegExp): void
}

/** A server and a browser for the whole file; every test must leave the console without errors, and break no policy. */
export function usePortal(): Portal {
  let browser: TestBrowser
  let server: PortalServer
  let expected: RegExp[] = []
  let seen = 0
  const opened: Page[] = []

  beforeAll(async () => {
    ;[server, browser] = await Promise.all([startPortalServer(), openBrowser()])
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
    const violations: string[] = []
    for (const page of opened.splice(0)) {
      violations.push(...(await page.evaluate(() => globalThis.violations)))
      await page.close()
    }
    const problems = browser.problems
      .slice(seen)
      .filter((line) => !expected.some((pattern) => pattern.test(line)))
    expect([problems, violations]).toEqual([[], []])
  })

  return {
    get browser() {
      return browser
    },
    get server() {
      return server
    },
    async open(view, { speed = 1, at = server } = {}) {
      const page = await browser.newTab()
      opened.push(page)
      await page.setViewportSize({ width: 1280, height: 900 })
      await page.addInitScript(() => {
        globalThis.violations = []
        addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) =>
          violations.push(`${violatedDirective} ${blockedURI}`),
        )
      })
      await page.goto(`${at.origin}/portal/?speed=${speed}#/${view}`)
      await page.getByRole('heading', { level: 1 }).waitFor()
      return page
    },
    expectProblems: (pattern) => void expected.push(pattern),
  }
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
