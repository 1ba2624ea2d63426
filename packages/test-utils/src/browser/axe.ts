// What axe finds wrong with a page: as it is, or in light and dark, wide and narrow.
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import type { Page } from 'playwright-core'

interface Axe {
  run(options: object): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }>
}

let source: Promise<string> | undefined

/** Widths that every page of the examples is looked at in, with a height that goes with them. */
const screens = [
  { width: 1280, height: 900 },
  { width: 360, height: 740 },
] as const

/**
 * One line for each rule that the page breaks, with the elements that break it; none is what is wanted. The page must be
 * in front. Motion is reduced and left so: a colour in the middle of a transition is none that anybody reads.
 */
export async function axeViolations(page: Page): Promise<string[]> {
  await page.emulateMedia({ reducedMotion: 'reduce' })
  await settle(page)
  source ??= readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
  // By the debugger, which no content security policy holds back.
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(await source)
  return page.evaluate(async () => {
    const axe = Reflect.get(globalThis, 'axe') as Axe
    const { violations } = await axe.run({ resultTypes: ['violations'] })
    return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`)
  })
}

/**
 * The same in light and dark, at 1280 and at 360 pixels, each line with where it was; and a line for each width at which
 * the page scrolls sideways. Light and dark are what the system says, so a page that lets people choose must not have a
 * choice. Ends with the system's colours and the viewport that was there.
 */
export async function axeEverywhere(page: Page): Promise<string[]> {
  const before = page.viewportSize()
  const found: string[] = []
  for (const screen of screens) {
    await page.setViewportSize(screen)
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme })
      const where = `${colorScheme}, ${screen.width} px`
      for (const line of await axeViolations(page)) found.push(`${where}: ${line}`)
    }
    const beyond = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    )
    if (beyond > 0) found.push(`${screen.width} px: the page is ${beyond} px wider than the screen`)
  }
  await page.emulateMedia({ colorScheme: null })
  if (before) await page.setViewportSize(before)
  return found
}

/** Waits until nothing that ends by itself is moving any more. */
async function settle(page: Page): Promise<void> {
  await page.waitForFunction(() =>
    document
      .getAnimations()
      .every(
        ({ playState, effect }) =>
          playState !== 'running' || effect?.getComputedTiming().endTime === Number.POSITIVE_INFINITY,
      ),
  )
}
