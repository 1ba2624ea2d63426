// The script tag's half of Start, as the page shows it: its HTML file, and its three pieces of script one after the
// other, before a server with the two routes that it names.
import { readFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { build, transform } from 'esbuild'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openBrowser, type TestBrowser } from '../../../packages/test-utils/src/browser/index.ts'

const snippet = (name: string) =>
  readFileSync(join(import.meta.dirname, '..', '..', 'snippets', 'start', name), 'utf8')
const shown = (name: string) => snippet(name).split('\n// ---\n')[1] ?? ''

let server: Server
let browser: TestBrowser
let origin: string
let stores = [
  { id: 1, name: 'North' },
  { id: 2, name: 'South' },
]

beforeAll(async () => {
  const { outputFiles } = await build({
    entryPoints: [join(import.meta.dirname, '../../../packages/vanilla/src/script/index.ts')],
    bundle: true,
    format: 'iife',
    conditions: ['@freshline/source'],
    define: { FRESHLINE_VERSION: '"0.1.0"', 'process.env.NODE_ENV': '"production"' },
    write: false,
  })
  const parts = ['script.ts', 'script-save.ts', 'script-indicator.ts'].map(shown).join('\n')
  // What is shown is plain script: it passes unchanged.
  const { code } = await transform(parts, { loader: 'js' })
  const files: Record<string, readonly [type: string, text: string]> = {
    '/': ['text/html', snippet('page.html')],
    '/assets/freshline.js': ['text/javascript', outputFiles[0]?.text ?? ''],
    '/stores.js': ['text/javascript', code],
  }
  server = createServer((request, response) => {
    const url = request.url?.split('?')[0] ?? ''
    const file = files[url]
    if (file) return void response.setHeader('content-type', `${file[0]}; charset=utf-8`).end(file[1])
    if (!url.startsWith('/api/stores')) return void response.writeHead(204).end()
    let body = ''
    request.on('data', (part) => (body += String(part)))
    request.on('end', () => {
      if (request.method === 'PUT') {
        const saved = JSON.parse(body) as { id: number; name: string }
        stores = stores.map((store) => (store.id === saved.id ? saved : store))
      }
      response.setHeader('content-type', 'application/json').end(JSON.stringify(stores))
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  browser = await openBrowser()
}, 60_000)

afterAll(async () => {
  await browser?.close()
  server?.closeAllConnections()
  await new Promise((resolve) => server?.close(resolve))
})

it('shows the stores, saves, and shows what was saved, with its age', async () => {
  const page = await browser.newTab(`${origin}/`)
  await page.getByText('2 stores').waitFor()
  expect(await page.locator('#list li').allTextContents()).toEqual(['North', 'South'])
  await page.getByLabel('New name of the first store').fill('East')
  await page.getByRole('button', { name: 'Save' }).click()
  await page.waitForFunction(() => document.querySelector('#list li')?.textContent === 'East')
  expect(await page.locator('#list li').allTextContents()).toEqual(['East', 'South'])
  await page
    .locator('freshness-indicator')
    .getByText(/Updated/)
    .waitFor()
  expect(browser.problems).toEqual([])
})
