/**
 * A run: a calm phase in which the main thread is measured, the faults, and a last look at every tab once they are over.
 * What it answers is a trace; the checks are made from that.
 */
import { scriptTasks } from '@freshline/test-utils/browser'
import type { Broken } from './page-report.ts'
import { drawIntervals, drawPlan, type RunOptions, type Step } from './plan.ts'
import type { LongFrame } from './recorder.ts'
import { CALM, Stage, type Deeds } from './stage.ts'
import type { Trace } from './trace.ts'

/** What a run brought. */
export interface RunResult {
  readonly options: RunOptions
  readonly trace: Trace
  readonly deeds: Deeds & { readonly restarts: number; readonly restored: number }
  /** The longest tasks in which the page's script ran, milliseconds of processor time, unthrottled, by occasion. */
  readonly tasks: Readonly<Record<string, number>>
  /** The same while the processor was slowed down, divided by how much slower it was measured to be. */
  readonly slowTasks: Readonly<Record<string, number>>
  /** How many times slower a fixed piece of work was in the tab in front. */
  readonly slowdown: number
  /** Frames over 50 ms of the clock in which the page's script ran, throttled phase included. */
  readonly frames: readonly LongFrame[]
  /** Requests that arrived at the server and that no tab was seen to send. */
  readonly unseen: readonly string[]
}

const wait = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms))

/** Waits until a condition holds; answers whether it came to that. */
async function until(condition: () => Promise<boolean>, patience: number): Promise<boolean> {
  const end = Date.now() + patience
  while (Date.now() < end) {
    if (await condition().catch(() => false)) return true
    await wait(100)
  }
  return false
}

/** Plays a run. */
export async function runFaults(options: RunOptions, broken?: Broken): Promise<RunResult> {
  const intervals = drawIntervals(options)
  const stage = await Stage.open(intervals, broken)
  try {
    const { recorder } = stage
    const tasks = await measureCalm(stage, options)
    const measured = await playFaults(stage, options)
    await settle(stage, options)
    const { trace } = recorder
    recorder.ended(undefined, Date.now())
    trace.asked.sort((a, b) => a.at - b.at)
    trace.shown.sort((a, b) => a.at - b.at)
    trace.commits.push(...(await stage.server.writes()))
    const deeds = { ...stage.deeds, restarts: stage.server.starts - 1, restored: recorder.restored }
    return { options, trace, deeds, tasks, ...measured, frames: recorder.frames, unseen: unseenBy(stage) }
  } finally {
    await stage.close()
  }
}

/** Whether a tab shows something for every key. */
const isFilled = (stage: Stage, place: number) => async (): Promise<boolean> => {
  const empty = await stage.tabs[place]?.read<number>(
    `document.querySelectorAll('span[id^=item]:empty').length`,
  )
  return empty === 0
}

/** Opens all tabs, and measures what keeps the main thread longest where nothing is slowed down. */
async function measureCalm(stage: Stage, { tabs, intervals }: RunOptions): Promise<Record<string, number>> {
  const longest = (act: () => Promise<unknown>) => longestTask(stage, act)
  const tasks: Record<string, number> = {}
  tasks['load of a page'] = await longest(async () => {
    await stage.openTab(0)
    await until(isFilled(stage, 0), 20_000)
  })
  for (let place = 1; place < tabs; place++) {
    await stage.openTab(place)
    await until(isFilled(stage, place), 20_000)
  }
  // By now every key of the first tab is due.
  await wait(Math.min(intervals[1], 5000))
  tasks['return to a tab, all due'] = await longest(() => stage.show(0).then(() => wait(2000)))
  tasks['all keys invalidated'] = await longest(async () => {
    stage.front?.say(`acts.invalidate('all', 0)`)
    await wait(2000)
  })
  tasks['network back'] = await longest(async () => {
    await stage.setNetwork({ offline: true })
    await wait(300)
    await stage.setNetwork({ offline: false })
    await wait(2000)
  })
  return tasks
}

/** Plays the plan. What takes time goes on beside the rest; people go on whatever happens. */
async function playFaults(
  stage: Stage,
  options: RunOptions,
): Promise<Pick<RunResult, 'slowTasks' | 'slowdown'>> {
  await stage.setNetwork({ latency: 40, throughput: 500_000 })
  const full = await paceOf(stage)
  await stage.slowDown(options.slowdown)
  const slowdown = Math.max(1, (await paceOf(stage)) / full)
  const plan = drawPlan(options)
  const start = Date.now()
  const begun: Promise<void>[] = []
  let moving = Promise.resolve()
  const slowTasks: Record<string, number> = {}
  let isTraced = false
  for (const step of plan) {
    await wait(start + step.at - Date.now())
    if (step.what === 'show' && !isTraced && step.at > 300 * options.seconds) {
      isTraced = true
      const traced = async () => {
        const longest = await longestTask(stage, () => stage.show(step.tab).then(() => wait(3000)))
        slowTasks['return to a tab amid faults'] = longest / slowdown
      }
      moving = moving.then(traced)
    } else if (isMove(step)) moving = moving.then(() => play(stage, step))
    else begun.push(play(stage, step))
  }
  await wait(start + options.seconds * 1000 - Date.now())
  await Promise.all([...begun, moving])
  return { slowTasks, slowdown }
}

/** Milliseconds of processor time that a fixed piece of work takes in the tab in front. */
async function paceOf(stage: Stage): Promise<number> {
  const act = async (): Promise<void> => {
    stage.front?.say('acts.work()')
    const isDone = () => stage.front?.read<boolean>(`document.title !== 'Load'`)
    await until(async () => (await isDone()) === true, 20_000)
    await stage.front?.read(`document.title = 'Load'`)
  }
  return (await longestTask(stage, act)) || 1
}

/** The longest task in which the page's script ran meanwhile, milliseconds of processor time. */
async function longestTask({ browser }: Stage, act: () => Promise<unknown>): Promise<number> {
  const connected = browser.context.browser()
  if (!connected) throw new Error('There is no browser')
  return (await scriptTasks(connected, '/page.js', act))[0] ?? 0
}

/** What is done with tabs is done one after the other. */
const isMove = ({ what }: Step): boolean =>
  ['show', 'freeze', 'discard', 'away', 'cover', 'minimise'].includes(what)

let outsiders = 0

async function play(stage: Stage, step: Step): Promise<void> {
  const { server, tabs } = stage
  switch (step.what) {
    case 'restart':
      await server.kill()
      await wait(step.down)
      return server.start()
    case 'offline':
      await stage.setNetwork({ offline: true })
      await wait(step.lasts)
      return stage.setNetwork({ offline: false })
    case 'network':
      return stage.setNetwork({ latency: step.latency, throughput: step.throughput })
    case 'show':
      return stage.show(step.tab)
    case 'freeze': {
      const tab = await stage.freeze(step.tab)
      await wait(step.lasts / 2)
      // Half of them stay frozen until they are shown.
      if (tab && step.tab % 2 === 0) await tab.setFrozen(false)
      return
    }
    case 'discard':
      return stage.discard(step.tab)
    case 'away': {
      const tab = await stage.leave()
      await wait(step.lasts / 2)
      return tab && stage.comeBack(tab)
    }
    case 'cover':
    case 'minimise':
      await stage.hideAll(step.what)
      await wait(step.lasts)
      return stage.showAgain(step.what)
    case 'mutate':
      return tabs[step.tab]?.say(`acts.mutate(${step.key}, ${step.wide})`)
    case 'outsider':
      return void (await server.writeFromOutside(step.key, `outsider-${++outsiders}`))
    default:
      return tabs[step.tab]?.say(`acts.${step.what}('${step.kind}', ${step.key})`)
  }
}

/** The faults end. Each tab is looked at until it shows the server's truth, and one stays until every key was polled. */
async function settle(stage: Stage, { tabs, intervals }: RunOptions): Promise<void> {
  const { trace } = stage.recorder
  await stage.slowDown(1)
  await stage.setNetwork(CALM)
  const ended = Date.now()
  for (let turn = 0; turn < tabs; turn++) {
    // The one in sight first: it is not helped by coming back.
    const place = (Math.max(0, stage.front?.number ?? 0) + (turn > 0 ? 1 : 0)) % tabs
    if (turn > 0) await stage.show(place)
    const from = turn > 0 ? Date.now() : ended
    let wrong: string[] = []
    const isTrue = async () => {
      const truth = await stage.server.truth()
      const shown =
        (await stage.tabs[place]?.read<string[]>(
          `Array.from(document.querySelectorAll('span[id^=item]'), (each) => each.textContent)`,
        )) ?? []
      wrong = truth.flatMap((version, key) =>
        Number(shown[key]) === version ? [] : [`${key}: ${shown[key]}, ${version}`],
      )
      return wrong.length === 0
    }
    // A poll that failed again and again waits for eight intervals at most.
    const isSettled = await until(isTrue, 8 * intervals[1] + 10_000)
    const life = stage.recorder.lifeIn(place)?.id ?? `tab ${place}`
    trace.settled.push({ life, from, at: isSettled ? Date.now() : undefined, wrong })
  }
}

/** Each page more of whose requests arrived than were seen to be sent; those under way at a kill may arrive twice. */
function unseenBy(stage: Stage): string[] {
  const sent = stage.sent()
  const kills = stage.server.outages
  return [...stage.server.arrived()].flatMap(([life, { reads, writes }]) => {
    if (life === 'outsider') return []
    const own = sent.get(life) ?? { reads: 0, writes: 0 }
    const cut = stage.recorder.trace.asked.filter(
      (asked) => asked.life === life && kills.some(({ from, to }) => asked.at <= to && asked.end >= from),
    ).length
    return reads > own.reads + cut || writes > own.writes + kills.length
      ? [`${life}: ${reads} reads and ${writes} writes arrived, ${own.reads} and ${own.writes} were sent`]
      : []
  })
}
