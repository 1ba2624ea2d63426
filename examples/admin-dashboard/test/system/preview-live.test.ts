/** What one person saves, another sees at the next look, whatever stands between them (E5, E6, H3, H4). */
import { openBrowser, type TestBrowser } from '@freshline/test-utils/browser'
import { until } from '@freshline/test-utils/servers'
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { startSite, type Site, type SiteOptions } from './site'

let browsers: [TestBrowser, TestBrowser]
let site: Site | undefined

beforeAll(async () => {
  browsers = await Promise.all([openBrowser(), openBrowser()])
})

afterAll(async () => {
  await Promise.all(browsers.map((browser) => browser.close()))
})

afterEach(async () => {
  const problems = browsers.flatMap(({ problems: all }) => all.slice(seen.get(all) ?? 0).filter(isProblem))
  for (const { problems: all } of browsers) seen.set(all, all.length)
  for (const { context } of browsers) for (const page of context.pages().slice(1)) await page.close()
  await site?.close()
  site = undefined
  if (problems.length > 0) throw new Error(`The pages complained: ${problems.join('; ')}`)
})

/** How many problems of each browser earlier tests have dealt with. */
const seen = new Map<readonly string[], number>()

/** On a busy machine the page goes on before the servers have told the proxy, and says so. */
const isProblem = (line: string) => !line.includes('was not told within')

/** Shows the users; `speed` divides the interval of a minute. */
const open = async (browser: TestBrowser, { origin }: Site, speed: number) => {
  const page = await browser.newTab(`${origin}/dashboard/?speed=${speed}#/users`)
  await page.getByRole('row').nth(1).waitFor()
  return page
}

async function invite(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name: 'New admin user' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Name').fill(name)
  await dialog.getByLabel('E-mail').fill(`${name.toLowerCase().replaceAll(' ', '.')}@users.example`)
  await dialog.getByRole('button', { name: 'Invite user' }).click()
  await dialog.waitFor({ state: 'detached' })
}

const users = (page: Page, name: string) => page.getByRole('row', { name: new RegExp(name) })

/** Requests for the list of users that the proxy has seen, by what its cache did. */
async function listed({ log }: Site, status: string): Promise<number> {
  return (await log()).filter(
    (line) => line.startsWith('GET /api/admin/users?') && line.endsWith(` ${status}`),
  ).length
}

/** Starts a site on which both browsers show the users, and waits until a proxy that may keep them has. */
async function start(options: SiteOptions) {
  const running = (site = await startSite(options))
  const [first, second] = browsers
  // The writer's next poll would be a minute away: what it shows earlier comes of its saving.
  const [writer, reader] = await Promise.all([open(first, running, 1), open(second, running, 20)])
  if (options.isStubborn || options.purges)
    await until(async () => (await listed(running, 'HIT')) > 1, 30_000)
  return { running, writer, reader }
}

describe.each([
  ['keeps to the headers', false],
  ['keeps everything for an hour', true],
])('behind a proxy that %s', (_, isStubborn) => {
  test('a save in one browser is in the other at its next look', async () => {
    const { running, writer, reader } = await start({ isStubborn, purges: true })
    await invite(writer, 'Nia Next')
    // The writer sees it without waiting for a poll: it reads what it wrote.
    await users(writer, 'Nia Next').waitFor({ timeout: 15_000 })
    await users(reader, 'Nia Next').waitFor({ timeout: 20_000 })
    expect(await listed(running, 'BYPASS')).toBeGreaterThan(0)
    // Both servers say the same, from whichever of them the list is asked for.
    for (const instance of running.instances) {
      const answer = await fetch(`${instance}/api/admin/users?pageSize=100`)
      expect(await answer.text()).toContain('Nia Next')
    }
  })
})

test('without word of changes that proxy keeps the list as it was', async () => {
  const { running, writer, reader } = await start({ isStubborn: true, purges: false })
  await invite(writer, 'Olga Old')
  const before = await listed(running, 'HIT')
  await until(async () => (await listed(running, 'HIT')) > before + 4, 20_000)
  expect(await users(reader, 'Olga Old').count()).toBe(0)
  // A person who asks for it past every cache gets it.
  await reader.getByRole('button', { name: 'Refresh now' }).click()
  await users(reader, 'Olga Old').waitFor({ timeout: 15_000 })
})

test('while Redis is away the dashboard goes on, and what was saved meanwhile is seen when it is back', async () => {
  // A proxy that is told of addresses alone would keep what only the other server knows the name of, for its lifetime.
  const { running, writer, reader } = await start({ isStubborn: false, purges: false })
  await running.redis.kill()
  await invite(writer, 'Rita Redisless')
  await running.redis.start()
  await users(reader, 'Rita Redisless').waitFor({ timeout: 20_000 })
  // Meanwhile the servers did not know of each other: the writer may have been answered by the one that had not heard.
  await writer.getByRole('button', { name: 'Refresh now' }).click()
  await users(writer, 'Rita Redisless').waitFor({ timeout: 15_000 })
})
