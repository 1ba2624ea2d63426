import type { ChangePage, LicenseKey, ListAnswer } from '@freshline/example-server/api-types'
import { expect, test } from 'vitest'
import { countRequests, untilState, useDashboard } from './dashboard'

const dashboard = useDashboard()
/** The machine may be busy. */
const patient = { timeout: 15_000 }
const failedRequest = /: Failed to load resource: /

async function newestKeys(): Promise<LicenseKey[]> {
  const path = '/api/admin/keys?sort=-createdAt'
  return (await dashboard.server.ask<ListAnswer<LicenseKey>>('GET', path)).items
}

function another(status: LicenseKey['status']): LicenseKey['status'] {
  return status === 'revoked' ? 'expired' : 'revoked'
}

test('an edit is visible in a second tab at its next poll, by one change and without another list', async () => {
  const [row] = await newestKeys()
  if (row === undefined) throw new Error('The seed has no keys')
  const reader = await dashboard.open('keys', { speed: 10 })
  await untilState(reader, 'Live')
  const status = reader.getByRole('row', { name: row.key }).getByRole('combobox')
  await expect.poll(() => status.inputValue(), patient).toBe(row.status)

  const writer = await dashboard.open('keys')
  await untilState(writer, 'Live')
  const asked = countRequests(reader)
  const pages: ChangePage[] = []
  reader.on('response', (response) => {
    if (response.url().includes('/api/sync/changes'))
      void response.json().then(
        (page: ChangePage) => pages.push(page),
        () => {},
      )
  })
  await writer.getByRole('row', { name: row.key }).getByRole('combobox').selectOption(another(row.status))
  await writer
    .getByText(/^Saved /)
    .first()
    .waitFor()

  await dashboard.browser.show(reader)
  await expect.poll(() => status.inputValue(), patient).toBe(another(row.status))
  // The page may have shown it before its answer is told here.
  await expect
    .poll(() => pages.flatMap(({ changes }) => changes).map(({ id }) => id), patient)
    .toEqual([String(row.id)])
  expect(asked.has('/api/admin/keys')).toBe(false)
})

test('a key that was deleted elsewhere leaves the list and its count', async () => {
  const row = (await newestKeys())[3]
  if (row === undefined) throw new Error('The seed has too few keys')
  const page = await dashboard.open('keys', { speed: 10 })
  await page.getByRole('row', { name: row.key }).waitFor()
  const count = async () => Number((await page.locator('.toolbar-note').innerText()).replace(/\D/g, ''))
  const before = await count()
  await dashboard.server.ask('DELETE', `/api/admin/keys/${row.id}`)
  await page.getByRole('row', { name: row.key }).waitFor({ state: 'detached' })
  expect(await count()).toBe(before - 1)
})

test('the sync page says what the last poll brought, and which store the server’s cache uses', async () => {
  const page = await dashboard.open('sync', { speed: 10 })
  const feed = page.getByRole('region', { name: 'License keys feed' })
  await feed.getByText('Following').waitFor()
  const [row] = await newestKeys()
  if (row === undefined) throw new Error('The seed has no keys')
  await dashboard.server.ask('PATCH', `/api/admin/keys/${row.id}`, { status: another(row.status) })
  await feed.getByText(/^1 change, /).waitFor()
  expect(await feed.getByText(/^1 time, \d+ KB$/).count()).toBe(1)
  const cache = page.getByRole('region', { name: 'Server cache' })
  await cache.getByText('Healthy').waitFor()
  expect(await cache.getByText(/^(SQLite file|memory of this server|Redis)$/).count()).toBe(1)
})

test('a change tells the server’s cache before the page asks again, and the sync page shows it', async () => {
  const page = await dashboard.open('keys')
  await untilState(page, 'Live')
  const told = page.waitForResponse((response) => response.url().endsWith('/api/sync/invalidate'))
  const select = page.getByRole('combobox', { name: /^Status of/ }).first()
  await select.selectOption(another((await select.inputValue()) as LicenseKey['status']))
  const response = await told
  expect(response.status()).toBe(200)
  expect(response.request().postDataJSON()).toEqual({
    keys: ['stats', 'audit', 'server'],
    tags: ['keys', 'customers'],
  })
  await page.getByRole('link', { name: 'Sync' }).click()
  await page.getByTestId('propagations').getByText(/^Told/).waitFor()
})

test('a server’s cache that cannot be told: the change shows all the same, a toast says what happens next, and it is made good', async () => {
  dashboard.expectProblems(failedRequest)
  dashboard.expectProblems(/propagate threw/)
  const page = await dashboard.open('keys')
  await untilState(page, 'Live')
  const [row] = await newestKeys()
  if (row === undefined) throw new Error('The seed has no keys')
  await dashboard.server.fault({ mode: 'error500', scope: 'propagation' })
  const asked = countRequests(page)
  const status = page.getByRole('row', { name: row.key }).getByRole('combobox')
  await status.selectOption(another(row.status))
  await page.getByText('The server’s cache was not told yet').first().waitFor()
  await page
    .getByText(/^Saved /)
    .first()
    .waitFor()
  expect(await status.inputValue()).toBe(another(row.status))
  // The client has asked again, and holds what the server says.
  await expect.poll(() => asked.get('/api/sync/changes') ?? 0, patient).toBeGreaterThan(0)
  await page.getByRole('link', { name: 'Sync' }).click()
  await page.getByTestId('propagations').getByText('Not told yet').waitFor()

  await dashboard.server.fault({ mode: 'none' })
  await page.getByTestId('propagations').getByText(/^Told/).waitFor()
  await page.getByText('The server’s cache has been told now').first().waitFor()
})
