// J3: what the widget leaves alone, on pages that are not ours.
import { scriptTasks } from '@freshline/test-utils/browser'
import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { buildEmbed } from '../../scripts/build-embed.mjs'
import { startHost } from '../../host/start-host'
import { pages } from './pages'
import { bannerOn, notedBy, useStage } from './stage'

const other = await buildEmbed({ version: '9.0.0' })
const stage = useStage({
  ...pages,
  '/other.js': () => other.text,
  '/both': (tag) =>
    pages['/plain']?.(`${tag}<script src="/other.js" data-site="harbour-bakery" defer></script>`) ?? '',
})

/** The longest task, in milliseconds of processor time, in which a script whose address holds `name` ran meanwhile. */
async function longestTask(page: Page, name: string, act: () => Promise<unknown>): Promise<number> {
  const browser = page.context().browser()
  const [longest] = browser ? await scriptTasks(browser, name, act) : []
  if (longest === undefined) throw new Error(`Nothing of ${name} ran meanwhile`)
  return longest
}

const TITLE = 'Cookies, but not the edible kind'

/** Everything that a script can leave behind on a page, beside its banner. */
const traces = (page: Page) =>
  page.evaluate(() => {
    const names = (object: object) => Reflect.ownKeys(object).map(String).sort()
    const prototypes = [
      Object,
      Array,
      Function,
      String,
      Promise,
      Element,
      Node,
      EventTarget,
      Event,
      History,
      Storage,
    ]
    return {
      globals: names(window),
      builtIns: prototypes.map((each) => [names(each), names(each.prototype)]),
      html: [...document.documentElement.attributes].map(({ name, value }) => `${name}=${value}`),
      body: document.body.outerHTML,
      sheets: [document.styleSheets.length, document.adoptedStyleSheets.length],
      cookies: document.cookie,
      focus: document.activeElement?.tagName,
      elements: [...document.documentElement.children].map(({ tagName }) => tagName),
    }
  })

/** The computed style of every element that a selector finds, and of what is in it. */
const stylesIn = (page: Page, root: 'page' | 'banner') =>
  page.evaluate((where) => {
    const banner = document.querySelector('freshline-consent')?.shadowRoot
    const elements = where === 'page' ? document.body.querySelectorAll('*') : banner?.querySelectorAll('*')
    return [...(elements ?? [])].map((element) => {
      const style = getComputedStyle(element)
      const names = [...style].filter((name) => !name.startsWith('--'))
      return [element.className, ...names.map((name) => `${name}: ${style.getPropertyValue(name)}`)]
    })
  }, root)

describe('J3 the page is not touched', () => {
  it('has one global more, and nothing else that was not there', async () => {
    const plain = await stage.open('/plain', { peek: false })
    await plain.waitForFunction(() => document.querySelector('freshline-consent') !== null)
    const control = await stage.open('/control', { peek: false })
    const [{ globals, elements, ...rest }, { globals: before, elements: few, ...same }] = await Promise.all([
      traces(plain),
      traces(control),
    ])
    expect(globals.filter((name) => !before.includes(name))).toEqual(['FreshlineConsent'])
    expect([few, elements]).toEqual([
      ['HEAD', 'BODY'],
      ['HEAD', 'FRESHLINE-CONSENT', 'BODY'],
    ])
    // Nor is the one element found by what the page calls its own.
    const markup = await plain.locator('freshline-consent').evaluate(({ outerHTML }) => outerHTML)
    expect(markup).toBe('<freshline-consent data-place="bottom" popover="manual"></freshline-consent>')
    expect(rest).toEqual(same)
  })

  it('looks as it looks without the banner, and nothing of it moves', async () => {
    const page = await stage.open('/shop')
    await bannerOn(page).says(TITLE)
    const withBanner = await stylesIn(page, 'page')
    const control = await stage.open('/bare')
    const without = await stylesIn(control, 'page')
    expect(withBanner).toEqual(without)
    expect(withBanner.length).toBeGreaterThan(40)
    await stage.browser.show(page)
    await bannerOn(page).button('No, thank you').click()
    await bannerOn(page).isGone()
    expect((await notedBy(page)).shifts).toEqual([])
  })

  it('cannot make the banner look otherwise, whatever its style says', async () => {
    const hostile = await stage.open('/hostile')
    await bannerOn(hostile).says(TITLE)
    const plain = await stage.open('/plain')
    await bannerOn(plain).says(TITLE)
    for (const page of [hostile, plain]) {
      await stage.browser.show(page)
      await page.emulateMedia({ reducedMotion: 'reduce' })
    }
    expect(await stylesIn(hostile, 'banner')).toEqual(await stylesIn(plain, 'banner'))
    // What can be clicked where it is seen is seen.
    await stage.browser.show(hostile)
    await bannerOn(hostile).button('No, thank you').click()
    await bannerOn(hostile).isGone()
  })

  it('keeps its main thread: no task with the widget in it takes 50 ms of processor time', async () => {
    const page = await stage.open('/control')
    const busy = await longestTask(page, '/busy.js', () => page.goto(`${stage.site}/busy`))
    expect(busy).toBeGreaterThan(50)
    const runs: number[] = []
    for (let run = 0; run < 3; run++) {
      runs.push(
        await longestTask(page, '/consent-', async () => {
          await page.goto(`${stage.site}/plain`)
          await bannerOn(page).says(TITLE)
          await bannerOn(page).button('Allow counting').click()
          await bannerOn(page).isGone()
          await page.evaluate(() => localStorage.clear())
        }),
      )
    }
    console.info(
      `longest task of the widget: ${runs.map((ms) => ms.toFixed(1)).join(', ')} ms of processor time`,
    )
    expect(Math.min(...runs)).toBeLessThan(50)
  })

  it('keeps a name that it has given away itself', async () => {
    const page = await stage.open('/taken')
    await bannerOn(page).says(TITLE)
    expect(await page.evaluate(() => Reflect.get(window, 'FreshlineConsent') instanceof HTMLElement)).toBe(
      true,
    )
  })
})

describe('J3 one widget a page', () => {
  it.each(['/twice', '/both'])('where its script is there %s', async (path) => {
    const page = await stage.open(path)
    await bannerOn(page).says(TITLE)
    expect(await bannerOn(page).banner.count()).toBe(1)
    expect(await page.evaluate(() => FreshlineConsent.scriptVersion)).toBe('0.1.0')
  })

  it('before there is a body', async () => {
    const page = await stage.open('/early')
    await bannerOn(page).says(TITLE)
    const elements = () =>
      page.evaluate(() => [...document.documentElement.children].map(({ tagName }) => tagName))
    expect(await elements()).toEqual(['HEAD', 'FRESHLINE-CONSENT', 'BODY'])
    // Now from what was kept, which is shown while the script runs.
    await page.reload()
    await bannerOn(page).says(TITLE)
    expect(await elements()).toEqual(['HEAD', 'FRESHLINE-CONSENT', 'BODY'])
  })

  it('put in by another script, long after the page was loaded', async () => {
    const loose = await startHost({ cdn: stage.proxy.url, pages, policy: 'loose' })
    const page = await stage.open('/plain')
    const tag = await page.locator('script[data-site]').evaluate((script: HTMLScriptElement) => script.src)
    await page.goto(`${loose.url}/control`)
    await page.evaluate((src) => {
      const script = document.createElement('script')
      Object.assign(script.dataset, { site: 'harbour-bakery' })
      script.src = src
      document.head.append(script)
    }, tag)
    await bannerOn(page).says(TITLE)
    await page.goto('about:blank')
    await loose.close()
  })

  it('in a page whose prototypes others have changed', async () => {
    const page = await stage.open('/plain', {
      before: () => {
        // As old libraries do: enumerable additions, and a toJSON that makes texts of lists.
        Reflect.set(Object.prototype, 'extend', () => {})
        Reflect.set(Array.prototype, 'each', () => {})
        Reflect.set(Array.prototype, 'toJSON', () => '[]')
        Reflect.set(String.prototype, 'toJSON', function (this: string) {
          return String(this)
        })
        Reflect.set(Array, 'from', (list: ArrayLike<unknown>) => Array.prototype.slice.call(list))
        const { fetch } = window
        window.fetch = (...args) => fetch(...args)
      },
    })
    await bannerOn(page).says(TITLE)
    await bannerOn(page).button('Allow counting').click()
    await bannerOn(page).isGone()
    expect(await page.evaluate(() => FreshlineConsent.choice?.answer)).toBe('accept')
  })
})
