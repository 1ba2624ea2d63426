// The element in a real browser, under the strictest policies: axe, keyboard, screen reader's view, moves and pictures.
import { createServer, type Server } from 'node:http'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { AddressInfo } from 'node:net'
import type * as core from '@freshline/core'
import { openBrowser, type TestBrowser } from '@freshline/test-utils/browser'
import { build } from 'esbuild'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'

declare global {
  var axe: { run(options: object): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> }
  var freshline: typeof core & { defineFreshnessIndicator(manager?: core.DataSyncManager): void }
  var manager: core.DataSyncManager
  var broken: string[]
}

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
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

async function violations(): Promise<string[]> {
  await page.evaluate(axeSource)
  return page.evaluate(async () => {
    const found = await axe.run({ resultTypes: ['violations'] })
    return found.violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' ')}`)
  })
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
    if (process.env['FRESHLINE_PICTURES']) {
      await page.screenshot({ path: `${process.env['FRESHLINE_PICTURES']}/indicator-${colorScheme}.png` })
    }
    expect(await violations()).toEqual([])
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
