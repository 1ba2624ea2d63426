import { startExampleServer, type ExampleServer } from '@freshline/example-server/testing'
import { axeEverywhere, openBrowser, SERVER_GONE, type TestBrowser } from '@freshline/test-utils/browser'
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'

declare global {
  var violations: string[]
}

const hostPage = 'http://127.0.0.1:65000/'
/** The machine may be busy. */
const patient = { timeout: 20_000 }

let server: ExampleServer
let browser: TestBrowser
let page: Page | undefined
/** Console lines that are meant to be there. */
let expected = /^$/
let seen = 0

beforeAll(async () => {
  ;[server, browser] = await Promise.all([
    startExampleServer('start', { HOST_PAGE_URL: hostPage }),
    openBrowser(),
  ])
})

afterAll(async () => {
  await browser?.close()
  await server?.close()
})

afterEach(async () => {
  await page?.close()
  const problems = browser.problems.slice(seen).filter((line) => !expected.test(line))
  seen = browser.problems.length
  expected = /^$/
  if (problems.length > 0) throw new Error(`The page complained: ${problems.join('; ')}`)
})

/** Opens the page and waits until it knows how the server is. */
async function open(): Promise<Page> {
  page = await browser.newTab()
  await page.setViewportSize({ width: 1280, height: 900 })
  await page.addInitScript(() => {
    globalThis.violations = []
    addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) =>
      violations.push(`${violatedDirective} ${blockedURI}`),
    )
  })
  await page.goto(server.origin)
  await stateOf(page, 'Up')
  return page
}

const stateOf = (of: Page, state: string) =>
  expect.poll(() => of.locator('#state').innerText(), patient).toBe(state)

test('it leads to all examples, under the strict policy', async () => {
  const first = await open()
  await expect.poll(() => first.getByRole('link', { name: 'Open the bakery' }).count(), patient).toBe(1)
  const links = await first
    .getByRole('link')
    .evaluateAll((all) => all.map((each) => Reflect.get(each, 'href')))
  expect(links).toEqual([
    `${server.origin}/dashboard/`,
    `${server.origin}/portal/`,
    `${server.origin}/widget/`,
    hostPage,
  ])
  for (const link of links.slice(0, 3)) expect((await fetch(String(link))).status).toBe(200)
  expect(await first.evaluate(() => violations)).toEqual([])
})

test(
  'axe finds nothing wrong with it while the server answers, and when it is gone',
  { timeout: 180_000 },
  async () => {
    expected = SERVER_GONE
    const first = await open()
    expect(await axeEverywhere(first)).toEqual([])
    await server.kill()
    await stateOf(first, 'No answer')
    expect(await axeEverywhere(first)).toEqual([])
    await server.start()
  },
)

test('the figures move with the server, stay while it is gone, and go on by themselves', async () => {
  expected = SERVER_GONE
  const first = await open()
  const changes = () => first.locator('#changes').innerText()
  const before = Number((await changes()).replaceAll(',', ''))
  await server.ask('PATCH', '/api/admin/keys/1', { seats: before + 2_000 })
  await first.getByRole('button', { name: 'Refresh' }).click()
  await expect.poll(changes, patient).toBe(String(before + 1))
  expect(await first.locator('#changes-note').innerText()).toMatch(/^Changed seats of license key .* s ago$/)

  await server.kill()
  await stateOf(first, 'No answer')
  expect(await changes()).toBe(String(before + 1))
  await first.getByText('Could not be refreshed').first().waitFor()
  await server.start()
  await stateOf(first, 'Up')
})

test('its commands answer in the console, and are copied by a press', async () => {
  const first = await open()
  const command = first.getByRole('button', { name: '__FRESHLINE__.status()' }).first()
  await browser.context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: server.origin })
  await command.focus()
  await first.keyboard.press('Enter')
  await first.getByText('Copied').first().waitFor()
  expect(await first.evaluate(() => navigator.clipboard.readText())).toBe('__FRESHLINE__.status()')
  const keys = await first.evaluate(() =>
    (Reflect.get(globalThis, '__FRESHLINE__').status() as { key: string }[]).map(({ key }) => key),
  )
  expect(keys).toEqual(expect.arrayContaining(['server', 'places']))
})

test('nothing on it moves while figures come in', async () => {
  page = await browser.newTab()
  await page.setViewportSize({ width: 1280, height: 900 })
  await page.addInitScript(() => {
    const shifts: number[] = []
    Reflect.set(globalThis, 'shifts', shifts)
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) shifts.push(Reflect.get(entry, 'value') as number)
    }).observe({ type: 'layout-shift', buffered: true })
  })
  await page.goto(server.origin)
  await stateOf(page, 'Up')
  await page.getByRole('button', { name: 'Refresh' }).click()
  await page.getByText('Updated now').first().waitFor()
  const total = await page.evaluate(() =>
    (Reflect.get(globalThis, 'shifts') as number[]).reduce((sum, value) => sum + value, 0),
  )
  // What Core Web Vitals call good.
  expect(total).toBeLessThan(0.1)
})
