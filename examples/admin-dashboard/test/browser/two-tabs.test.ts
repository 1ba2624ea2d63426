import { expect, test } from 'vitest'
import { untilState, useDashboard } from './dashboard'

const dashboard = useDashboard()

test('a customer made in one tab is in another after Refresh now', async () => {
  const reader = await dashboard.open('customers')
  await untilState(reader, 'Live')
  const writer = await dashboard.open('customers')
  await writer.getByRole('button', { name: 'New customer' }).click()
  const dialog = writer.getByRole('dialog', { name: 'New customer' })
  await dialog.getByLabel('Company').fill('Two Tabs Ltd')
  await dialog.getByLabel('Contact').fill('Tabea Zwei')
  await dialog.getByLabel('E-mail').fill('tabea@two-tabs.example')
  await dialog.getByRole('button', { name: 'Create customer' }).click()
  await writer.getByRole('row', { name: /Two Tabs Ltd/ }).waitFor()
  await dialog.waitFor({ state: 'detached' })

  await dashboard.browser.show(reader)
  expect(await reader.getByRole('row', { name: /Two Tabs Ltd/ }).count()).toBe(0)
  await reader.getByRole('button', { name: 'Refresh now' }).click()
  await reader.getByRole('row', { name: /Two Tabs Ltd/ }).waitFor()
})

test('a change is in the figures without a reload', async () => {
  const page = await dashboard.open('users')
  await page.getByRole('button', { name: 'New admin user' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Name').fill('Fresh Figure')
  await dialog.getByLabel('E-mail').fill('fresh@figure.example')
  await dialog.getByRole('button', { name: 'Invite user' }).click()
  await page.getByRole('link', { name: /Overview/ }).click()
  await page.getByText('Created admin user Fresh Figure').first().waitFor()
})

test('the auto-sync switch survives a reload, and Refresh now works while it is off', async () => {
  const page = await dashboard.open('keys', { speed: 20 })
  await page.getByRole('switch', { name: 'Auto-sync' }).click()
  await untilState(page, 'Paused')
  await page.reload()
  await untilState(page, 'Paused')
  await page.getByRole('row').nth(1).waitFor()
  const answer = page.waitForResponse((response) => response.url().includes('/api/sync/changes'))
  await page.getByRole('button', { name: 'Refresh now' }).click()
  expect((await answer).status()).toBe(200)
  await page.getByRole('switch', { name: 'Auto-sync' }).click()
  await untilState(page, 'Live')
})
