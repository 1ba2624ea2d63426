/** All checks of a run, together. Pure: what is wrong is a line of text each, and none is what is wanted. */
import { seenInTime, type InTime } from './checks/in-time.ts'
import { lostWrites, neverSettled, wentBack } from './checks/order.ts'
import { countRequests, type Requests } from './checks/requests.ts'
import { LOADS, median } from './occasions.ts'
import type { RunResult } from './run.ts'

/** What the main thread may be kept for, milliseconds; of a load, its median beyond that of the page without the library. */
export const LONGEST_TASK = 50

/** Milliseconds that a version may take beyond its key's interval: queue, network and machine. */
export const BOUND = 8000

/** What the checks found. */
export interface Verdict {
  readonly requests: Requests
  readonly inTime: InTime
  /** What is wrong, by check; a check that found nothing is not in it. */
  readonly wrong: Readonly<Record<string, readonly string[]>>
}

/** Judges a run. */
export function judge({
  trace,
  loads,
  tasks,
  slowTasks,
  unseen,
}: Pick<RunResult, 'trace' | 'loads' | 'tasks' | 'slowTasks' | 'unseen'>): Verdict {
  const requests = countRequests(trace)
  const inTime = seenInTime(trace, BOUND)
  const beyond = Object.entries(loads).map(([what, takes]): [string, number] => {
    const without = LOADS[what]?.without
    return [`load ${what}`, median(takes) - median(without === undefined ? takes : (loads[without] ?? []))]
  })
  const long = [...beyond, ...Object.entries({ ...tasks, ...slowTasks })]
    .filter(([, ms]) => !(ms < LONGEST_TASK))
    .map(([occasion, ms]) => `${occasion}: a task of ${ms.toFixed(1)} ms`)
  const all = {
    'went back': wentBack(trace),
    'lost writes': lostWrites(trace),
    'never settled': neverSettled(trace),
    'shown late': inTime.late,
    requests: requests.wrong,
    'requests that nobody saw': unseen,
    problems: trace.problems,
    'long tasks': long,
  }
  const wrong = Object.fromEntries(Object.entries(all).filter(([, lines]) => lines.length > 0))
  return { requests, inTime, wrong }
}
