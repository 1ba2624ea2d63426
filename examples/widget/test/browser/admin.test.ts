// J3: the page where the banner is edited: what is typed is in the preview, what is published is everywhere.
import { axeEverywhere, axeViolations } from '@freshline/test-utils/browser'
import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { bannerOn, useStage } from './stage'

const stage = useStage()

const parts = (page: Page) => ({
  preview: page.locator('#stage freshline-consent'),
  said: page.locator('#said'),
  failed: page.locator('#failed'),
  fact: (name: string) => page.locator(`#fact-${name}`),
  publish: page.getByRole('button', { name: 'Publish' }),
  save: page.getByRole('button', { name: 'Save draft' }),
})

/** Waits until an element has a text. */
const reads = (page: Page, selector: string, text: string) =>
  page.locator(selector, { hasText: text }).waitFor({ timeout: 20_000 })

describe('J3 the admin page', () => {
  it('publishes: preview, list, facts and the live page agree, though the CDN’s own copy does not', async () => {
    const live = await stage.open('/')
    await bannerOn(live).panel.waitFor()
    const admin = await stage.openAdmin()
    const { preview, publish } = parts(admin)
    // Whoever asks plainly fills the CDN's store, as any page or monitor does.
    await reads(admin, '#fact-plain', 'Version 3')
    await admin.getByLabel('Title').fill('Crumbs, and other cookies')
    await preview.getByText('Crumbs, and other cookies').waitFor()
    await reads(admin, '#fact-draft', 'Not saved')
    await publish.click()
    await reads(admin, '#said', 'Version 4 is published.')
    await reads(admin, '#fact-published', 'Version 4')
    await reads(admin, '#history tr:first-child', 'Crumbs, and other cookies')
    await reads(admin, '#fact-live', 'Version 4')
    await reads(admin, '#fact-plain', 'Version 3')
    await reads(admin, '#fact-plain-note', 'Out of date.')
    await admin.getByLabel('Show').selectOption('published')
    await preview.getByText('Crumbs, and other cookies').waitFor()

    await stage.browser.show(live)
    await bannerOn(live).says('Crumbs, and other cookies')
    // The same code: what the preview shows and what the visitor sees differ by nothing that the banner decides.
    const look = (page: Page) =>
      page
        .locator('freshline-consent .answer')
        .first()
        .evaluate((button) => {
          const { backgroundColor, color, borderRadius, fontWeight, fontSize } = getComputedStyle(button)
          return { backgroundColor, color, borderRadius, fontWeight, fontSize, text: button.textContent }
        })
    expect(await look(live)).toEqual(await look(admin))
  })

  it('keeps a draft to itself until it is published', async () => {
    const admin = await stage.openAdmin()
    const { save, preview } = parts(admin)
    await admin.getByLabel('Text', { exact: true }).fill('Only a draft.')
    await admin.getByLabel('Language').selectOption('ar')
    await save.click()
    await reads(admin, '#said', 'The draft is saved.')
    await reads(admin, '#fact-draft', 'Not published')
    expect((await stage.state()).published.content.text).not.toBe('Only a draft.')
    expect(await preview.locator('.frame').getAttribute('dir')).toBe('rtl')
    await admin.reload()
    await preview.getByText('Only a draft.').waitFor()
    await admin.getByLabel('Language').selectOption('en')
    await save.click()
    await reads(admin, '#said', 'The draft is saved.')
  })

  it('puts what is wrong beside its field, and publishes nothing of it', async () => {
    stage.expectProblems(/status of 422/)
    const admin = await stage.openAdmin()
    const { publish } = parts(admin)
    await admin.getByLabel('Title').fill(' ')
    await admin.getByLabel('Address of the policy').fill('javascript:alert(1)')
    await publish.click()
    await reads(admin, '#failed', 'It was not saved: some fields need another look.')
    await reads(admin, '#title-problem', 'Must be 1 to 80 characters of text.')
    expect(await admin.evaluate(() => document.activeElement?.id)).toBe('title')
    const described = await admin.getByLabel('Address of the policy').getAttribute('aria-describedby')
    expect(described).toBe('policyUrl-hint policyUrl-problem')
    expect(await axeViolations(admin)).toEqual([])
    await admin.getByLabel('Title').fill('Better')
    await expect.poll(() => admin.locator('#title-problem').textContent()).toBe('')
    await admin.getByRole('button', { name: 'Discard' }).click()
    expect((await stage.state()).published.version).toBe(4)
  })

  it('tells of a colleague who was faster, and loses neither’s words', async () => {
    stage.expectProblems(/status of 412/)
    const mine = await stage.openAdmin()
    await mine.getByLabel('Title').fill('Mine')
    const theirs = await stage.openAdmin()
    await theirs.getByLabel('Title').fill('Theirs')
    await theirs.getByLabel('Button to agree').fill('Fine by me')
    await parts(theirs).save.click()
    await reads(theirs, '#said', 'The draft is saved.')
    await stage.browser.show(mine)
    await parts(mine).save.click()
    await reads(mine, '#conflict', 'Somebody else has saved this draft since you began: “Theirs”.')
    expect(await mine.getByLabel('Title').inputValue()).toBe('Mine')
    expect(await axeViolations(mine)).toEqual([])
    await mine.getByRole('button', { name: 'Keep mine' }).click()
    await parts(mine).save.click()
    await reads(mine, '#said', 'The draft is saved.')
    expect((await stage.state()).draft).toMatchObject({ title: 'Mine', acceptLabel: 'Fine by me' })
  })

  it('rolls back to an earlier version, as a newer one, once that is agreed to', async () => {
    const admin = await stage.openAdmin()
    await admin.getByRole('button', { name: 'Roll back to version 1' }).click()
    const dialog = admin.getByRole('dialog', { name: 'Roll back to version 1?' })
    await dialog.waitFor()
    await admin.keyboard.press('Escape')
    await dialog.waitFor({ state: 'hidden' })
    expect((await stage.state()).published.version).toBe(4)
    await admin.getByRole('button', { name: 'Roll back to version 1' }).click()
    expect(await axeViolations(admin)).toEqual([])
    await dialog.getByRole('button', { name: 'Roll back' }).click()
    await reads(admin, '#said', 'Version 5 is published.')
    await reads(admin, '#history tr:first-child', 'brought back version 1')
    await parts(admin).preview.getByText('Cookies on this site').waitFor()
    expect(await admin.getByLabel('Title').inputValue()).toBe('Cookies on this site')
  })

  it('gives out the tag that the foreign site embeds, by the keyboard too', async () => {
    const host = await stage.open('/')
    const embedded = await host.locator('script[data-site]').evaluate((script) => script.outerHTML)
    const admin = await stage.openAdmin()
    await admin.locator('#copy-tag:enabled').waitFor()
    const given = (await admin.locator('#tag').textContent()) ?? ''
    const parsed = await admin.evaluate((text) => {
      const script = new DOMParser().parseFromString(text, 'text/html').querySelector('script')
      return script?.outerHTML
    }, given)
    expect(parsed).toBe(embedded)
    await admin.getByRole('button', { name: 'Copy the tag' }).press('Enter')
    await reads(admin, '#said', 'The tag')
  })

  it('asks before what was typed is lost, and only then', async () => {
    const admin = await stage.openAdmin()
    const asked: string[] = []
    admin.on('dialog', (dialog) => {
      asked.push(dialog.type())
      void dialog.accept()
    })
    await admin.reload()
    await admin.locator('#fields:enabled').waitFor()
    expect(asked).toEqual([])
    // A page that nobody has touched may not ask.
    await admin.getByLabel('Title').click()
    await admin.keyboard.type('x')
    await admin.reload()
    expect(asked).toEqual(['beforeunload'])
  })

  it('keeps what is typed while the server is away, and says so', async () => {
    stage.expectProblems(/Failed to load resource|net::ERR/)
    const admin = await stage.openAdmin()
    await admin.getByLabel('Title').fill('Typed in the dark')
    await admin.route('**/api/**', (route) => route.abort())
    await parts(admin).publish.click()
    await reads(admin, '#failed', 'the server could not be reached')
    expect(await admin.getByLabel('Title').inputValue()).toBe('Typed in the dark')
    await admin.unroute('**/api/**')
    await parts(admin).publish.click()
    await reads(admin, '#said', 'is published.')
    expect((await stage.state()).published.content.title).toBe('Typed in the dark')
  })

  it('says so where there is nothing to publish', async () => {
    stage.expectProblems(/status of 409/)
    const admin = await stage.openAdmin()
    await parts(admin).publish.click()
    await reads(admin, '#failed', 'There is nothing to publish')
  })

  it('is as dark as its reader wants it, from the first moment of the next visit on', async () => {
    const admin = await stage.openAdmin()
    const colour = () => admin.evaluate(() => getComputedStyle(document.body).backgroundColor)
    const light = await colour()
    await admin.getByLabel('Colours of this page').selectOption('dark')
    const dark = await colour()
    expect(dark).not.toBe(light)
    await admin.goto('about:blank')
    await admin.addInitScript(() => {
      document.addEventListener('DOMContentLoaded', () => {
        document.title = `begins ${document.documentElement.dataset['theme'] ?? 'as the system'}`
      })
    })
    await admin.goto(`${stage.api}/widget/`)
    expect(await admin.title()).toBe('begins dark')
    expect(await colour()).toBe(dark)
  })

  it('meets no barrier that axe knows, in light and dark, wide and narrow; nor does the bakery', async () => {
    const admin = await stage.openAdmin()
    await reads(admin, '#fact-plain', 'Version')
    expect(await axeEverywhere(admin)).toEqual([])
    const host = await stage.open('/')
    await bannerOn(host).panel.waitFor()
    expect(await axeEverywhere(host)).toEqual([])
  })
})
