import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { countRequests, usePortal } from './portal'

const portal = usePortal()
const PATH = '/api/validate-license'

const titles = {
  valid: 'This license is valid',
  expired: 'This license has expired',
  revoked: 'This license was revoked',
  unknown: 'There is no such license',
  malformed: 'This is not a license key',
}

async function check(page: Page, key: string) {
  await page.getByLabel('License key').fill(key)
  const answered = page.waitForResponse((response) => new URL(response.url()).pathname === PATH)
  await page.getByRole('button', { name: 'Check license' }).click()
  return answered
}

test('each outcome says what it is and what to do, and is listed masked', async () => {
  const page = await portal.open('license')
  await page.getByText('Nothing has been checked yet.', { exact: false }).waitFor()
  const [active, expired, revoked] = await Promise.all(
    (['active', 'expired', 'revoked'] as const).map((status) => portal.server.key(status)),
  )
  const keys: [keyof typeof titles, string][] = [
    ['valid', active?.key ?? ''],
    ['expired', (expired?.key ?? '').toLowerCase()],
    ['revoked', (revoked?.key ?? '').replaceAll('-', ' ')],
    ['unknown', 'FL-2222-3333-4444-5555'],
    ['malformed', 'hunter2 hunter2'],
  ]
  for (const [outcome, key] of keys) {
    await check(page, key)
    const result = page.getByTestId('result').filter({ hasText: titles[outcome] })
    await result.waitFor()
    // For ears as well, once.
    await page.getByRole('status').filter({ hasText: titles[outcome] }).waitFor()
    // Who has mistyped may correct it; everything else leaves the page.
    const isKept = outcome === 'unknown' || outcome === 'malformed'
    expect(await page.getByLabel('License key').inputValue()).toBe(isKept ? key : '')
  }
  const listed = page.getByTestId('attempts').getByRole('listitem')
  await expect.poll(() => listed.count()).toBe(5)
  expect(await listed.locator('.badge').allInnerTexts()).toEqual([
    'Malformed',
    'Unknown',
    'Revoked',
    'Expired',
    'Valid',
  ])
  expect(await listed.last().innerText()).toContain(`FL-••••-••••-••••-${active?.key.slice(-4)}`)
  const after = await portal.server.ask<{ lastUsedAt: number }>('GET', `/api/admin/keys/${active?.id}`)
  expect(after.lastUsedAt).toBeGreaterThan(active?.lastUsedAt ?? 0)
})

test('two equal checks are two attempts: nothing between the form and the server answers', async () => {
  const page = await portal.open('license')
  const asked = countRequests(page)
  const { key } = await portal.server.key('active')
  const before = (await portal.server.requests())[`POST ${PATH}`] ?? 0
  const numbers: string[] = []
  for (const _ of [1, 2]) {
    const answer = await check(page, key)
    expect([answer.status(), answer.headers()['cache-control'], answer.fromServiceWorker()]).toEqual([
      200,
      'no-store',
      false,
    ])
    expect(await page.evaluate(() => history.length)).toBeLessThan(4)
    numbers.push(String(((await answer.json()) as { attempt: number }).attempt))
    await page
      .getByTestId('result')
      .getByText(`attempt ${numbers.at(-1)}`)
      .waitFor()
  }
  expect(new Set(numbers).size).toBe(2)
  expect(asked.get(PATH)).toBe(2)
  expect(((await portal.server.requests())[`POST ${PATH}`] ?? 0) - before).toBe(2)
})

test('the full key is nowhere: not in the page, its address, storage, console, devtools, or in what the server tells', async () => {
  const page = await portal.open('license')
  const lines: string[] = []
  page.on('console', (message) => void lines.push(message.text()))
  const addresses: string[] = []
  page.on('request', (request) => void addresses.push(request.url() + JSON.stringify(request.headers())))
  const { key } = await portal.server.key('active')
  await check(page, key)
  await page.getByTestId('result').getByText(titles.valid).waitFor()
  await page.getByTestId('attempts').getByText(key.slice(-4)).first().waitFor()
  const inPage = await page.evaluate(async () => {
    const console: unknown[] = []
    const freshline = Reflect.get(globalThis, '__FRESHLINE__') as Record<
      string,
      (...parts: unknown[]) => unknown
    >
    for (const name of ['status', 'metrics', 'inspect', 'explain']) {
      console.push(
        await freshline[name]?.(...(name === 'inspect' || name === 'explain' ? ['licenses:attempts'] : [])),
      )
    }
    const seen = new WeakSet<object>()
    const held = JSON.stringify(console, (_name, value: unknown) => {
      if (typeof value !== 'object' || value === null)
        return typeof value === 'bigint' ? String(value) : value
      if (seen.has(value)) return undefined
      seen.add(value)
      return value
    })
    return [
      document.documentElement.outerHTML,
      [...document.querySelectorAll('input')].map(({ value }) => value).join(),
      location.href,
      JSON.stringify(history.state),
      JSON.stringify({ ...localStorage }),
      JSON.stringify({ ...sessionStorage }),
      document.cookie,
      (await caches.keys()).join(),
      (await indexedDB.databases()).map(({ name }) => name).join(),
      performance
        .getEntries()
        .map(({ name }) => name)
        .join(),
      held,
    ]
  })
  const told = await Promise.all(
    [
      '/api/debug/requests',
      '/api/sync/monitoring/errors',
      '/api/sync/monitoring/api-metrics',
      '/api/admin/audit',
      `${PATH}/attempts`,
    ].map((path) => portal.server.ask('GET', path)),
  )
  const everything = JSON.stringify([inPage, lines, addresses, told])
  expect(everything).toContain(`••••-${key.slice(-4)}`)
  for (const secret of [key, key.slice(3, -5), key.replaceAll('-', '')]) {
    expect(everything.toLowerCase()).not.toContain(secret.toLowerCase())
  }
})

test('an open dashboard shows the use of a key when it is looked at again', async () => {
  const key = await portal.server.key('trial')
  const dashboard = await portal.browser.newTab(
    `${portal.server.origin}/dashboard/?speed=10#/keys?search=${key.key.slice(-9)}`,
  )
  const row = dashboard.getByRole('row').filter({ hasText: key.customerName }).first()
  await row.waitFor()
  const page = await portal.open('license')
  const { at } = (await (await check(page, key.key)).json()) as { at: number }
  const used = row.locator(`time[datetime="${new Date(at).toISOString()}"]`)
  expect(await used.count()).toBe(0)
  await portal.browser.show(dashboard)
  // By the time itself: how the column says it, and how wide a screen has to be for it, is the dashboard's business.
  await used.first().waitFor({ state: 'attached' })
  await dashboard.close()
})

test('what cannot be checked is said, and the key stays in the field', async () => {
  portal.expectProblems(/Failed to load resource/)
  const page = await portal.open('license')
  await page.getByRole('button', { name: 'Check license' }).click()
  await page.getByText('Enter a license key first.').first().waitFor()
  expect(await page.evaluate(() => document.activeElement?.id)).toBe('license-key')

  await page.route(`**${PATH}`, (route) => route.abort('connectionfailed'))
  const asked = countRequests(page)
  await page.getByLabel('License key').fill('FL-2222-3333-4444-5555')
  await page.keyboard.press('Enter')
  await page
    .getByText(/The key was not checked\./)
    .first()
    .waitFor()
  expect(asked.get(PATH)).toBe(1)
  expect(await page.getByLabel('License key').inputValue()).toBe('FL-2222-3333-4444-5555')
  await page.unroute(`**${PATH}`)

  for (let status = 200, times = 0; status === 200 && times < 60; times += 1) {
    const headers = { 'content-type': 'application/json' }
    const body = JSON.stringify({ key: 'FL-2222-3333-4444-5555' })
    status = (await fetch(portal.server.origin + PATH, { method: 'POST', headers, body })).status
  }
  await page.keyboard.press('Enter')
  await page
    .getByText(/Too many checks in a short time\. Try again in \d+ s\./)
    .first()
    .waitFor()
})
