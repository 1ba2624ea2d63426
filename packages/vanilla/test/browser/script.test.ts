// The script build on a page with a strict policy, loaded by its integrity value, twice, and in two versions.
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createHash } from 'node:crypto'
import type * as core from '@freshline/core'
import type { DevtoolsApi } from '@freshline/devtools'
import { openBrowser, type TestBrowser } from '@freshline/test-utils/browser'
import type * as vanilla from '@freshline/vanilla'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { bundleScript, writeScript, type ScriptManifest } from '../../scripts/build-script.mjs'

declare const Freshline: typeof core &
  typeof vanilla & {
    readonly version: string
    readonly versions: Record<string, { readonly version: string }>
    defineFreshnessIndicator(): void
  }

let server: Server
let browser: TestBrowser
let origin: string
let folder: string
let manifests: Record<'own' | 'other', ScriptManifest>
let answers = 0

const start = `const before = new Set(Object.getOwnPropertyNames(window))
const broken = []
document.addEventListener('securitypolicyviolation', (event) => broken.push(event.violatedDirective))
addEventListener('load', () => {
  const added = Object.getOwnPropertyNames(window).filter((name) => !before.has(name))
  document.documentElement.dataset.added = added.join()
  document.documentElement.dataset.broken = broken.join()
})`
const page = (
  scripts: readonly ScriptManifest[],
) => `<!doctype html><title>a</title><script src="/start.js"></script>
${scripts.map(({ file, integrity }) => `<script src="/${file}" integrity="${integrity}" crossorigin></script>`).join('\n')}
<p id="text"></p><freshness-indicator sync-key="/api/stats"></freshness-indicator>`

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'freshline-script-'))
  manifests = {
    own: writeScript(await bundleScript(), join(folder, 'own')),
    other: writeScript(await bundleScript({ version: '9.0.0' }), join(folder, 'other'), '9.0.0'),
  }
  const { own, other } = manifests
  const devText = await bundleScript({ forDevelopment: true })
  const dev = writeScript(devText, join(folder, 'dev'))
  const pages: Record<string, string> = {
    '/': page([own]),
    '/twice': page([own, own]),
    '/both': page([own, other]),
    '/wrong': page([{ ...own, integrity: other.integrity }]),
    '/dev': page([dev, dev, own]),
  }
  const files: Record<string, string> = {
    '/start.js': start,
    [`/${own.file}`]: readFileSync(join(folder, 'own', own.file), 'utf8'),
    [`/${dev.file}`]: devText,
    [`/${other.file}`]: readFileSync(join(folder, 'other', other.file), 'utf8'),
  }
  server = createServer(({ url = '' }, response) => {
    const text = pages[url]
    response.setHeader(
      'content-type',
      text ? 'text/html' : files[url] ? 'text/javascript' : 'application/json',
    )
    response.setHeader(
      'content-security-policy',
      "default-src 'none'; script-src 'self'; connect-src 'self'; require-trusted-types-for 'script'",
    )
    response.end(text ?? files[url] ?? JSON.stringify({ users: ++answers }))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  browser = await openBrowser()
})

afterAll(async () => {
  await browser.close()
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
  rmSync(folder, { recursive: true, force: true })
})

const told = (tab: Page) => tab.evaluate(() => ({ ...document.documentElement.dataset }))

describe('G3 the script build', () => {
  it('is one file under its hash, with the integrity value in the manifest', () => {
    const { file, integrity } = manifests.own
    expect(readdirSync(join(folder, 'own')).sort()).toEqual([file, 'freshline.js', 'manifest.json'].sort())
    const text = readFileSync(join(folder, 'own', file))
    const digest = createHash('sha384').update(text).digest()
    expect(integrity).toBe(`sha384-${digest.toString('base64')}`)
    expect(file).toBe(`freshline.${digest.toString('hex').slice(0, 12)}.js`)
    expect(manifests.other.file).not.toBe(file)
  })

  it('adds one global, and works under a strict policy', async () => {
    const tab = await browser.newTab(`${origin}/`)
    expect(await told(tab)).toEqual({ added: 'Freshline', broken: '' })
    await tab.evaluate(() => {
      const store = Freshline.createSyncStore(
        Freshline.httpResource<{ users: number }>('/api/stats', { interval: 60_000 }),
      )
      Freshline.bindText(
        document.querySelector('#text') as Element,
        store,
        ({ data }) => data && `${data.users} users`,
      )
      Freshline.defineFreshnessIndicator()
    })
    await tab.waitForFunction(() => document.querySelector('#text')?.textContent === '1 users')
    const age = () =>
      tab.evaluate(
        () => document.querySelector('freshness-indicator')?.shadowRoot?.querySelector('time')?.textContent,
      )
    expect(await age()).toBe('Updated now')
    expect(await told(tab)).toEqual({ added: 'Freshline', broken: '' })
    await tab.close()
  })

  it('has the devtools in its file for development, and only there', async () => {
    const tab = await browser.newTab(`${origin}/dev`)
    // The names after ours are lit's, of which the panel is made.
    const added = /^Freshline,__FRESHLINE__(,(lit|reactive)\w+)*$/
    expect(await told(tab)).toEqual({ added: expect.stringMatching(added), broken: '' })
    const [row] = await tab.evaluate(async () => {
      const load = () => Promise.resolve({ users: 1 })
      const off = Freshline.createSyncStore('stats', load, { ttl: 60_000 }).subscribe(() => {})
      await Freshline.dataSyncManager.refresh('stats')
      const rows = (Reflect.get(window, '__FRESHLINE__') as DevtoolsApi).status() ?? []
      off()
      return rows
    })
    expect(row).toMatchObject({ key: 'stats', freshness: 'fresh' })
    expect(await tab.locator('freshline-panel').count()).toBe(1)
    const text = readFileSync(join(folder, 'own', manifests.own.file), 'utf8')
    expect(text).not.toMatch(/__FRESHLINE__|freshline-panel/)
    await tab.close()
  })

  it('survives being loaded twice, and beside another version', async () => {
    const tab = await browser.newTab(`${origin}/twice`)
    const versions = () => tab.evaluate(() => [Freshline.version, Object.keys(Freshline.versions)])
    const { version } = manifests.own
    expect([await told(tab), await versions()]).toEqual([
      { added: 'Freshline', broken: '' },
      [version, [version]],
    ])
    await tab.goto(`${origin}/both`)
    expect([await told(tab), await versions()]).toEqual([
      { added: 'Freshline', broken: '' },
      [version, [version, '9.0.0']],
    ])
    await tab.close()
  })

  it('is refused by the browser where its bytes are others', async () => {
    const tab = await browser.newTab(`${origin}/wrong`)
    expect(await told(tab)).toMatchObject({ added: '' })
    await tab.close()
  })
})
