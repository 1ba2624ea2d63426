/**
 * What keeps main threads: the longest task in which anything of the page's script ran, in processor time by the
 * browser's own trace. Where the processor is slowed down, that time grows, too: it is divided by how much longer a fixed
 * piece of work takes in the same tab, before and after.
 */
import { scriptTasks } from '@freshline/test-utils/browser'
import type { Page } from 'playwright-core'
import { LOADS } from './occasions.ts'
import { REACT_PLACE, type RunOptions } from './plan.ts'
import type { Stage } from './stage.ts'
import { until, wait } from './waiting.ts'

/** The longest tasks of each load, milliseconds of processor time, by what was loaded; shortest first. */
export type RunLoads = Readonly<Record<string, readonly number[]>>

/** The longest task meanwhile in any tab, milliseconds. */
async function longestTask(
  { browser }: Stage,
  act: () => Promise<unknown>,
  script = '/page-',
): Promise<number> {
  const connected = browser.context.browser()
  if (!connected) throw new Error('There is no browser')
  return (await scriptTasks(connected, script, act))[0] ?? 0
}

/** Milliseconds that the fixed piece of work takes in the tab in front. */
export async function paceOf(stage: Stage): Promise<number> {
  const act = async (): Promise<void> => {
    stage.front?.say('acts.work()')
    await until(async () => (await stage.front?.read<boolean>(`document.title !== 'Load'`)) === true, 20_000)
    await stage.front?.read(`document.title = 'Load'`)
  }
  return (await longestTask(stage, act)) || 1
}

/** Whether a page shows something for so many keys. */
async function isFilled(page: Page, keys: number): Promise<boolean> {
  return (await page.locator('span[id^=item]:not(:empty)').count()) >= keys
}

/**
 * Loads each of the pages, in turn and again and again: the longest tasks of their scripts, in order of size. No observer
 * stands in them.
 */
async function measureLoads(stage: Stage, { keys, isThorough }: RunOptions): Promise<RunLoads> {
  const loads: Record<string, number[]> = {}
  for (let round = 0; round < (isThorough ? 5 : 1); round++) {
    for (const [what, { page: name, script }] of Object.entries(LOADS)) {
      const page = await stage.newPage()
      const act = async (): Promise<void> => {
        await page.goto(`${stage.server.url}/${name}.html`)
        const shown = name === 'single' ? 1 : keys
        if (!(await until(() => isFilled(page, shown), 20_000))) throw new Error(`${name} was never filled`)
      }
      ;(loads[what] ??= []).push(await longestTask(stage, act, script))
      await page.close()
    }
  }
  for (const takes of Object.values(loads)) takes.sort((a, b) => a - b)
  return loads
}

/** Measures loads, opens all tabs, and measures what else happens in them; nothing is slowed down. */
export async function measureCalm(
  stage: Stage,
  options: RunOptions,
): Promise<{ readonly loads: RunLoads; readonly tasks: Record<string, number> }> {
  const { tabs, keys, intervals, isThorough } = options
  const loads = await measureLoads(stage, options)
  const tasks: Record<string, number> = {}
  for (let place = 0; place <= tabs; place++) {
    const { page } = await (place < tabs ? stage.openTab(place) : stage.openSecondWindow(place))
    await until(() => isFilled(page, keys), 20_000)
  }
  // By now most keys of the first tabs are due.
  await wait(Math.min(intervals[1], 5000))
  for (const place of isThorough ? [0, REACT_PLACE] : [0]) {
    const measure = async (occasion: string, act: () => Promise<unknown>): Promise<void> => {
      const takes = await longestTask(stage, () => act().then(() => wait(2000)))
      tasks[`${occasion}${place === REACT_PLACE ? ', React' : ''}`] = takes
    }
    await measure('return to a tab', () => stage.show(place))
    await measure('all keys invalidated', async () => stage.front?.say(`acts.invalidate('all', 0)`))
    await measure('network cut off and back', async () => {
      await stage.setNetwork({ offline: true })
      await wait(300)
      await stage.setNetwork({ offline: false })
    })
  }
  return { loads, tasks }
}

/** Measures while the processor is made `rate` times slower; `full` is the pace where it is not. */
export async function measureSlow(
  stage: Stage,
  full: number,
  rate: number,
  act: () => Promise<unknown>,
): Promise<{ readonly longest: number; readonly slowdown: number }> {
  const before = await paceOf(stage)
  const longest = await longestTask(stage, act)
  const pace = Math.min(before, await paceOf(stage)) / full
  // Never divided by more than what was asked for: what else slows the machine down is no excuse.
  const slowdown = Math.min(rate, Math.max(1, pace))
  return { longest: longest / slowdown, slowdown }
}
