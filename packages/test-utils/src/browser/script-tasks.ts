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

/** A part of a task, with its processor time in milliseconds. */
interface Part {
  readonly kind: 'task' | 'microtasks' | 'script'
  readonly at: number
  readonly end: number
  readonly takes: number
}

const CATEGORIES = 'toplevel,devtools.timeline'

/** A checkpoint that had next to nothing to do, milliseconds. */
const IDLE = 0.1

/**
 * The tasks in which a script whose address holds `name` ran while `act` did, in milliseconds of processor time, the
 * longest first; of all tabs. What promises go on with is part of the task before it: of that the trace tells no address,
 * so all of it counts on a thread that the script was seen on. Where a tab's processor is slowed down by the browser, that
 * time counts as well.
 */
export async function scriptTasks(
  browser: Browser,
  name: string,
  act: () => Promise<unknown>,
): Promise<number[]> {
  const threads = new Map<string, Part[]>()
  for (const event of await trace(browser, act)) {
    const kind = kindOf(event, name)
    if (!kind) continue
    const { pid, tid, ts, dur = 0, tdur = 0 } = event
    const part = { kind, at: ts, end: ts + dur, takes: tdur / 1000 }
    const thread = threads.get(`${pid} ${tid}`)
    if (thread) thread.push(part)
    else threads.set(`${pid} ${tid}`, [part])
  }
  return [...threads.values()].flatMap(tasksOf).sort((a, b) => b - a)
}

function kindOf({ name: kind, tdur, args }: TraceEvent, name: string): Part['kind'] | undefined {
  if ((args?.data?.url ?? args?.fileName ?? '').includes(name)) return 'script'
  if (tdur === undefined) return undefined
  if (kind.endsWith('PerformMicrotaskCheckpoint')) return 'microtasks'
  return kind.endsWith('ThreadControllerImpl::RunTask') ? 'task' : undefined
}

/** The lengths of the tasks of one thread that the script had a part in. */
function tasksOf(parts: readonly Part[]): number[] {
  const scripts = parts.filter(({ kind }) => kind === 'script')
  if (scripts.length === 0) return []
  const lengths: number[] = []
  let isTask = false
  for (const { kind, at, end, takes } of [...parts].sort((a, b) => a.at - b.at)) {
    if (kind === 'task') {
      isTask = scripts.some((each) => each.at >= at && each.at <= end)
      if (isTask) lengths.push(takes)
    } else if (kind === 'microtasks') {
      if (isTask) lengths.push((lengths.pop() ?? 0) + takes)
      else if (takes > IDLE) lengths.push(takes)
      isTask = false
    }
  }
  return lengths
}

async function trace(browser: Browser, act: () => Promise<unknown>): Promise<TraceEvent[]> {
  const session = await browser.newBrowserCDPSession()
  const events: TraceEvent[] = []
  session.on('Tracing.dataCollected', ({ value }) => events.push(...(value as unknown as TraceEvent[])))
  const complete = new Promise<void>((resolve) => session.once('Tracing.tracingComplete', () => resolve()))
  await session.send('Tracing.start', { categories: CATEGORIES, transferMode: 'ReportEvents' })
  await act()
  // A task is noted when it is over, and what `act` waited for may have been told by one that goes on. A page that has
  // crashed has none.
  const pages = browser.contexts().flatMap((context) => context.pages())
  await Promise.all(pages.map((page) => page.evaluate('0').catch(() => {})))
  await session.send('Tracing.end')
  await complete
  await session.detach()
  return events
}
