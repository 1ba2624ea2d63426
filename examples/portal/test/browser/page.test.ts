import { axeEverywhere, axeViolations } from '@freshline/test-utils/browser'
import type { LicenseOutcome } from '@freshline/example-server/api-types'
import { afterEach, expect, test } from 'vitest'
import { usePortal } from './portal'

const portal = usePortal()

afterEach(() => portal.server.upstream('up'))

test('axe finds nothing wrong with the releases, opened notes and a failing source, and nothing is too wide', async () => {
  const page = await portal.open('releases')
  await page.getByTestId('latest').waitFor()
  await page.getByText('v4.9.0-rc.1').click()
  await portal.server.upstream('garbage')
  await page.getByRole('button', { name: 'Refresh' }).first().click()
  await page.getByTestId('banner').waitFor()
  expect(await axeEverywhere(page)).toEqual([])
})

test('axe finds nothing wrong with a license check and its result, and nothing is too wide', async () => {
  const page = await portal.open('license')
  await page.getByRole('button', { name: 'Valid', exact: true }).click()
  await expect.poll(() => page.getByLabel('License key').inputValue()).toMatch(/^FL-/)
  await page.getByRole('button', { name: 'Check license' }).click()
  await page.getByTestId('result').waitFor()
  expect(await axeEverywhere(page)).toEqual([])
})

test('axe finds nothing wrong with any outcome, in light and dark', async () => {
  const page = await portal.open('license')
  const words: Record<Exclude<LicenseOutcome, 'valid'>, string> = {
    expired: 'has expired',
    revoked: 'was revoked',
    unknown: 'no such license',
    malformed: 'not a license key',
  }
  for (const [outcome, word] of Object.entries(words)) {
    await page.getByRole('button', { name: new RegExp(`^${outcome}$`, 'i') }).click()
    await expect.poll(() => page.getByLabel('License key').inputValue()).not.toBe('')
    await page.getByRole('button', { name: 'Check license' }).click()
    await page.getByTestId('result').filter({ hasText: word }).waitFor()
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme })
      expect([outcome, colorScheme, await axeViolations(page)]).toEqual([outcome, colorScheme, []])
    }
  }
})

test('the policy allows nothing inline and nothing from elsewhere', async () => {
  const page = await portal.browser.newTab()
  const response = await page.goto(`${portal.server.origin}/portal/`)
  const policy = response?.headers()['content-security-policy'] ?? ''
  expect(policy).toContain("default-src 'self'")
  expect(policy).not.toContain('unsafe')
  await page.getByTestId('latest').waitFor()
  await page.close()
})

test('everything is reached by keyboard, and a followed link arrives at its view', async () => {
  const page = await portal.open('releases')
  await page.getByTestId('latest').waitFor()
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  expect(await page.evaluate(() => document.activeElement?.id)).toBe('main')
  await page.keyboard.press('Tab')
  expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('FRESHNESS-INDICATOR')

  await page.getByRole('link', { name: 'License check' }).focus()
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { level: 1, name: 'License check' }).waitFor()
  expect(await page.evaluate(() => document.activeElement?.id)).toBe('main')
  expect(await page.title()).toBe('License check · Keyring Field')
  await page.keyboard.press('Tab')
  expect(await page.evaluate(() => document.activeElement?.id)).toBe('license-key')
  await page.keyboard.type('not a key at all')
  await page.keyboard.press('Enter')
  await page.getByTestId('result').getByText('This is not a license key').waitFor()
  await page.evaluate(() => history.back())
  await page.getByRole('heading', { level: 1, name: 'Releases' }).waitFor()
})

test('the chosen theme is on before the first paint of the next visit, and auto-sync stays off', async () => {
  const page = await portal.open('releases')
  await page.getByRole('button', { name: /^Theme: system/ }).click()
  await page.getByRole('button', { name: /^Theme: light/ }).click()
  await page.getByRole('button', { name: /^Theme: dark/ }).waitFor()
  await page.getByRole('switch', { name: 'Auto-sync' }).click()
  await page.reload({ waitUntil: 'commit' })
  await page.waitForFunction(() => document.body !== null)
  expect(await page.evaluate(() => document.documentElement.dataset['theme'])).toBe('dark')
  await page.getByRole('switch', { name: 'Auto-sync', checked: false }).click()
  await page.getByRole('button', { name: /^Theme: dark/ }).click()
})

test('the console hint is there once, and what it names answers', async () => {
  const page = await portal.open('releases')
  const lines: string[] = []
  page.on('console', (message) => void lines.push(message.text()))
  await page.reload()
  await page.getByTestId('latest').waitFor()
  expect(lines.filter((line) => line.includes('__FRESHLINE__.help()'))).toHaveLength(1)
  const asked = page.waitForRequest((request) => request.url().includes('/api/releases/latest'))
  await page.evaluate(() => void Reflect.get(globalThis, '__FRESHLINE__').refresh('releases:latest'))
  await asked
})
