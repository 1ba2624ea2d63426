import { axeEverywhere } from '@freshline/test-utils/browser'
import { describe, expect, test } from 'vitest'
import { untilState, useDashboard } from './dashboard'

declare global {
  var violations: string[]
}

const dashboard = useDashboard()
const sections = ['overview', 'keys', 'customers', 'users', 'monitoring', 'sync']
const failedRequest = /: Failed to load resource: .* 500 /

describe('axe finds nothing wrong, in light and dark, wide and narrow', { timeout: 180_000 }, () => {
  test.each(sections)('with %s', async (section) => {
    const page = await dashboard.open(section)
    await untilState(page, 'Live')
    expect(await axeEverywhere(page)).toEqual([])
  })

  test.each([
    ['keys', 'New license key', 'Create key', 'Choose a customer.'],
    ['customers', 'New customer', 'Create customer', /company/i],
    ['users', 'New admin user', 'Invite user', /name/i],
  ])('with the form of %s and its errors', async (section, open, send, complaint) => {
    const page = await dashboard.open(section)
    await untilState(page, 'Live')
    await page.getByRole('button', { name: open }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('button', { name: send }).click()
    await dialog.getByText(complaint).first().waitFor()
    expect(await axeEverywhere(page)).toEqual([])
  })

  test('with the customers that a form offers, a dialog that asks back, and toasts', async () => {
    const page = await dashboard.open('keys')
    await untilState(page, 'Live')
    await page.getByRole('button', { name: 'New license key' }).click()
    const form = page.getByRole('dialog')
    await form.getByRole('combobox', { name: 'Customer' }).fill('a')
    await form.getByRole('option').first().waitFor()
    expect(await axeEverywhere(page)).toEqual([])
    await form.getByRole('button', { name: 'Cancel' }).click()

    await page
      .getByRole('combobox', { name: /^Status of/ })
      .first()
      .selectOption('expired')
    await page
      .getByText(/^Saved /)
      .first()
      .waitFor()
    const row = page.getByRole('table', { name: 'License keys' }).getByRole('row').nth(1)
    await row.hover()
    await row.getByRole('button', { name: /^(Delete|Revoke)/ }).click()
    await page.getByRole('alertdialog').or(page.getByRole('dialog')).waitFor()
    expect(await axeEverywhere(page)).toEqual([])
  })

  test('with the fault panel and sections that fail', async () => {
    dashboard.expectProblems(failedRequest)
    const page = await dashboard.open('keys')
    await untilState(page, 'Live')
    await dashboard.server.fault({ mode: 'error500' })
    await page.getByRole('button', { name: 'Refresh now' }).click()
    await page.getByRole('alert').first().waitFor()
    expect(await axeEverywhere(page)).toEqual([])
    await page.getByRole('button', { name: /Break something/ }).click()
    expect(await axeEverywhere(page)).toEqual([])
  })

  test('with data that is held back: offline, and auto-sync off', async () => {
    const page = await dashboard.open('sync')
    await untilState(page, 'Live')
    await page.getByRole('switch', { name: 'Auto-sync' }).click()
    await untilState(page, 'Paused')
    expect(await axeEverywhere(page)).toEqual([])
    await page.getByRole('switch', { name: 'Auto-sync' }).click()
    await dashboard.browser.setOffline(true)
    await untilState(page, 'Offline')
    expect(await axeEverywhere(page)).toEqual([])
    await dashboard.browser.setOffline(false)
    await untilState(page, 'Live')
  })
})

test('nothing on any section goes against the content security policy', async () => {
  const page = await dashboard.browser.newTab()
  await page.addInitScript(() => {
    globalThis.violations = []
    addEventListener('securitypolicyviolation', (event) =>
      violations.push(`${event.violatedDirective} ${event.blockedURI}`),
    )
  })
  const response = await page.goto(`${dashboard.server.origin}/dashboard/#/overview`)
  const policy = response?.headers()['content-security-policy'] ?? ''
  expect(policy).toContain("default-src 'self'")
  expect(policy).not.toContain('unsafe')
  for (const section of sections) {
    await page.evaluate((name) => void (location.hash = `#/${name}`), section)
    await page.getByRole('heading', { level: 1 }).waitFor()
    await untilState(page, 'Live')
  }
  await page.evaluate(() => void (location.hash = '#/users'))
  await page
    .getByRole('combobox', { name: /^Status of/ })
    .first()
    .selectOption('suspended')
  await page
    .getByText(/^Saved |was not saved/)
    .first()
    .waitFor()
  expect(await page.evaluate(() => violations)).toEqual([])
  await page.close()
})

test('the chosen theme is on before the first paint of the next visit', async () => {
  const page = await dashboard.open('overview')
  await page.getByRole('button', { name: /^Theme: system/ }).click()
  await page.getByRole('button', { name: /^Theme: light/ }).click()
  await page.getByRole('button', { name: /^Theme: dark/ }).waitFor()
  await page.reload({ waitUntil: 'commit' })
  await page.waitForFunction(() => document.body !== null)
  expect(await page.evaluate(() => document.documentElement.dataset['theme'])).toBe('dark')
  await page.getByRole('button', { name: /^Theme: dark/ }).click()
})

test('the console hint is there once, and what it names answers', async () => {
  const page = await dashboard.browser.newTab()
  const lines: string[] = []
  page.on('console', (message) => void lines.push(message.text()))
  await page.goto(`${dashboard.server.origin}/dashboard/#/keys`)
  await untilState(page, 'Live')
  // While the first answer is under way, a refresh would share it.
  await page.getByRole('row').nth(1).waitFor()
  expect(lines.filter((line) => line.includes('__FRESHLINE__.help()'))).toHaveLength(1)
  const answer = page.waitForRequest((request) => request.url().includes('/api/sync/changes'))
  await page.evaluate(() => void Reflect.get(globalThis, '__FRESHLINE__').refresh('keys:*'))
  await answer
  await page.close()
})

test('data that has been stale for long gets a warning, and a retry takes it away', async () => {
  const page = await dashboard.open('customers', { speed: 100 })
  await untilState(page, 'Live')
  await page.getByRole('switch', { name: 'Auto-sync' }).click()
  await page.getByText('This data is out of date.').waitFor()
  await page.getByRole('button', { name: 'Retry' }).click()
  await page.getByText('This data is out of date.').waitFor({ state: 'detached' })
  await page.getByRole('switch', { name: 'Auto-sync' }).click()
  await untilState(page, 'Live')
})

test('everything can be done by keyboard', async () => {
  const page = await dashboard.open('keys')
  await untilState(page, 'Live')
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  expect(await page.evaluate(() => document.activeElement?.id)).toBe('main')
  await page.keyboard.press('Control+K')
  await page.keyboard.type('beacon')
  await page.waitForFunction(() => location.hash.includes('search=beacon'))
  await page.getByRole('button', { name: 'New license key' }).focus()
  await page.keyboard.press('Enter')
  const dialog = page.getByRole('dialog')
  await dialog.waitFor()
  // The first field has the focus: a customer is found, and picked with the arrow keys.
  await page.keyboard.type('al')
  await dialog.getByRole('option').nth(1).waitFor()
  await page.keyboard.press('ArrowDown')
  const company = await dialog.getByRole('option', { selected: true }).locator('span').innerText()
  await page.keyboard.press('Enter')
  expect(await dialog.getByRole('combobox', { name: 'Customer' }).inputValue()).toBe(company)
  await page.keyboard.press('Escape')
  await dialog.waitFor({ state: 'detached' })
  expect(await page.evaluate(() => document.activeElement?.textContent)).toContain('New license key')
})

test('on a narrow screen nothing has the focus behind a bar or a floating button', async () => {
  const page = await dashboard.open('keys')
  await page.setViewportSize({ width: 390, height: 700 })
  await page.locator('tbody tr').nth(20).waitFor()
  await page.locator('freshline-panel').waitFor({ state: 'attached' })
  await page.getByLabel('Filter').focus()
  const hidden: string[] = []
  for (let step = 0; step < 40; step++) {
    await page.keyboard.press('Tab')
    hidden.push(
      ...(await page.evaluate(() => {
        const focused = document.activeElement
        if (focused === null) return []
        const { left, top, width, height } = focused.getBoundingClientRect()
        const isSeen = [0.2, 0.8].every((share) => {
          const found = document.elementFromPoint(left + width / 2, top + height * share)
          return found !== null && (focused.contains(found) || found.contains(focused))
        })
        return isSeen ? [] : [focused.getAttribute('aria-label') ?? focused.textContent]
      })),
    )
  }
  expect(hidden).toEqual([])
})

test('a changed address of a list goes back and forward, and survives a reload', async () => {
  const page = await dashboard.open('keys')
  await page.getByRole('button', { name: 'Next page' }).click()
  await page.getByText(/^26–50 of /).waitFor()
  await page.getByLabel('Filter').selectOption('trial')
  await page.getByText(/^1–25 of /).waitFor()
  await page.evaluate(() => history.back())
  await page.getByText(/^26–50 of /).waitFor()
  await page.reload()
  await page.getByText(/^26–50 of /).waitFor()
})
