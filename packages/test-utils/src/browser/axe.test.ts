// Shows that the helper finds what is wrong, says where, and finds nothing where nothing is.
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { axeEverywhere, axeViolations, openBrowser, type TestBrowser } from './index'

const page = (css: string, body: string) => `<!doctype html><html lang="en"><meta charset="utf-8">
<meta name="viewport" content="width=device-width"><link rel="icon" href="data:,"><title>Page</title>
<style>:root { color-scheme: light dark } ${css}</style><main><h1>Page</h1>${body}</main></html>`

const pages: Record<string, string> = {
  '/good': page('', '<p>All is well.</p>'),
  '/nameless': page('', '<button></button>'),
  '/dim': page(`@media (prefers-color-scheme: dark) { p { color: #222; background: #111 } }`, '<p>Dim</p>'),
  '/wide': page('div { width: 500px; height: 9px }', '<div></div>'),
  '/fading': page('p { animation: fade .3s } @keyframes fade { from { opacity: 0 } }', '<p>Fades in.</p>'),
}

let server: Server
let browser: TestBrowser

const open = (path: string) =>
  browser.newTab(`http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`)

beforeAll(async () => {
  server = createServer((request, response) => {
    response
      .setHeader('content-type', 'text/html')
      .setHeader('content-security-policy', `default-src 'none'; style-src 'unsafe-inline'; img-src data:`)
      .end(pages[request.url ?? ''])
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  browser = await openBrowser()
})

afterAll(async () => {
  await browser.close()
  server.closeAllConnections()
  server.close()
})

test('a page without faults has none, also under a strict policy and while something fades in', async () => {
  expect(await axeViolations(await open('/fading'))).toEqual([])
  expect(await axeEverywhere(await open('/good'))).toEqual([])
})

test('a fault is named with its element, in every look that has it', async () => {
  const nameless = await open('/nameless')
  expect(await axeViolations(nameless)).toEqual(['button-name: <button></button>'])
  expect(await axeEverywhere(await open('/dim'))).toEqual([
    'dark, 1280 px: color-contrast: <p>Dim</p>',
    'dark, 360 px: color-contrast: <p>Dim</p>',
  ])
})

test('a page that is wider than a narrow screen is told, and the viewport is put back', async () => {
  const wide = await open('/wide')
  await wide.setViewportSize({ width: 700, height: 500 })
  expect(await axeEverywhere(wide)).toEqual([expect.stringMatching(/^360 px: the page is \d+ px wider/)])
  expect(wide.viewportSize()).toEqual({ width: 700, height: 500 })
})
