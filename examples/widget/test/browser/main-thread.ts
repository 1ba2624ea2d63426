/**
 * How long a script keeps a page's main thread, by the browser's own trace: the processor time of each task in which
 * something of the script ran. Time, and not the clock, so that a busy machine makes no task longer.
 */
import type { Page } from 'playwright-core'

interface TraceEvent {
  readonly name: string
  readonly ph: string
  readonly pid: number
  readonly tid: number
  readonly ts: number
  readonly dur?: number
  readonly tdur?: number
  readonly args?: { readonly data?: { readonly url?: string }; readonly fileName?: string }
}

const CATEGORIES = 'toplevel,devtools.timeline,v8,disabled-by-default-v8.compile'

/** The longest task, in milliseconds of processor time, in which a script whose address holds `name` ran meanwhile. */
export async function longestTask(page: Page, name: string, act: () => Promise<unknown>): Promise<number> {
  const events = await trace(page, act)
  const ours = events.filter(({ args }) => (args?.data?.url ?? args?.fileName ?? '').includes(name))
  const tasks = events.filter((event) => event.name.endsWith('RunTask') && event.tdur !== undefined)
  const lengths = tasks
    .filter((task) => ours.some((event) => isWithin(event, task)))
    .map(({ tdur = 0 }) => tdur / 1000)
  if (lengths.length === 0) throw new Error(`Nothing of ${name} ran meanwhile`)
  return Math.max(...lengths)
}

function isWithin(event: TraceEvent, task: TraceEvent): boolean {
  const isSameThread = event.pid === task.pid && event.tid === task.tid
  return isSameThread && event.ts >= task.ts && event.ts <= task.ts + (task.dur ?? 0)
}

async function trace(page: Page, act: () => Promise<unknown>): Promise<TraceEvent[]> {
  const browser = page.context().browser()
  if (!browser) throw new Error('The page has no browser')
  const session = await browser.newBrowserCDPSession()
  const events: TraceEvent[] = []
  session.on('Tracing.dataCollected', ({ value }) => events.push(...(value as unknown as TraceEvent[])))
  const complete = new Promise<void>((resolve) => session.once('Tracing.tracingComplete', () => resolve()))
  await session.send('Tracing.start', { categories: CATEGORIES, transferMode: 'ReportEvents' })
  await act()
  await session.send('Tracing.end')
  await complete
  await session.detach()
  return events
}
