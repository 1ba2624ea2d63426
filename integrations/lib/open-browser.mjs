// An installed Chromium whose tabs all count as visible, and what each tab complained about.
import { chromium } from 'playwright-core'
import { findChromium } from '../../packages/test-utils/src/browser/find-chromium.ts'

/** Opens it. Each tab is a visitor of its own, with no memory of other tabs. */
export async function openBrowser() {
  const args = ['--no-sandbox', '--disable-gpu', '--disable-background-networking']
  const browser = await chromium.launch({ executablePath: findChromium(), args })
  return {
    async newTab(address) {
      const context = await browser.newContext()
      const page = await context.newPage()
      const problems = []
      page.on('pageerror', (error) => problems.push(error.stack ?? error.message))
      page.on('console', (message) => {
        if (message.type() === 'error' || message.type() === 'warning') problems.push(message.text())
      })
      await page.goto(address)
      return { page, problems, close: () => context.close() }
    },
    close: () => browser.close(),
  }
}
