// The built site in a real browser: search finds, every width and colour is readable, and no other host is asked.
// `node scripts/docs-build.mjs` builds it.
import { existsSync, readFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { extname, join, normalize } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import {
  axeEverywhere,
  openBrowser,
  type TestBrowser,
} from '../../../packages/test-utils/src/browser/index.ts'

const dist = join(import.meta.dirname, '..', '..', '.vitepress', 'dist')
const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.json': 'application/json',
}

let server: Server
let browser: TestBrowser
let origin: string
let page: Page
const asked: string[] = []

beforeAll(async () => {
  if (!existsSync(join(dist, 'index.html'))) throw new Error('Build the site: node scripts/docs-build.mjs')
  server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://site')
    const file = join(
      dist,
      normalize(decodeURIComponent(pathname.endsWith('/') ? `${pathname}index.html` : pathname)),
    )
    if (!file.startsWith(dist) || !existsSync(file)) return void response.writeHead(404).end()
    response.setHeader('content-type', types[extname(file)] ?? 'text/plain; charset=utf-8')
    response.end(readFileSync(file))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  browser = await openBrowser()
}, 60_000)

afterAll(async () => {
  await browser?.close()
  server?.closeAllConnections()
  await new Promise((resolve) => server?.close(resolve))
})

beforeEach(async () => {
  await page?.close()
  page = await browser.newTab()
  page.on('request', (request) => asked.push(request.url()))
})

const open = (path: string) => page.goto(`${origin}${path}`, { waitUntil: 'networkidle' })

it.each(['/', '/start.html', '/concepts/ordering.html', '/errors/parse.html', '/troubleshooting.html'])(
  '%s: axe finds nothing, light and dark, wide and narrow, and nothing scrolls sideways',
  async (path) => {
    await open(path)
    expect(await axeEverywhere(page)).toEqual([])
  },
  120_000,
)

it('search finds a page by what it says, and an error by its code', async () => {
  await open('/start.html')
  const field = page.locator('input[type=search]')
  // A page that is still coming to life hears no key.
  await expect
    .poll(() => page.keyboard.press('Control+k').then(() => field.isVisible()), { timeout: 30_000 })
    .toBe(true)
  await field.fill('monotonic')
  await page.waitForFunction(() =>
    document.querySelector('.results a')?.getAttribute('href')?.includes('ordering'),
  )
  await field.fill('stale')
  await page.waitForFunction(() => {
    const first = document.querySelector('.results a')?.getAttribute('href') ?? ''
    return first !== '' && !first.includes('errors') && !first.includes('ordering')
  })
  await field.fill('bare_star')
  await page.waitForFunction(() =>
    [...document.querySelectorAll('.results a')].some((link) =>
      link.getAttribute('href')?.includes('bare_star'),
    ),
  )
})

it('code groups are tabs, and a copied link leads to its heading', async () => {
  await open('/start.html')
  await page.getByText('Vue', { exact: true }).and(page.locator('label')).first().click()
  await page.getByText('@freshline/vue @freshline/devtools').waitFor()
  await open('/concepts/ordering.html#3-read-your-writes')
  const top = await page.evaluate(
    () => document.getElementById('3-read-your-writes')?.getBoundingClientRect().top ?? Infinity,
  )
  expect(Math.abs(top)).toBeLessThan(200)
})

it('the pictures follow the theme, and have a title and a description', async () => {
  await page.emulateMedia({ colorScheme: 'dark' })
  await open('/concepts/ordering.html')
  expect(await page.locator('.picture svg').count()).toBe(10)
  const ink = () =>
    page.evaluate(() => getComputedStyle(document.querySelector('.picture text') as Element).fill)
  const dark = await ink()
  await page.emulateMedia({ colorScheme: 'light' })
  await page.waitForFunction(() => !document.documentElement.classList.contains('dark'))
  expect(await ink()).not.toBe(dark)
  const named = await page.getByRole('img', { name: /^Read your writes/ }).count()
  expect(named).toBe(1)
})

it('llms.txt names pages that are there', async () => {
  const text = readFileSync(join(dist, 'llms.txt'), 'utf8')
  const links = [...text.matchAll(/\]\((\/[^)]+)\)/g)].map(([, link]) => link ?? '')
  expect(links.length).toBeGreaterThan(90)
  expect(links.filter((link) => !existsSync(join(dist, link)))).toEqual([])
  expect(readFileSync(join(dist, 'llms-full.txt'), 'utf8')).toContain('# The ten ordering rules')
})

it('no page has asked another host for anything, or complained', () => {
  expect(asked.length).toBeGreaterThan(10)
  expect(asked.filter((url) => !url.startsWith(origin) && !url.startsWith('data:'))).toEqual([])
  expect(browser.problems).toEqual([])
})
