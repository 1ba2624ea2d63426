/**
 * A run: a calm phase in which the main thread is measured, the faults, and a last look at every tab once they are over.
 * What it answers is a trace; the checks are made from that.
 */
import { loadavg } from 'node:os'
import { measureCalm, measureSlow, paceOf, type RunLoads } from './main-thread.ts'
import type { Broken } from './page-report.ts'
import { drawIntervals, drawPlan, REACT_PLACE, type RunOptions, type Step } from './plan.ts'
import type { LongFrame } from './recorder.ts'
import { CALM, Stage, type Deeds } from './stage.ts'
import { until, wait } from './waiting.ts'
import type { Trace } from './trace.ts'

/** What a run brought. */
export interface RunResult {
  readonly options: RunOptions
  readonly trace: Trace
  readonly deeds: Deeds & { readonly restarts: number; readonly restored: number }
  /** The same of pages' loads, again and again. */
  readonly loads: RunLoads
  /** The longest tasks in which the page's script ran, milliseconds of processor time, unthrottled, by occasion. */
  readonly tasks: Readonly<Record<string, number>>
  /** The same while the processor was slowed down, divided by how much slower it was measured to be. */
  readonly slowTasks: Readonly<Record<string, number>>
  /** How many times slower a fixed piece of work was in the tab in front. */
  readonly slowdown: number
  /** Frames over 50 ms of the clock in which the page's script ran, throttled phase included. */
  readonly frames: readonly LongFrame[]
  /** The load of the machine at the end. */
  readonly load: number
  /** The browser's name and version. */
  readonly browser: string
  /** Requests that arrived at the server and that no page told of. */
  readonly unseen: readonly string[]
}

/** Plays a run. */
export async function runFaults(options: RunOptions, broken?: Broken): Promise<RunResult> {
  const intervals = drawIntervals(options)
  const stage = await Stage.open(intervals, broken)
  try {
    const { recorder } = stage
    const { loads, tasks } = await measureCalm(stage, options)
    const measured = await playFaults(stage, options)
    await settle(stage, options)
    const { trace } = recorder
    const arrived = stage.server.arrived()
    // What arrived has been told by now, or never will be.
    await wait(1000)
    recorder.finish()
    trace.commits.push(...(await stage.server.writes()))
    const browser = stage.browser.context.browser()?.version() ?? ''
    const deeds = { ...stage.deeds, restarts: stage.server.starts - 1, restored: recorder.restored }
    return {
      options,
      trace,
      deeds,
      loads,
      tasks,
      ...measured,
      frames: recorder.frames,
      browser,
      load: loadavg()[0] ?? NaN,
      unseen: unseenBy(arrived, recorder.sent),
    }
  } finally {
    await stage.close()
  }
}

/** Plays the plan. What takes time goes on beside the rest; people go on whatever happens. */
async function playFaults(
  stage: Stage,
  options: RunOptions,
): Promise<Pick<RunResult, 'slowTasks' | 'slowdown'>> {
  await stage.setNetwork({ latency: 40, throughput: 500_000 })
  const full = await paceOf(stage)
  await stage.slowDown(options.slowdown)
  const plan = drawPlan(options)
  const start = Date.now()
  /** What goes on: of each kind one after the other, people's acts as they come. */
  const lanes: Record<string, Promise<unknown>> = {}
  const then = (lane: string, act: () => Promise<unknown>): void => {
    const next = (lanes[lane] ?? Promise.resolve()).then(act)
    // What fails is told at the end, by whoever waits for the lane.
    next.catch(() => {})
    lanes[lane] = next
  }
  const slowTasks: Record<string, number> = {}
  let slowdown = 1
  let isTraced = false
  for (const step of plan) {
    await wait(start + step.at - Date.now())
    if (step.what === 'show' && !isTraced && step.at > 300 * options.seconds) {
      isTraced = true
      const traced = async () => {
        const kind = stage.tabs[step.tab]?.isGone === false ? 'return to a tab' : 'a discarded tab opened'
        const measured = await measureSlow(stage, full, options.slowdown, () =>
          stage.show(step.tab).then(() => wait(3000)),
        )
        const how = step.tab === REACT_PLACE ? ', React' : ''
        slowTasks[`${kind} amid faults${how}`] = measured.longest
        slowdown = measured.slowdown
      }
      then('tabs', traced)
    } else then(laneOf(step), () => play(stage, step))
  }
  await wait(start + options.seconds * 1000 - Date.now())
  await Promise.all(Object.values(lanes))
  return { slowTasks, slowdown }
}

/** What is done one after the other: to the server, to the network, to tabs. Nobody waits for what people do. */
function laneOf({ what }: Step): string {
  if (what === 'restart') return 'server'
  if (what === 'offline' || what === 'network') return 'network'
  return ['mutate', 'outsider', 'invalidate', 'refresh'].includes(what) ? 'people' : 'tabs'
}

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
      return void server.writeFromOutside(step.key, `outsider-${++outsiders}`)
    default:
      return tabs[step.tab]?.say(`acts.${step.what}('${step.kind}', ${step.key})`)
  }
}

/** The faults end. Each tab is looked at until it shows the server's truth, and one stays until every key was polled. */
async function settle(stage: Stage, { tabs, intervals }: RunOptions): Promise<void> {
  await stage.slowDown(1)
  await stage.setNetwork(CALM)
  const ended = Date.now()
  // A poll that failed again and again waits for eight intervals at most.
  const patience = 8 * intervals[1] + 10_000
  const inFirst = async (): Promise<void> => {
    for (let turn = 0; turn < tabs; turn++) {
      // The one in sight first: it is not helped by coming back.
      const place = (Math.max(0, stage.front?.number ?? 0) + (turn > 0 ? 1 : 0)) % tabs
      if (turn > 0) await stage.show(place)
      await settleTab(stage, place, turn > 0 ? Date.now() : ended, patience)
    }
  }
  if (await stage.second?.read<boolean>('document.hidden'))
    throw new Error('The second window is out of sight')
  // Its tab was in sight all the while.
  await Promise.all([inFirst(), settleTab(stage, tabs, ended, patience)])
}

async function settleTab(stage: Stage, place: number, from: number, patience: number): Promise<void> {
  let wrong: string[] = []
  const isTrue = async (): Promise<boolean> => {
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
  const isSettled = await until(isTrue, patience)
  const life = stage.recorder.lifeIn(place) ?? `tab ${place}`
  const at = isSettled ? Date.now() : undefined
  stage.recorder.trace.settled.push({ life, from, at, wrong })
}

/**
 * Each request that arrived, and that neither a page nor the browser's network told of: a renderer that is ended takes its
 * last words with it. Chromium itself may send one again when its connection breaks.
 */
function unseenBy(arrived: readonly string[], told: ReadonlySet<string>): string[] {
  return arrived.filter((ask) => !told.has(ask)).map((ask) => `request ${ask} arrived and was never told of`)
}
