// J3: the banner in a visitor's hands: keyboard, memory, other tabs, narrow screens, other scripts; under a policy that
// names the script by its hash alone.
import { describe, expect, it } from 'vitest'
import { axeViolations } from '@freshline/test-utils/browser'
import { pages } from './pages'
import { bannerOn, useStage } from './stage'

const stage = useStage(pages, 'integrity')

const counts = async () => (await stage.state()).versions[0]?.answers ?? { accept: 0, reject: 0 }

describe('J3 a visitor', () => {
  it('answers once: it is counted, told to the page, and remembered', async () => {
    const before = await counts()
    const page = await stage.open('/')
    await bannerOn(page).says('Cookies')
    await bannerOn(page).button('Allow counting').click()
    await bannerOn(page).isGone()
    await page.getByText('Visits are counted, thank you.').waitFor()
    await expect.poll(counts, { timeout: 20_000 }).toEqual({ ...before, accept: before.accept + 1 })
    await page.reload()
    await page.getByText('Visits are counted, thank you.').waitFor()
    await expect
      .poll(() => page.evaluate(() => FreshlineConsent.state().isKept), { timeout: 20_000 })
      .toBe(false)
    expect(await bannerOn(page).banner.count()).toBe(0)
  })

  it('changes the answer by the page’s own button', async () => {
    const page = await stage.open('/')
    await bannerOn(page).button('Allow counting').click()
    await bannerOn(page).isGone()
    await page.getByRole('button', { name: 'Cookie settings' }).press('Enter')
    // Who asked for it is in it, and is back where he was afterwards.
    const focused = () =>
      page.evaluate(
        () => (document.activeElement?.shadowRoot?.activeElement ?? document.activeElement)?.className,
      )
    await expect.poll(focused).toBe('panel')
    await bannerOn(page).button('No, thank you').press('Enter')
    await bannerOn(page).isGone()
    expect(await focused()).toBe('plain')
    await page.getByText('Visits are not counted.').waitFor()
    expect(await page.evaluate(() => FreshlineConsent.choice?.answer)).toBe('reject')
  })

  it('answers in one tab, and is asked in no other', async () => {
    const first = await stage.open('/')
    await bannerOn(first).says('Cookies')
    const second = await stage.open('/')
    await bannerOn(second).button('Allow counting').click()
    await expect
      .poll(() => first.evaluate(() => FreshlineConsent.state().isShown), { timeout: 20_000 })
      .toBe(false)
    expect(await first.locator('[data-consent]').textContent()).toBe('Visits are counted, thank you.')
  })

  it('has the banner first on the way of the Tab key, and keeps the focus where it is', async () => {
    const page = await stage.open('/plain')
    await bannerOn(page).says('Cookies')
    expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('BODY')
    const inside = () =>
      page.evaluate(
        () => document.querySelector('freshline-consent')?.shadowRoot?.activeElement?.textContent ?? null,
      )
    const way: (string | null)[] = []
    for (let step = 0; step < 4; step++) {
      await page.keyboard.press('Tab')
      way.push(await inside())
    }
    expect(way).toEqual(['What we count, and for how long', 'No, thank you', 'Allow counting', null])
    await page.keyboard.press('Escape')
    // Outside of the banner the key is the page's.
    expect(await bannerOn(page).banner.count()).toBe(1)
    await page.keyboard.press('Shift+Tab')
    await page.keyboard.press('Escape')
    await bannerOn(page).isGone()
    expect(await page.evaluate(() => FreshlineConsent.choice)).toBeUndefined()
    await page.reload()
    await bannerOn(page).says('Cookies')
    await bannerOn(page).button('No, thank you').focus()
    await page.keyboard.press('Enter')
    await bannerOn(page).isGone()
  })

  it('is asked on every page where nothing can be stored, and once on each', async () => {
    const page = await stage.open('/', {
      before: () =>
        Object.defineProperty(window, 'localStorage', {
          get() {
            throw new DOMException('Blocked', 'SecurityError')
          },
        }),
    })
    await bannerOn(page).button('Allow counting').click()
    await bannerOn(page).isGone()
    await page.getByText('Visits are counted, thank you.').waitFor()
    const full = await stage.open('/', {
      before: () => {
        Storage.prototype.setItem = () => {
          throw new DOMException('Full', 'QuotaExceededError')
        }
      },
    })
    await bannerOn(full).button('Allow counting').click()
    await bannerOn(full).isGone()
    expect(await full.evaluate(() => FreshlineConsent.choice?.answer)).toBe('accept')
  })

  it.each([
    { width: 320, height: 568 },
    { width: 640, height: 320 },
  ])('reaches both answers on a screen of $width by $height', async (size) => {
    const page = await stage.open('/plain', { size })
    await bannerOn(page).says('Cookies')
    const box = await bannerOn(page).panel.boundingBox()
    expect(box?.x ?? -1).toBeGreaterThanOrEqual(0)
    expect((box?.x ?? 0) + (box?.width ?? 0)).toBeLessThanOrEqual(size.width)
    expect(box?.y ?? -1).toBeGreaterThanOrEqual(0)
    await bannerOn(page).button('No, thank you').click()
    await bannerOn(page).isGone()
  })

  it('reads from right to left where the language does, and asks for less motion', async () => {
    await stage.publish({ language: 'ar', title: 'ملفات تعريف الارتباط', position: 'corner-start' })
    const page = await stage.open('/plain')
    await page.emulateMedia({ reducedMotion: 'reduce' })
    await bannerOn(page).says('ملفات')
    const look = await bannerOn(page).panel.evaluate((panel) => {
      const { direction, animationName } = getComputedStyle(panel)
      return { direction, animationName, isRight: panel.getBoundingClientRect().left > innerWidth / 2 }
    })
    expect(look).toEqual({ direction: 'rtl', animationName: 'none', isRight: true })
    await stage.publish({ language: 'en', title: 'Cookies again', position: 'bottom' })
  })

  it('meets no barrier that axe knows, in light and dark, wide and narrow', async () => {
    const page = await stage.open('/')
    await bannerOn(page).says('Cookies')
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme })
      for (const width of [1280, 320]) {
        await page.setViewportSize({ width, height: 800 })
        expect([colorScheme, width, ...(await axeViolations(page))]).toEqual([colorScheme, width])
      }
    }
  })

  it('has a tree that the page’s scripts cannot look into', async () => {
    const page = await stage.open('/plain', { peek: false })
    await page.waitForFunction(() => document.querySelector('freshline-consent') !== null)
    expect(
      await page.evaluate(() => document.querySelector('freshline-consent')?.shadowRoot ?? null),
    ).toBeNull()
  })
})
