// J3: a broken or blocked API leaves the last good banner.
import { describe, expect, it } from 'vitest'
import type { ProxyFault } from '../../host/start-proxy'
import { startHost } from '../../host/start-host'
import { pages } from './pages'
import { bannerOn, useStage } from './stage'

const stage = useStage(pages)
const titleNow = async () => (await stage.state()).published.content.title
/** The browser's own lines about requests that failed. */
const ITS_OWN = /Failed to load resource|net::ERR_/

describe('J3 the last good banner', () => {
  it.each<[ProxyFault, string]>([
    ['error500', 'http_status'],
    ['garbage', 'parse'],
    ['wrong-shape', 'validation'],
    ['drop', 'network'],
  ])('is there when the API answers with %s, which is known as %s', async (fault, code) => {
    stage.expectProblems(ITS_OWN)
    const title = await titleNow()
    const page = await stage.open('/plain')
    await bannerOn(page).says(title)
    stage.proxy.fail(fault)
    await page.reload()
    await bannerOn(page).says(title)
    const state = () => page.evaluate(() => FreshlineConsent.state())
    await expect.poll(async () => (await state()).error, { timeout: 30_000 }).toBe(code)
    expect(await state()).toMatchObject({ isKept: true, isStale: true, isShown: true })
    expect(await bannerOn(page).title.textContent()).toBe(title)
    await bannerOn(page).button('No, thank you').click()
    await bannerOn(page).isGone()
  })

  it('is there at once while the API hangs; the hanging ends by itself, and what is published then is shown', async () => {
    stage.expectProblems(ITS_OWN)
    const page = await stage.open('/plain')
    await bannerOn(page).says(await titleNow())
    stage.proxy.fail('hang')
    await page.reload()
    // From what was kept: it waits for no answer.
    expect(await page.evaluate(() => FreshlineConsent.state())).toMatchObject({ isKept: true, isShown: true })
    stage.proxy.fail('none')
    const { published } = await stage.publish({ title: 'Back again' })
    await bannerOn(page).says('Back again')
    expect(await page.evaluate(() => FreshlineConsent.state())).toMatchObject({
      version: published.version,
      isKept: false,
      error: undefined,
    })
  })

  it('is there under a policy that lets no request through', async () => {
    stage.expectProblems(/Content Security Policy|violates/)
    const page = await stage.open('/plain')
    await bannerOn(page).says(await titleNow())
    const kept = await page.evaluate(
      () => localStorage.getItem('freshline-consent:harbour-bakery:banner') ?? '',
    )
    const strict = await startHost({ cdn: stage.proxy.url, pages, policy: 'no-api' })
    await page.goto(`${strict.url}/control`)
    await page.evaluate((text) => localStorage.setItem('freshline-consent:harbour-bakery:banner', text), kept)
    await page.goto(`${strict.url}/plain`)
    await bannerOn(page).says(await titleNow())
    await expect
      .poll(() => page.evaluate(() => FreshlineConsent.state().error), { timeout: 30_000 })
      .toBe('network')
    await page.evaluate(() => localStorage.clear())
    await page.goto('about:blank')
    await strict.close()
  })

  it('is there offline', async () => {
    const page = await stage.open('/plain')
    await bannerOn(page).says(await titleNow())
    await stage.browser.setOffline(true)
    await stage.browser.hide(page)
    await stage.browser.show(page)
    expect(await bannerOn(page).title.textContent()).toBe(await titleNow())
    await stage.browser.setOffline(false)
  })

  it('is not made up: a first visit while the API is away shows none, and throws nothing', async () => {
    stage.expectProblems(ITS_OWN)
    stage.proxy.fail('error500')
    const page = await stage.open('/plain')
    await expect
      .poll(() => page.evaluate(() => FreshlineConsent.state().error), { timeout: 30_000 })
      .toBe('http_status')
    expect(await bannerOn(page).banner.count()).toBe(0)
  })

  it.each([
    ['no JSON', '{"banner":'],
    [
      'something else',
      '{"banner":{"version":1,"content":{"title":"<img src=x onerror=alert(1)>"}},"confirmedAt":1}',
    ],
    [
      'a link that is none',
      '{"banner":{"version":9,"asksSince":1,"publishedAt":9,"content":{"title":"a","text":"b","acceptLabel":"c","rejectLabel":"d","policyLabel":"e","policyUrl":"javascript:alert(1)","language":"en","position":"top","theme":"auto","accent":"#123456"}},"confirmedAt":9}',
    ],
  ])('is not taken from a storage that holds %s', async (_, kept) => {
    const page = await stage.open('/control')
    await page.evaluate((text) => localStorage.setItem('freshline-consent:harbour-bakery:banner', text), kept)
    await page.goto(`${stage.site}/plain`)
    await bannerOn(page).says(await titleNow())
    expect(await page.evaluate(() => FreshlineConsent.state().isKept)).toBe(false)
  })
})
