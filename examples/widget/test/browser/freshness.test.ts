// J3: what is published is what visitors see, though the API lets every cache keep it and a proxy does.
import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { pages } from './pages'
import { bannerOn, useStage } from './stage'

const stage = useStage(pages)

/** What a plain request of the page gets, by the proxy: version, and the age that the proxy gives it. */
const plainly = (page: Page, init: { cache?: RequestCache; headers?: Record<string, string> } = {}) =>
  page.evaluate(
    async ({ address, options }) => {
      const response = await fetch(address, options)
      const { version } = (await response.json()) as { version: number }
      return {
        version,
        cache: response.headers.get('cache-control'),
        age: Number(response.headers.get('age')),
      }
    },
    { address: `${stage.proxy.url}/api/consent/harbour-bakery`, options: init },
  )

/** Notes when a page asks for the banner. */
function watchRequests(page: Page): string[] {
  const asked: string[] = []
  page.on('request', (request) => {
    if (request.url().includes('/api/consent/')) asked.push(request.method())
  })
  return asked
}

/** Has the page ask now, as its visitor would by "Cookie settings", and waits for the answer to be looked at. */
const askNow = (page: Page) =>
  page.evaluate(async () => {
    const asked = performance.getEntriesByType('resource').length
    FreshlineConsent.open()
    while (performance.getEntriesByType('resource').length === asked)
      await new Promise((done) => setTimeout(done, 20))
    await new Promise((done) => setTimeout(done, 50))
  })

const versionOn = (page: Page) => page.evaluate(() => FreshlineConsent.state().version)

describe('J3 publish, and the live page agrees', () => {
  it('within a few seconds while it is looked at, where a plain request stays out of date', async () => {
    const page = await stage.open('/plain')
    await bannerOn(page).says('Cookies')
    const { version: before } = await plainly(page)
    const { published } = await stage.publish({ title: 'Seen while looking' })
    expect(published.version).toBe(before + 1)
    await bannerOn(page).says('Seen while looking')
    expect(await versionOn(page)).toBe(published.version)

    // The control: the same page, the same proxy, all that a request can say against being answered from a cache.
    const insisting: Parameters<typeof plainly>[1][] = [
      {},
      { cache: 'no-store' },
      { cache: 'reload' },
      { cache: 'no-cache', headers: { 'cache-control': 'no-cache', pragma: 'no-cache' } },
    ]
    for (const init of insisting) {
      const { version, cache } = await plainly(page, init)
      expect([version, cache]).toEqual([before, 'public, max-age=3600'])
    }
  })

  it('within seconds also as the admin page sees it, both in sight in two windows', async () => {
    const live = await stage.open('/plain')
    await bannerOn(live).panel.waitFor()
    const admin = await stage.openAdmin('window')
    // From here on nobody leaves either window, or comes back to it.
    const watch = (page: Page) =>
      page.evaluate(() => {
        document.addEventListener('visibilitychange', () => (document.title = 'changed'))
        return document.visibilityState
      })
    expect([await watch(live), await watch(admin)]).toEqual(['visible', 'visible'])
    await admin.getByLabel('Title').fill('Side by side')
    await admin.getByRole('button', { name: 'Publish' }).click()
    await admin.locator('#said', { hasText: 'is published.' }).waitFor()
    // Three of the live page's intervals, as machines are slow; without a banner in sight it would be a minute.
    await bannerOn(live).says('Side by side', 15_000)
    await admin.getByLabel('Show').selectOption('published')
    await admin.locator('#stage freshline-consent').getByText('Side by side').waitFor()
    const { version } = (await stage.state()).published
    await admin.locator('#fact-live', { hasText: `Version ${version}` }).waitFor({ timeout: 20_000 })
    expect(await versionOn(live)).toBe(version)
    expect([await live.title(), await admin.title()]).not.toContain('changed')
  })

  it('at once on return to the tab, by a simple request', async () => {
    const page = await stage.open('/plain')
    await bannerOn(page).panel.waitFor()
    await stage.browser.hide(page)
    const asked = watchRequests(page)
    const { published } = await stage.publish({ title: 'Seen on return' })
    // For longer than its interval nobody looks, so nobody is asked.
    const end = Date.now() + 6_000
    await expect.poll(() => Date.now() > end, { timeout: 10_000 }).toBe(true)
    expect(asked).toEqual([])
    await stage.browser.show(page)
    await bannerOn(page).says('Seen on return')
    // Simple requests alone: none of them is a preflight, which would be another round trip.
    expect(new Set(asked)).toEqual(new Set(['GET']))
    expect(await versionOn(page)).toBe(published.version)
  })

  it('never goes back: an older answer that comes later is left alone', async () => {
    const page = await stage.open('/plain')
    await bannerOn(page).panel.waitFor()
    const old = await (await fetch(`${stage.api}/api/consent/harbour-bakery`)).text()
    await stage.publish({ title: 'The newer one' })
    await bannerOn(page).says('The newer one')
    // Another part of the CDN, which lags: it answers with the former version, whatever the address.
    let answered = 0
    await page.route('**/api/consent/**', async (route) => {
      answered++
      await route.fulfill({
        body: old,
        contentType: 'application/json',
        headers: { 'access-control-allow-origin': '*' },
      })
    })
    await askNow(page)
    await askNow(page)
    expect(answered).toBeGreaterThan(1)
    expect(await bannerOn(page).title.textContent()).toBe('The newer one')
    // Nor after a load that begins with what was kept.
    const before = answered
    await page.reload()
    await askNow(page)
    expect(answered).toBeGreaterThan(before)
    expect(await bannerOn(page).title.textContent()).toBe('The newer one')
    await page.unroute('**/api/consent/**')
  })

  it('asks visitors again who have answered, where it is published so, and only there', async () => {
    const page = await stage.open('/plain')
    await bannerOn(page).button('Allow counting').click()
    await bannerOn(page).isGone()
    const { published } = await stage.publish({ title: 'For newcomers' }, false)
    await page.reload()
    await expect.poll(() => versionOn(page), { timeout: 20_000 }).toBe(published.version)
    expect(await bannerOn(page).banner.count()).toBe(0)
    await stage.publish({ title: 'For everybody' }, true)
    await page.reload()
    await bannerOn(page).says('For everybody')
  })

  it('brings new words under the hand of who is reading: the focus stays where it is', async () => {
    const page = await stage.open('/plain')
    await bannerOn(page).button('Allow counting').focus()
    await stage.publish({ title: 'While focused', acceptLabel: 'Count me' })
    await bannerOn(page).says('While focused')
    const focused = await page.evaluate(
      () => document.querySelector('freshline-consent')?.shadowRoot?.activeElement?.textContent,
    )
    expect(focused).toBe('Count me')
  })
})
