/**
 * What keeps main threads: the longest task in which anything of the page's script ran, in processor time by the
 * browser's own trace. Where the processor is slowed down, that time grows, too: it is divided by how much longer a fixed
 * piece of work takes in the same tab, before and after.
 */
import { scriptTasks } from '@freshline/test-utils/browser'
import { CONTROL } from './occasions.ts'
import type { RunOptions } from './plan.ts'
import type { Stage } from './stage.ts'
import { until, wait } from './waiting.ts'

/** The longest task meanwhile in any tab, milliseconds. */
async function longestTask(
  { browser }: Stage,
  act: () => Promise<unknown>,
  script = '/page.js',
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

/** Whether a tab shows something for every key. */
const isFilled = (stage: Stage, place: number) => async (): Promise<boolean> => {
  const empty = await stage.tabs[place]?.read<number>(
    `document.querySelectorAll('span[id^=item]:empty').length`,
  )
  return empty === 0
}

/** Opens all tabs, and measures on the way; nothing is slowed down. */
export async function measureCalm(
  stage: Stage,
  { tabs, intervals }: RunOptions,
): Promise<Record<string, number>> {
  const tasks: Record<string, number> = {}
  const measure = async (occasion: string, act: () => Promise<unknown>): Promise<void> => {
    tasks[occasion] = await longestTask(stage, act)
  }
  const open = async (place: number): Promise<void> => {
    await stage.openTab(place)
    await until(isFilled(stage, place), 20_000)
  }
  tasks[CONTROL] = await longestTask(
    stage,
    async () => {
      await stage.openTab(0, 'control')
      await until(isFilled(stage, 0), 20_000)
    },
    '/control.js',
  )
  await stage.tabs[0]?.page.close()
  await measure('first load of the page', () => open(0))
  for (let place = 1; place < tabs; place++) await measure(`load in tab ${place + 1}`, () => open(place))
  // By now most keys of the first tab are due.
  await wait(Math.min(intervals[1], 5000))
  await measure('return to a tab', () => stage.show(0).then(() => wait(2000)))
  await measure('all keys invalidated', () => {
    stage.front?.say(`acts.invalidate('all', 0)`)
    return wait(2000)
  })
  await measure('network cut off and back', async () => {
    await stage.setNetwork({ offline: true })
    await wait(300)
    await stage.setNetwork({ offline: false })
    await wait(2000)
  })
  return tasks
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
