import { expect, test } from 'vitest'
import { SERVER_GONE } from '@freshline/test-utils/browser'
import type { LatestReleaseAnswer, UpstreamControlAnswer } from '@freshline/example-server/api-types'
import { countRequests, usePortal } from './portal'
import { startPortalServer } from './portal-server'

const portal = usePortal()

const LATEST = '/api/releases/latest'
const source = async () => (await portal.server.ask<LatestReleaseAnswer>('GET', LATEST)).source
const control = () => portal.server.ask<UpstreamControlAnswer>('GET', '/api/demo/upstream')

/** Lets a page's keys come due many times, in front of another. */
async function passTime() {
  const other = await portal.open('license', { speed: 100 })
  const passed = countRequests(other)
  await expect
    .poll(() => passed.get('/api/validate-license/attempts') ?? 0, { timeout: 40_000 })
    .toBeGreaterThan(20)
}

test('the latest release shows with its notes, files, checksums and what is left of the budget', async () => {
  const page = await portal.open('releases')
  const latest = page.getByTestId('latest')
  await latest.getByRole('heading', { name: 'v4.8.2' }).waitFor()
  await latest.getByText('Seats are given back when a machine is renamed').waitFor()
  expect(await latest.getByRole('listitem').filter({ hasText: 'SHA-256' }).count()).toBe(5)
  expect(await latest.getByText('18,204 downloads').count()).toBe(1)
  await page.getByTestId('source').getByText('Connected').waitFor()
  expect(await page.getByTestId('remaining').innerText()).toBe('59')
  // Both questions of the page, and those of everybody else, are one request to the release service.
  expect(await page.getByTestId('asked').innerText()).toBe('1 ×')
  await page.getByText('v4.9.0-rc.1').click()
  await page.getByText('For test machines only.').waitFor()
})

test('a hidden tab asks nothing; a return asks at once, and costs nothing', async () => {
  const page = await portal.open('releases', { speed: 100 })
  await page.getByTestId('latest').waitFor()
  const asked = countRequests(page)
  const before = await source()
  await portal.browser.hide(page)
  asked.clear()
  await passTime()
  expect(Object.fromEntries(asked)).toEqual({})

  await portal.browser.show(page)
  await expect.poll(() => asked.get(LATEST) ?? 0).toBeGreaterThan(0)
  await expect.poll(async () => (await source()).free).toBeGreaterThan(before.free)
  expect((await source()).remaining).toBe(before.remaining)
})

test('a release that comes out while nobody looks is there on return, and is called new', async () => {
  const page = await portal.open('releases')
  const { newest } = await control()
  await page
    .getByTestId('latest')
    .getByRole('heading', { name: newest ?? '' })
    .waitFor()
  await portal.browser.hide(page)
  const published = await portal.server.ask<UpstreamControlAnswer>('POST', '/api/demo/releases', {})
  expect(published.newest).not.toBe(newest)
  await passTime()
  await portal.browser.show(page)
  const latest = page.getByTestId('latest')
  await latest.getByRole('heading', { name: published.newest ?? '' }).waitFor()
  await latest.getByText('New', { exact: true }).waitFor()
  await page
    .getByRole('status')
    .filter({ hasText: `New release: ${published.newest}` })
    .waitFor()
  // It is called new from the other view as well.
  await page.getByRole('link', { name: 'License check' }).click()
  await page.getByRole('link', { name: 'Releases , there is a new one' }).click()
  // The one before it has moved down.
  await page.locator('.other-tag', { hasText: newest ?? '' }).waitFor()
})

test('the Refresh button asks for the list as well', async () => {
  const page = await portal.open('releases')
  await page.getByTestId('latest').waitFor()
  await page.locator('.other-tag').first().waitFor()
  await portal.server.ask('POST', '/api/demo/releases', { tag: 'v9.9.9-rc.1', prerelease: true })
  await page.getByTestId('latest').getByRole('button', { name: 'Refresh' }).click()
  await page.locator('.other-tag', { hasText: 'v9.9.9-rc.1' }).waitFor()
})

test('without the release service the last good releases stay, which is said; and it comes back by itself', async () => {
  const page = await portal.open('releases', { speed: 20 })
  const latest = page.getByTestId('latest')
  const name = await latest.getByRole('heading', { level: 2 }).innerText()
  await portal.server.upstream('down')
  await latest.getByRole('button', { name: 'Refresh' }).click()
  const banner = page.getByTestId('banner')
  await banner.getByText(/The release service is unreachable\. Showing what we had at \d\d:\d\d\./).waitFor()
  expect(await latest.getByRole('heading', { level: 2 }).innerText()).toBe(name)
  await latest.getByText('Not confirmed').waitFor()
  await page.getByRole('status').filter({ hasText: 'The release service is unreachable' }).waitFor()
  await page.getByTestId('live-state').getByText('Degraded', { exact: true }).waitFor()

  await portal.server.upstream('garbage')
  await banner.getByRole('button', { name: 'Try now' }).click()
  await banner.getByText(/sent something unreadable/).waitFor()
  await portal.server.upstream('up')
  await banner.waitFor({ state: 'detached', timeout: 30_000 })
  await page.getByRole('status').filter({ hasText: 'up to date again' }).waitFor()
})

test('with the budget used up it says when there is a new one, and takes it up', async () => {
  const page = await portal.open('releases', { speed: 20 })
  await page.getByTestId('latest').waitFor()
  await page.getByRole('button', { name: 'Use up the budget' }).click()
  await page.getByText('The budget is used up for two minutes.', { exact: false }).first().waitFor()
  await page.getByRole('button', { name: 'Look now' }).click()
  const banner = page.getByTestId('banner')
  await banner
    .getByText(/The request budget is used up\. .*new requests at \d\d:\d\d, in (\d\d? s|2 min|1 min)/)
    .waitFor()
  expect(await page.getByTestId('remaining').innerText()).toBe('0')
  expect(await page.getByTestId('resets').innerText()).toMatch(/^Whole again at \d\d:\d\d, in /)
  const { asked } = await source()
  await banner.getByRole('button', { name: 'Try now' }).click()
  await page.getByRole('button', { name: 'Give the budget back' }).waitFor()
  expect((await source()).asked).toBe(asked)
  await page.getByRole('button', { name: 'Give the budget back' }).click()
  await page.getByRole('button', { name: 'Use up the budget' }).waitFor()
  await page.getByRole('button', { name: 'Look now' }).click()
  await banner.waitFor({ state: 'detached' })
  expect(await page.getByTestId('remaining').innerText()).toBe('60')
})

test('a download is checked, and counted where it shows', async () => {
  const page = await portal.open('releases')
  const row = page.getByTestId('latest').getByRole('listitem').filter({ hasText: 'linux-arm64.deb' })
  const count = async () => Number((await row.getByTestId('downloads').innerText()).replace(/\D/g, ''))
  const before = await count()
  await row.getByRole('button', { name: /^Download / }).click()
  await row.getByText('Downloaded; the checksum is right').waitFor()
  await expect.poll(count).toBe(before + 1)
  const { release } = await portal.server.ask<LatestReleaseAnswer>('GET', LATEST)
  const asset = release?.assets.find(({ name }) => name.includes('linux-arm64'))
  expect(asset?.downloads).toBe(before + 1)
})

test('a portal whose server is gone keeps what it has, says so, and catches up', async () => {
  portal.expectProblems(SERVER_GONE)
  const server = await startPortalServer()
  try {
    const page = await portal.open('releases', { speed: 100, at: server })
    await page.getByTestId('latest').waitFor()
    await server.kill()
    await page.getByTestId('latest').getByRole('button', { name: 'Refresh' }).click()
    await page
      .getByTestId('banner')
      .getByText(/could not reach its server/)
      .waitFor({ timeout: 30_000 })
    expect(await page.getByTestId('latest').getByRole('heading', { name: 'v4.8.2' }).count()).toBe(1)
    // Whether the release service is still connected, nobody can say now.
    expect(await page.getByTestId('source').innerText()).toBe('Not known at the moment')
    await server.start()
    await page.getByTestId('banner').waitFor({ state: 'detached', timeout: 40_000 })
    await page.getByTestId('source').getByText('Connected').waitFor()
  } finally {
    await server.close()
  }
})

test('where its server never answered, nothing goes on looking as if it were loading', async () => {
  portal.expectProblems(/ERR_FAILED/)
  const page = await portal.browser.newTab()
  await page.route('**/api/**', (route) => route.abort())
  await page.goto(`${portal.server.origin}/portal/#/releases`)
  await page.getByTestId('failed').waitFor()
  await page.locator('.skeleton').first().waitFor({ state: 'detached' })
  expect(await page.locator('.skeleton').count()).toBe(0)
  await page.close()
})

test('offline it says so, and is back by itself', async () => {
  portal.expectProblems(/ERR_INTERNET_DISCONNECTED/)
  const page = await portal.open('releases', { speed: 20 })
  await page.getByTestId('latest').waitFor()
  await portal.browser.setOffline(true)
  await page
    .getByTestId('banner')
    .getByText(/You are offline\. Showing what we had/)
    .waitFor()
  await page.getByTestId('live-state').getByText('Offline', { exact: true }).waitFor()
  await portal.browser.setOffline(false)
  await page.getByTestId('banner').waitFor({ state: 'detached' })
})

test('where nothing was ever known, it says why, and shows the releases once they can be had', async () => {
  portal.expectProblems(/Failed to load resource: .* 503 /)
  const server = await startPortalServer()
  try {
    await server.upstream('down')
    const page = await portal.open('releases', { at: server })
    const failed = page.getByTestId('failed')
    await failed.getByRole('heading', { name: 'The release service is unreachable' }).waitFor()
    await failed.getByText('Nothing is kept yet.', { exact: false }).waitFor()
    await server.upstream('up')
    await failed.getByRole('button', { name: 'Try again' }).click()
    await page.getByTestId('latest').getByRole('heading', { name: 'v4.8.2' }).waitFor()
  } finally {
    await server.close()
  }
})
