// The element in a real browser, under the strictest policies: axe, keyboard, screen reader's view, moves and pictures.
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type * as core from '@freshline/core'
import { axeViolations, openBrowser, type TestBrowser } from '@freshline/test-utils/browser'
import { build } from 'esbuild'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'

declare global {
  var freshline: typeof core & { defineFreshnessIndicator(manager?: core.DataSyncManager): void }
  var manager: core.DataSyncManager
  var broken: string[]
}

const policy = "default-src 'none'; script-src 'self'; style-src 'self'; require-trusted-types-for 'script'"

let server: Server
let browser: TestBrowser
let page: Page
let origin: string

const html = `<!doctype html><html lang="en"><meta charset="utf-8"><title>Indicator</title>
<link rel="stylesheet" href="/page.css"><script src="/script.js"></script>
<main><h1>Indicator</h1><p id="place"></p><p id="other"></p></main>`
const css = `:root { color-scheme: light dark; font: 15px/1.5 system-ui, sans-serif }
body { margin: 16px; background: Canvas; color: CanvasText }
p { margin: 8px 0 } h1 { font-size: 18px }`

beforeAll(async () => {
  const { outputFiles } = await build({
    stdin: {
      contents: `export * from '@freshline/core'; export * from '@freshline/vanilla/element'`,
      resolveDir: import.meta.dirname,
    },
    bundle: true,
    format: 'iife',
    globalName: 'freshline',
    conditions: ['@freshline/source'],
    write: false,
  })
  const script = `var broken = []
document.addEventListener('securitypolicyviolation', (event) => broken.push(event.violatedDirective))
${outputFiles[0]?.text ?? ''}`
  const files: Record<string, readonly [type: string, text: string]> = {
    '/': ['text/html', html],
    '/page.css': ['text/css', css],
    '/script.js': ['text/javascript', script],
  }
  server = createServer((request, response) => {
    const [type, text] = files[request.url ?? ''] ?? ['text/plain', '']
    response.setHeader('content-type', `${type}; charset=utf-8`)
    response.setHeader('content-security-policy', policy)
    response.end(text)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  browser = await openBrowser()
})

afterAll(async () => {
  await browser.close()
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
})

beforeEach(async () => {
  await page?.close()
  page = await browser.newTab(origin)
  await page.evaluate(() => {
    globalThis.manager = new freshline.DataSyncManager()
    freshline.defineFreshnessIndicator(manager)
  })
})

/** One indicator for each state: fresh, stale, overdue, failed, none, and paused while it asks. */
const putAll = () =>
  page.evaluate(async () => {
    const place = document.querySelector('main') as HTMLElement
    const wait = (until: () => boolean) =>
      new Promise<void>((resolve) => {
        const look = () => (until() ? resolve() : void setTimeout(look, 10))
        look()
      })
    manager.setData('fresh', 1, { ttl: 600_000 })
    manager.setData('stale', 1, { ttl: 600_000 })
    void manager.invalidate('stale')
    manager.register('overdue', async () => 1, { ttl: 0, overdueAfter: 1 })
    manager.register('error', () => Promise.reject(new Error('down')), { retry: false })
    manager.register('fetching', () => new Promise(() => {}))
    for (const key of ['fresh', 'stale', 'overdue', 'error', 'none', 'fetching']) {
      const element = document.createElement('freshness-indicator')
      element.setAttribute('sync-key', key)
      place.appendChild(document.createElement('p')).append(element)
    }
    const at = (key: string) =>
      document.querySelector(`[sync-key=${key}]`)?.shadowRoot?.querySelector('[role=group]')?.className ?? ''
    await wait(() => at('overdue').includes('overdue') && at('error').includes('error'))
    return ['fresh', 'stale', 'overdue', 'error', 'none', 'fetching'].map(at)
  })

/** For people to look at, where somebody wants to. */
async function picture(name: string): Promise<void> {
  const folder = process.env['FRESHLINE_PICTURES']
  if (folder) await page.screenshot({ path: `${folder}/indicator-${name}.png` })
}

describe('G4 <freshness-indicator> in Chromium', () => {
  it.each(['light', 'dark'] as const)('is found faultless by axe in all states, %s', async (colorScheme) => {
    await page.emulateMedia({ colorScheme })
    expect(await putAll()).toEqual([
      'base fresh',
      'base stale',
      'base overdue',
      'base error',
      'base empty',
      'base empty fetching',
    ])
    expect(await page.evaluate(() => broken)).toEqual([])
    await picture(colorScheme)
    expect(await axeViolations(page)).toEqual([])
  })

  it('is worked by keyboard, keeps the focus while it asks, and tells a screen reader', async () => {
    await page.evaluate(() => {
      const answers: (() => void)[] = []
      Object.assign(globalThis, { answer: () => answers.shift()?.() })
      manager.setData('stats', 1, { ttl: 600_000 })
      manager.register('stats', () => new Promise((resolve) => answers.push(() => resolve(2))))
      document
        .querySelector('#place')
        ?.append(Object.assign(document.createElement('freshness-indicator'), { syncKey: 'stats' }))
    })
    await page.keyboard.press('Tab')
    const focus = () =>
      page.evaluate(() => document.querySelector('freshness-indicator')?.shadowRoot?.activeElement?.className)
    expect(await focus()).toBe('refresh')
    await page.keyboard.press('Enter')
    await page.waitForFunction(() => manager.getSnapshot('stats').isFetching)
    expect(await focus()).toBe('refresh')
    await page.evaluate('answer()')
    await page.waitForFunction(() => manager.getSnapshot('stats').data === 2)
    const root = 'document.querySelector("freshness-indicator").shadowRoot'
    await page.waitForFunction(`${root}.querySelector('[role=status]').textContent.startsWith('Updated')`)
    await page.keyboard.press('Tab')
    expect(await focus()).toBe('toggle')
    await page.keyboard.press('Space')
    expect(await page.evaluate(() => manager.isPaused)).toBe(true)
    const tree = await page.locator('freshness-indicator').ariaSnapshot()
    expect(tree).toContain('group "Data freshness"')
    expect(tree).toContain('button "Refresh"')
    expect(tree).toMatch(/switch "Auto-sync"(?! \[checked\])/)
  })

  it('does not move where motion is to be reduced', async () => {
    await putAll()
    const motion = () =>
      page.evaluate(() => {
        const pulse = document.querySelector('[sync-key=fetching]')?.shadowRoot?.querySelector('.pulse')
        return getComputedStyle(pulse as Element, '::after').animationName
      })
    expect(await motion()).toBe('pulse')
    await page.emulateMedia({ reducedMotion: 'reduce' })
    expect(await motion()).toBe('none')
  })

  it.each(['light', 'dark'] as const)(
    'keeps to the system colours where those are forced, %s',
    async (colorScheme) => {
      await page.emulateMedia({ colorScheme, forcedColors: 'active' })
      await putAll()
      const seen = () =>
        page.evaluate(() => {
          const root = document.querySelector('[sync-key=error]')?.shadowRoot
          const find = (part: string) => root?.querySelector(`.${part}`) as Element
          const colour = (name: string) => {
            const probe = document.body.appendChild(document.createElement('i'))
            probe.style.color = name
            const { color } = getComputedStyle(probe)
            probe.remove()
            return color
          }
          return {
            pulse: getComputedStyle(find('pulse')).backgroundColor === colour('CanvasText'),
            on: getComputedStyle(find('track')).backgroundColor === colour('Highlight'),
            off: getComputedStyle(find('track'), '::before').backgroundColor === colour('ButtonText'),
            border: getComputedStyle(find('refresh')).borderTopColor === colour('ButtonText'),
          }
        })
      expect(await seen()).toEqual({ pulse: true, on: true, off: false, border: true })
      await page.evaluate(() => manager.pause())
      await page.emulateMedia({ reducedMotion: 'reduce' })
      expect(await seen()).toEqual({ pulse: true, on: false, off: true, border: true })
      await picture(`forced-${colorScheme}`)
      expect(await axeViolations(page)).toEqual([])
    },
  )

  it('is mirrored where text runs from right to left, in the language that is declared', async () => {
    /** The parts in the order in which they begin, from the start of the line on. */
    const look = () =>
      page.evaluate(() => {
        const root = document.querySelector('freshness-indicator')?.shadowRoot as ShadowRoot
        const box = (part: string) => (root.querySelector(`.${part}`) as Element).getBoundingClientRect()
        const isRtl = document.documentElement.dir === 'rtl'
        const parts = ['pulse', 'age', 'refresh', 'toggle', 'track']
        const start = (part: string) => (isRtl ? -box(part).right : box(part).left)
        const order = [...parts].sort((a, b) => start(a) - start(b))
        return { order, text: root.querySelector('time')?.textContent }
      })
    await page.emulateMedia({ reducedMotion: 'reduce' })
    await page.evaluate(() => {
      manager.setData('stats', 1, { ttl: 600_000 })
      const element = document.createElement('freshness-indicator')
      Object.assign(element, { syncKey: 'stats' })
      document.querySelector('#place')?.append(element)
    })
    const before = await look()
    await page.evaluate(() => {
      document.documentElement.dir = 'rtl'
      document.documentElement.lang = 'ar'
      const labels = {
        name: '\u062d\u062f\u0627\u062b\u0629 \u0627\u0644\u0628\u064a\u0627\u0646\u0627\u062a',
        updated: '\u062d\u064f\u062f\u0650\u0651\u062b {age}',
        refresh: '\u062a\u062d\u062f\u064a\u062b',
        autoSync: '\u0645\u0632\u0627\u0645\u0646\u0629 \u062a\u0644\u0642\u0627\u0626\u064a\u0629',
      }
      Object.assign(document.querySelector('freshness-indicator') as Element, { labels })
    })
    const after = await look()
    expect(after.order).toEqual(before.order)
    expect(after.text).toBe('\u062d\u064f\u062f\u0650\u0651\u062b \u0627\u0644\u0622\u0646')
    await picture('rtl')
    expect(await axeViolations(page)).toEqual([])
  })

  it('stays in the room that it has: in a narrow column, and in a box that scrolls', async () => {
    const measured = await page.evaluate(async () => {
      manager.register('stats', () => 1)
      await manager.refresh('stats')
      const place = (words: string, style: Partial<CSSStyleDeclaration>) => {
        const box = document.body.appendChild(document.createElement('div'))
        Object.assign(box.style, style)
        const rows = box.appendChild(document.createElement('div'))
        if (style.overflow === 'auto') rows.style.blockSize = '3000px'
        const element = box.appendChild(document.createElement('freshness-indicator'))
        element.syncKey = 'stats'
        element.labels = { updated: `${words} {age}` }
        return { box, age: element.shadowRoot?.querySelector('.age')?.getBoundingClientRect() }
      }
      const narrow = place('Last brought up to date, and looked through,', { inlineSize: '150px' })
      place('Updated', { blockSize: '120px', overflow: 'auto' })
      const whole = document.documentElement
      return {
        beyond: (narrow.age?.right ?? Infinity) - narrow.box.getBoundingClientRect().right,
        below: whole.scrollHeight - whole.clientHeight,
      }
    })
    expect(measured.beyond).toBeLessThanOrEqual(0)
    expect(measured.below).toBe(0)
  })

  it('has a knob that goes from the start of its track to the end, in both directions of text', async () => {
    await page.emulateMedia({ reducedMotion: 'reduce' })
    await page.evaluate(() => {
      document.querySelector('#place')?.append(document.createElement('freshness-indicator'))
    })
    // The knob has no box of its own that scripts could measure, so its margin is looked at beside its track's inside.
    const room = () =>
      page.evaluate(() => {
        const track = document.querySelector('freshness-indicator')?.shadowRoot?.querySelector('.track')
        const px = (style: CSSStyleDeclaration, name: string) =>
          Number.parseFloat(style.getPropertyValue(name))
        const outer = getComputedStyle(track as Element)
        const knob = getComputedStyle(track as Element, '::before')
        const inside = (track as Element).clientWidth - px(outer, 'padding-left') - px(outer, 'padding-right')
        const [left, right] = [px(knob, 'margin-left'), px(knob, 'margin-right')]
        return [left > 0, right > 0, Math.abs(inside - left - right - px(knob, 'width')) < 0.6]
      })
    await page.evaluate(() => manager.resume())
    expect(await room()).toEqual([true, false, true])
    await page.evaluate(() => void (document.documentElement.dir = 'rtl'))
    expect(await room()).toEqual([false, true, true])
    await page.evaluate(() => manager.pause())
    expect((await room()).slice(0, 2)).toEqual([false, false])
  })

  it('tells the page before it asks by its button, which may ask for something else instead', async () => {
    const asked = await page.evaluate(async () => {
      let count = 0
      manager.register('stats', () => Promise.resolve(++count), { ttl: 600_000, enabled: true })
      const element = document.createElement('freshness-indicator')
      Object.assign(element, { syncKey: 'stats' })
      document.querySelector('#place')?.append(element)
      const until = async (wanted: number) => {
        while (manager.getSnapshot('stats').data !== wanted) await new Promise((done) => setTimeout(done, 5))
      }
      await until(1)
      const seen: boolean[] = []
      element.addEventListener('refresh', ({ cancelable }) => seen.push(cancelable), { once: true })
      const button = element.shadowRoot?.querySelector('button')
      button?.click()
      await until(2)
      element.addEventListener('refresh', (event) => event.preventDefault())
      button?.click()
      await new Promise((done) => setTimeout(done, 50))
      return [seen, count]
    })
    expect(asked).toEqual([[true], 2])
  })

  it('is themed by custom properties and parts, and keeps its style when it is moved, also to another document', async () => {
    const seen = await page.evaluate(() => {
      const element = document.createElement('freshness-indicator')
      element.syncKey = 'stats'
      manager.setData('stats', 1, { ttl: 600_000 })
      document.querySelector('#place')?.append(element)
      element.style.setProperty('--freshness-fresh', 'rgb(1, 2, 3)')
      const color = () =>
        getComputedStyle(element.shadowRoot?.querySelector('[part=pulse]') as Element).backgroundColor
      const colors = [color()]
      document.querySelector('#other')?.append(element)
      colors.push(color())
      const frame = document.body.appendChild(document.createElement('iframe'))
      frame.contentDocument?.body.append(element)
      colors.push(color())
      return colors
    })
    expect(seen).toEqual(['rgb(1, 2, 3)', 'rgb(1, 2, 3)', 'rgb(1, 2, 3)'])
  })

  it('upgrades elements that were there before it was defined', async () => {
    await page.reload()
    const text = await page.evaluate(() => {
      const place = document.querySelector('#place') as HTMLElement
      const element = document.createElement('freshness-indicator')
      const manager = new freshline.DataSyncManager()
      manager.setData(['late', 1], 1, { ttl: 600_000 })
      Object.assign(element, { manager, syncKey: ['late', 1] })
      place.append(element)
      const before = element.shadowRoot
      freshline.defineFreshnessIndicator()
      freshline.defineFreshnessIndicator()
      return [before, element.shadowRoot?.querySelector('time')?.textContent]
    })
    expect(text).toEqual([null, 'Updated now'])
  })
})
