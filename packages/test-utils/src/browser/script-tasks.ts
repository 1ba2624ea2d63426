/**
 * How long a script keeps main threads, by the browser's own trace: the processor time of each task in which something of
 * the script ran. Time of the processor, and not of the clock, so that a busy machine makes no task longer.
 */
import type { Browser } from 'playwright-core'

interface TraceEvent {
  readonly name: string
  readonly pid: number
  readonly tid: number
  readonly ts: number
  readonly dur?: number
  readonly tdur?: number
  readonly args?: { readonly data?: { readonly url?: string }; readonly fileName?: string }
}

const CATEGORIES = 'toplevel,devtools.timeline,v8,disabled-by-default-v8.compile'

/**
 * The tasks in which a script whose address holds `name` ran while `act` did, in milliseconds of processor time, the
 * longest first; of all tabs. Where a tab's processor is slowed down by the browser, that time counts as well.
 */
export async function scriptTasks(
  browser: Browser,
  name: string,
  act: () => Promise<unknown>,
): Promise<number[]> {
  const events = await trace(browser, act)
  const threads = new Map<string, number[]>()
  for (const { args, pid, tid, ts } of events) {
    if (!(args?.data?.url ?? args?.fileName ?? '').includes(name)) continue
    const thread = `${pid} ${tid}`
    const times = threads.get(thread)
    if (times) times.push(ts)
    else threads.set(thread, [ts])
  }
  return events
    .filter(({ name: kind, pid, tid, ts, dur = 0, tdur }) => {
      if (!kind.endsWith('RunTask') || tdur === undefined) return false
      return threads.get(`${pid} ${tid}`)?.some((at) => at >= ts && at <= ts + dur) === true
    })
    .map(({ tdur = 0 }) => tdur / 1000)
    .sort((a, b) => b - a)
}

async function trace(browser: Browser, act: () => Promise<unknown>): Promise<TraceEvent[]> {
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
