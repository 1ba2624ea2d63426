import type { LicenseKey, ListAnswer } from '@freshline/example-server/api-types'
import { SERVER_GONE } from '@freshline/test-utils/browser'
import { expect, test } from 'vitest'
import { countRequests, untilState, useDashboard } from './dashboard'

const dashboard = useDashboard()
const failedRequest = /: Failed to load resource: /

test('server killed and started again: data stays, the error is shown, polling resumes by itself', async () => {
  dashboard.expectProblems(SERVER_GONE)
  const page = await dashboard.open('keys', { speed: 20 })
  const rows = page.getByRole('table', { name: 'License keys' }).getByRole('row')
  await expect.poll(() => rows.count()).toBe(26)

  await dashboard.server.kill()
  await page.getByRole('alert').getByText('The server could not be reached').waitFor()
  await untilState(page, 'Degraded')
  expect(await rows.count()).toBe(26)

  await dashboard.server.start()
  await untilState(page, 'Live')
  await page.getByRole('alert').waitFor({ state: 'detached' })
  expect(await rows.count()).toBe(26)
})

test('offline, nothing is asked for; online again, what is due is asked for by itself', async () => {
  dashboard.expectProblems(/: Failed to load resource: net::ERR_INTERNET_DISCONNECTED/)
  const page = await dashboard.open('keys', { speed: 20 })
  await untilState(page, 'Live')
  await dashboard.browser.setOffline(true)
  await untilState(page, 'Offline')
  await page.getByText('You are offline.').waitFor()
  // Whatever was under way when the line was cut has ended by the time the page has drawn twice more.
  const asked = countRequests(page)
  await page.getByText(/Updated [2-9]s ago/).waitFor()
  expect(Object.fromEntries(asked)).toEqual({})

  await dashboard.browser.setOffline(false)
  await untilState(page, 'Live')
  await expect.poll(() => asked.has('/api/sync/changes')).toBe(true)
})

test('an edit shows at once and is taken back when the server fails', async () => {
  dashboard.expectProblems(failedRequest)
  const { items } = await dashboard.server.ask<ListAnswer<LicenseKey>>(
    'GET',
    '/api/admin/keys?sort=-createdAt&pageSize=25',
  )
  const row = items.find(({ status }) => status === 'trial')
  if (row === undefined) throw new Error('The seed has no trial on its first page')
  const page = await dashboard.open('keys')
  const status = page.getByRole('row', { name: row.key }).getByRole('combobox')

  // The request is held, so that what shows before its answer can be looked at.
  let release = () => {}
  const held = new Promise<void>((resolve) => (release = resolve))
  await page.route(`**/api/admin/keys/${row.id}`, async (route) => {
    await held
    await route.continue()
  })
  await dashboard.server.fault({ mode: 'error500', scope: 'writes' })
  await status.selectOption('revoked')
  await expect.poll(() => status.inputValue()).toBe('revoked')

  release()
  await page
    .getByText(/was not saved/)
    .first()
    .waitFor()
  await expect.poll(() => status.inputValue()).toBe('trial')
  const again = await dashboard.server.ask<ListAnswer<LicenseKey>>('GET', `/api/admin/keys?search=${row.key}`)
  expect(again.items[0]?.status).toBe('trial')
})

test('somebody else was first: the change is taken back and can be made again on top of theirs', async () => {
  dashboard.expectProblems(/: Failed to load resource: .* 412 /)
  const { items } = await dashboard.server.ask<ListAnswer<LicenseKey>>(
    'GET',
    '/api/admin/keys?sort=-createdAt',
  )
  const row = items.find(({ seats }) => seats > 5)
  if (row === undefined) throw new Error('The seed has no key of more than 5 seats on its first page')
  const page = await dashboard.open('keys')
  await page.getByRole('button', { name: row.key }).click()
  const dialog = page.getByRole('dialog', { name: 'Edit license key' })
  await dialog.getByLabel('Seats').fill(String(row.seats + 2))

  await dashboard.server.ask('PATCH', `/api/admin/keys/${row.id}`, {
    plan: row.plan === 'team' ? 'business' : 'team',
  })
  await dialog.getByRole('button', { name: 'Save changes' }).click()
  await page
    .getByText(/Somebody else changed/)
    .first()
    .waitFor()
  await page.getByRole('button', { name: 'Edit again' }).click()
  expect(await dialog.getByLabel('Seats').inputValue()).toBe(String(row.seats + 2))
  expect(await dialog.getByLabel('Plan').inputValue()).toBe(row.plan === 'team' ? 'business' : 'team')
  await dialog.getByRole('button', { name: 'Save changes' }).click()
  await page
    .getByText(/^Saved /)
    .first()
    .waitFor()
})

test('the fault panel switches faults on and off, and the page recovers from each', async () => {
  dashboard.expectProblems(failedRequest)
  const page = await dashboard.open('keys', { speed: 20 })
  await untilState(page, 'Live')
  const rows = page.getByRole('table', { name: 'License keys' }).getByRole('row')
  await page.getByRole('button', { name: /Break something/ }).click()
  const panel = page.getByRole('complementary', { name: 'Break something' })
  for (const fault of ['Server error', 'Dropped connection', 'Malformed JSON']) {
    await panel.getByRole('radio', { name: fault }).check()
    await untilState(page, 'Degraded')
    expect(await rows.count()).toBe(26)
    await panel.getByRole('radio', { name: 'Nothing' }).check()
    await untilState(page, 'Live')
  }
  await panel.getByRole('radio', { name: 'Offline' }).check()
  await untilState(page, 'Offline')
  await panel.getByRole('button', { name: 'Go online' }).click()
  await untilState(page, 'Live')
})
