// A page under the strictest policies with a manager, keys of every kind, and the panel.
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type * as core from '@freshline/core'
import type { Devtools, installDevtools } from '@freshline/devtools'
import type { TestBrowser } from '@freshline/test-utils/browser'
import { build } from 'esbuild'
import type { Page } from 'playwright-core'
import type { FreshlinePanel } from '../../src/panel/element'

/** What the page's script offers to tests. */
export interface PageScript {
  readonly core: typeof core
  readonly installDevtools: typeof installDevtools
  readonly manager: core.DataSyncManager
  readonly devtools: Devtools
  /** How each key's next requests end; `undefined`: as they do. */
  readonly answers: Record<string, () => unknown>
  /** How often each fetcher was called. */
  readonly calls: Record<string, number>
  /** Violations of the policies. */
  readonly broken: string[]
}

declare global {
  var freshline: PageScript
}

const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; require-trusted-types-for 'script'"

const SCRIPT = `
import * as core from '@freshline/core'
import { installDevtools } from '@freshline/devtools'
const broken = []
document.addEventListener('securitypolicyviolation', (event) => broken.push(event.violatedDirective))
const manager = new core.DataSyncManager({ maxConcurrent: 50 })
const calls = {}
const answers = {}
const wait = (ms, value) => new Promise((resolve) => setTimeout(() => resolve(value), ms))
const add = (key, usual, options) => manager.register(key, (context) => {
  calls[key] = (calls[key] ?? 0) + 1
  return (answers[key] ?? usual)(context)
}, options)
const pageOf = new URLSearchParams(location.search)
const devtools = installDevtools(manager, { panel: !pageOf.has('bare') && (() => import('@freshline/devtools/panel')) })
let count = 0
if (!pageOf.has('empty')) {
  add('stats', () => wait(30, { visitors: ++count, at: 'now' }), { interval: 4000, tags: ['home'] })
  add('users', () => wait(40, { list: [{ name: 'Ada', apiKey: 'sk-verysecret-123' }, { name: 'Grace' }], total: 2 }), { ttl: 600_000, tags: ['people'] })
  add('stores:1', () => core.outcome({ name: 'North' }, { version: 7 }), { ttl: 60_000, tags: ['stores'] })
  add('stores:2', () => ({ name: 'South' }), { ttl: Infinity, tags: ['stores'] })
  add('release', (context) => context.previous
    ? core.outcome(undefined, { notModified: true, freshFor: 60_000 })
    : core.outcome({ tag: 'v1.2.0' }, { freshFor: 60_000, validators: { etag: '"a"' } }), { ttl: 'http' })
  add('license', () => Promise.reject(new Error('the license server is down')), { retry: false, interval: 60_000 })
  add('report', () => wait(20, 1))
  manager.subscribe('users', () => {})
  manager.subscribe('stats', () => {})
}
globalThis.freshline = { core, installDevtools, manager, devtools, answers, calls, broken }
`

const HTML = `<!doctype html><html lang="en"><meta charset="utf-8"><title>A page</title>
<meta name="viewport" content="width=device-width">
<link rel="stylesheet" href="/page.css"><script type="module" src="/page.js"></script>
<main><h1>A page of somebody</h1><p>It has its own styles and its own <button id="own">button</button>.</p></main>`

const CSS = `:root { color-scheme: light dark; font: 16px/1.5 Georgia, serif }
body { margin: 24px; background: Canvas; color: CanvasText } h1 { font-size: 22px }
* { letter-spacing: .02em } button { border: 3px solid hotpink }`

/** Bundles the page once, and serves it. Answers its address and how to stop. */
export async function servePanelPage(): Promise<{ origin: string; files: string[]; close(): Promise<void> }> {
  const { outputFiles } = await build({
    stdin: { contents: SCRIPT, resolveDir: import.meta.dirname, sourcefile: 'page.js' },
    bundle: true,
    splitting: true,
    format: 'esm',
    outdir: '/out',
    entryNames: 'page',
    conditions: ['@freshline/source', 'production'],
    define: { 'process.env.NODE_ENV': '"development"' },
    write: false,
  })
  const files: Record<string, readonly [type: string, text: string]> = {
    '/': ['text/html', HTML],
    '/page.css': ['text/css', CSS],
  }
  for (const { path, text } of outputFiles) files[path.replace('/out', '')] = ['text/javascript', text]
  const server = createServer((request, response) => {
    const [type, text] = files[new URL(request.url ?? '', 'http://x').pathname] ?? ['text/plain', '']
    response.setHeader('content-type', `${type}; charset=utf-8`)
    response.setHeader('content-security-policy', POLICY)
    response.end(text)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    files: Object.keys(files),
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

/** Waits until the panel is on the page, and opens it. */
export async function openPanel(page: Page): Promise<void> {
  await page.locator('freshline-panel .launcher').click()
  await page.locator('freshline-panel .panel').waitFor()
}

/** What runs in the panel. */
export const isRunning = (page: Page): Promise<boolean> =>
  page.evaluate(() => document.querySelector<FreshlinePanel>('freshline-panel')?.isRunning ?? false)

/** Closes a page, and forgets what it remembers. @throws Error where it broke a policy or complained */
export async function closeClean(page: Page, { problems }: Pick<TestBrowser, 'problems'>): Promise<void> {
  const broken = await page.evaluate(() => (localStorage.clear(), freshline.broken))
  await page.close()
  const said = [...broken, ...problems]
  if (said.length > 0) throw new Error(said.join('\n'))
}
