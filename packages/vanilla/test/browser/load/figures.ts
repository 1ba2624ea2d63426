/** Every figure of a run, in words and in groups. */
import { availableParallelism } from 'node:os'
import { quantile } from './checks/in-time.ts'
import { countRequests, type Requests } from './checks/requests.ts'
import { BOUND, type Verdict } from './judge.ts'
import { LOADS, median } from './occasions.ts'
import type { RunResult } from './run.ts'
import type { Trace } from './trace.ts'

/** What is said, and what it came to. */
export type Rows = readonly (readonly (string | number)[])[]

/** Milliseconds as seconds. */
export const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`
const milliseconds = (ms: number): string => `${ms.toFixed(1)} ms`

/** The budget that an issue wished for: no more than 1.1 times visible time divided by interval, beside follow-ups. */
const beside = ({ counts, total, visibleIntervals }: Requests, but = 0): string =>
  ((total - counts.followUp - but) / visibleIntervals).toFixed(2)

/** All of them. */
export function figures(result: RunResult, { requests, inTime, wrong }: Verdict): Record<string, Rows> {
  const { options, trace, deeds, loads, tasks, slowTasks, slowdown, frames } = result
  const longestPart = Math.max(0, ...frames.map(({ ours }) => ours))
  const { counts } = requests
  const down = trace.outages.reduce((sum, { from, to }) => sum + to - from, 0)
  const visible = trace.lives.reduce(
    (sum, life) => sum + life.visible.reduce((all, { from, to }) => all + to - from, 0),
    0,
  )
  const lines = Object.values(trace.networkLines).reduce((sum, count) => sum + count, 0)
  const found = Object.values(wrong).reduce((sum, each) => sum + each.length, 0)
  const perInterval = (count: number) => (count / requests.visibleIntervals).toFixed(2)
  const settled = trace.settled.map(({ from, at }) =>
    at === undefined ? 'never' : seconds(Math.max(0, at - from)),
  )
  const stayed = countRequests(ofTab(trace, options.tabs))
  const calm = Object.entries(tasks).map(([what, ms]): [string, string] => [what, milliseconds(ms)])
  const slow = Object.entries(slowTasks).map(([what, ms]): [string, string] => [
    `${what}, slowed down`,
    milliseconds(ms),
  ])
  return {
    run: [
      ['tabs of one window, the second of them with React', options.tabs],
      ['tabs of a second window, in sight all the while', 1],
      [
        'keys of each, with intervals',
        `${options.keys}, ${seconds(options.intervals[0])} to ${seconds(options.intervals[1])}`,
      ],
      ['faults for', `${options.seconds} s, seed ${options.seed}`],
      ['server killed and started again', `${deeds.restarts} times, away for ${seconds(down)} in all`],
      ['network cut off', `${deeds.offline} times`],
      ['tabs brought to the front', deeds.shows],
      ['tabs frozen', deeds.freezes],
      ['tabs discarded (renderer ended)', deeds.discards],
      [
        'trips to another site and back',
        `${deeds.trips}, of which ${deeds.restored} out of the back-forward cache`,
      ],
      ['lives of pages', trace.lives.length],
      [
        'processor of the tab in front',
        `set to be ${options.slowdown} times slower, measured ${slowdown.toFixed(1)} times`,
      ],
      ['mutations acknowledged to pages', trace.acknowledged.length],
      ['writes of the server in all, outsiders’ included', trace.commits.length],
      ['invalidations and refreshes', trace.causes.filter(({ kind }) => kind !== 'mutation').length],
    ],
    found: [
      ['what the checks found wrong', found],
      [
        'unhandled rejections, uncaught exceptions, console errors and warnings, complaints of the manager',
        trace.problems.length,
      ],
      ['Chromium’s own lines about requests that failed', lines],
      ['times a page showed an older version after a newer one', wrong['went back']?.length ?? 0],
      [
        'acknowledged mutations lost, or not shown at once in their own page',
        wrong['lost writes']?.length ?? 0,
      ],
      [
        `versions followed in a page in sight, to be shown within interval + ${seconds(BOUND)}`,
        `${inTime.judged}, of which ${inTime.late.length} late`,
      ],
      [
        'median, 95th percentile, longest',
        [0.5, 0.95, 1].map((share) => seconds(quantile(inTime.delays, share))).join(', '),
      ],
      [
        'the same in intervals of the key',
        [0.5, 0.95, 1].map((share) => quantile(inTime.intervals, share).toFixed(2)).join(', '),
      ],
      ['left to the last look, as faults came between', inTime.disturbed],
      ['each tab at the server’s truth, after the faults', settled.join(', ')],
    ],
    requests: [
      ['polls', counts.poll],
      ['first request of a page for a key', counts.load],
      ['due when the page came back', counts.return],
      ['after a mutation, an invalidation or a refresh', counts.followUp],
      ['repeated after an attempt without an answer', counts.retry],
      ['unexplained', requests.total - Object.values(counts).reduce((sum, count) => sum + count, 0)],
      ['**all**', `**${requests.total}**`],
      ['of them without an answer', `${requests.failed}, and ${requests.aborted} given up by the page`],
      ['of them told of by the browser’s network, too', trace.confirmed],
      ['requests that arrived at the server and neither page nor browser told of', result.unseen.length],
    ],
    bound: [
      ['visible time', `${seconds(visible)}, two tabs at a time`],
      ['visible time divided by interval, summed over keys', requests.visibleIntervals.toFixed(0)],
      ['1.1 times that', (1.1 * requests.visibleIntervals).toFixed(0)],
      ['keys of pages that were loaded', requests.loads],
      ['keys that were due when their page came back', requests.dueOnReturn],
      ['keys that mutations, invalidations and refreshes named', requests.named],
      ['attempts without an answer', requests.failed + requests.aborted],
      ['**bound**', `**${requests.bound.toFixed(0)}**`],
      ['**requests divided by the bound**', `**${(requests.total / requests.bound).toFixed(2)}**`],
      ['polls divided by visible time / interval', perInterval(counts.poll)],
      ['all but follow-ups divided by it', beside(requests)],
      ['the same, without repetitions', beside(requests, requests.counts.retry)],
    ],
    stayed: [
      ['visible time divided by interval, summed over keys', stayed.visibleIntervals.toFixed(0)],
      ['polls', stayed.counts.poll],
      ['first request of the page for a key', stayed.counts.load],
      ['due when the network came back', stayed.counts.return],
      ['after a mutation, an invalidation or a refresh', stayed.counts.followUp],
      ['repeated after an attempt without an answer', stayed.counts.retry],
      ['**all but follow-ups divided by visible time / interval**', `**${beside(stayed)}**`],
      ['the same, without repetitions', beside(stayed, stayed.counts.retry)],
    ],
    machine: [
      ['Chromium', result.browser],
      [
        'load of the machine at the end, with so many cores',
        `${result.load.toFixed(1)}, ${availableParallelism()}`,
      ],
    ],
    loads: Object.entries(LOADS).map(([what, { without }]) => {
      const takes = loads[what] ?? []
      const range = [takes[0] ?? NaN, median(takes), takes.at(-1) ?? NaN].map((ms) => ms.toFixed(1))
      const beyond = without === undefined ? '' : milliseconds(median(takes) - median(loads[without] ?? []))
      return [what, ...range, beyond]
    }),
    tasks: [
      ...calm,
      ...slow,
      ['frames of over 50 ms of the clock, slowed down, with a part of the script in them', frames.length],
      ['its longest part', `${longestPart.toFixed(0)} ms of the clock`],
    ],
  }
}

/** What a run was for one tab. */
function ofTab(trace: Trace, tab: number): Trace {
  const lives = trace.lives.filter((life) => life.tab === tab)
  const isOf = ({ life }: { readonly life: string }): boolean => lives.some(({ id }) => id === life)
  return { ...trace, lives, asked: trace.asked.filter(isOf), causes: trace.causes.filter(isOf) }
}
