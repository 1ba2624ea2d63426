// Shows that what the test browser claims to do really reaches a page.
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { openBrowser, type TestBrowser } from './index'

declare global {
  var happened: string[]
}

let server: Server
let browser: TestBrowser
let page: Page

beforeAll(async () => {
  server = createServer((_, response) => {
    response
      .setHeader('content-type', 'text/html')
      .end('<!doctype html><link rel=icon href="data:,"><title>tab</title>')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  browser = await openBrowser()
  page = await browser.newTab(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`)
  await page.evaluate(() => {
    globalThis.happened = []
    document.addEventListener('visibilitychange', () => happened.push(document.visibilityState))
    for (const name of ['freeze', 'resume']) document.addEventListener(name, () => happened.push(name))
    for (const name of ['offline', 'online']) addEventListener(name, () => happened.push(name))
  })
})

afterAll(async () => {
  await browser.close()
  server.close()
})

const happenings = () => page.evaluate(() => happened.splice(0))

afterEach(happenings)

test('hide and show are real visibility changes', async () => {
  await browser.hide(page)
  expect(await page.evaluate(() => document.hidden)).toBe(true)
  await browser.show(page)
  expect(await happenings()).toEqual(['hidden', 'visible'])
})

test('a new tab hides the one before it', async () => {
  const other = await browser.newTab()
  await page.waitForFunction(() => document.hidden, undefined, { polling: 50 })
  await other.close()
  await browser.show(page)
  expect(await happenings()).toEqual(['hidden', 'visible'])
})

test('freeze and resume reach the page', async () => {
  await browser.hide(page)
  await happenings()
  await browser.freeze(page)
  await browser.resume(page)
  await browser.show(page)
  expect(await happenings()).toEqual(['freeze', 'resume', 'visible'])
})

test('offline cuts requests off and is told to the page', async () => {
  const reaches = () =>
    page.evaluate(() =>
      fetch('/').then(
        () => true,
        () => false,
      ),
    )
  await browser.setOffline(true)
  expect(await reaches()).toBe(false)
  await browser.setOffline(false)
  expect(await reaches()).toBe(true)
  expect(await happenings()).toEqual(['offline', 'online'])
})

test('problems collects console errors and uncaught exceptions', async () => {
  const failing = await browser.newTab()
  const before = browser.problems.length
  await failing.evaluate(() => {
    console.error('first')
    queueMicrotask(() => {
      throw new Error('second')
    })
  })
  await expect.poll(() => browser.problems.slice(before).join('\n')).toMatch(/first[^]*second/)
  await failing.close()
})
