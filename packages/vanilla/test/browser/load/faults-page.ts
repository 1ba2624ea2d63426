/** What a run came to: in short for a terminal, and as the page docs/faults.md. */
import { availableParallelism, loadavg } from 'node:os'
import { quantile } from './checks/in-time.ts'
import { BOUND, LONGEST_TASK, type Verdict } from './judge.ts'
import type { RunResult } from './run.ts'

type Rows = readonly (readonly [what: string, value: string | number])[]

const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`
const table = (rows: Rows): string =>
  ['| | |', '| --- | --- |', ...rows.map((row) => `| ${row.join(' | ')} |`)].join('\n')

/** Every figure of a run, in groups. */
function figures(result: RunResult, { requests, inTime, wrong }: Verdict): Record<string, Rows> {
  const { options, trace, deeds, tasks, slowTasks, slowdown, frames } = result
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
  const tags = Object.entries(tasks).map(([what, ms]): [string, string] => [what, `${ms.toFixed(1)} ms`])
  const slow = Object.entries(slowTasks).map(([what, ms]): [string, string] => [
    `${what}, slowed down`,
    `${ms.toFixed(1)} ms`,
  ])
  return {
    run: [
      ['tabs of one window', options.tabs],
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
      ['visible time', `${seconds(visible)}, one tab at a time`],
      ['visible time divided by interval, summed over keys', requests.visibleIntervals.toFixed(0)],
      ['1.1 times that', (1.1 * requests.visibleIntervals).toFixed(0)],
      ['keys of pages that were loaded', requests.loads],
      ['keys that were due when their page came back', requests.dueOnReturn],
      ['keys that mutations, invalidations and refreshes named', requests.named],
      ['attempts without an answer', requests.failed + requests.aborted],
      ['**bound**', `**${requests.bound.toFixed(0)}**`],
      ['**requests divided by the bound**', `**${(requests.total / requests.bound).toFixed(2)}**`],
      ['polls divided by visible time / interval', perInterval(counts.poll)],
      ['polls and returns divided by it', perInterval(counts.poll + counts.return)],
      [
        'all but follow-ups and repetitions divided by it',
        perInterval(counts.poll + counts.return + counts.load),
      ],
    ],
    machine: [
      ['Chromium', result.browser],
      [
        'load of the machine at the end, with so many cores',
        `${loadavg()[0]?.toFixed(1)}, ${availableParallelism()}`,
      ],
    ],
    tasks: [
      ...tags,
      ...slow,
      ['frames of over 50 ms of the clock, slowed down, with a part of the script in them', frames.length],
      ['its longest part', `${longestPart.toFixed(0)} ms of the clock`],
    ],
  }
}

/** For a terminal. */
export function toText(result: RunResult, verdict: Verdict): string {
  const lines = Object.entries(figures(result, verdict)).flatMap(([name, rows]) => [
    `\n${name}`,
    ...rows.map(([what, value]) => `  ${String(value).padStart(12)}  ${what}`),
  ])
  const wrong = Object.entries(verdict.wrong).flatMap(([name, found]) => [
    `\nWRONG: ${name}, ${found.length}`,
    ...found.slice(0, 10).map((line) => `  ${line}`),
  ])
  return [...lines, ...wrong].join('\n').replaceAll('**', '')
}

/** The page. */
export function toPage(result: RunResult, verdict: Verdict): string {
  const { run, machine, found, requests, bound, tasks } = figures(result, verdict)
  const { options } = result
  const date = new Date().toISOString().slice(0, 10)
  return `# Faults in a real browser

Written by \`pnpm faults\`, on ${date}; kept to in short by \`pnpm check\`. Pages with ${options.keys} polled keys lie in ${options.tabs} tabs of
one window of Chromium while everything around them fails: the server is killed (SIGKILL) and started again on the same
port, the network is slow and cut off, the processor is slowed down, tabs are hidden, frozen, discarded and put into the
back-forward cache. Meanwhile people in all tabs, and others outside of them, write, invalidate and refresh. What is said here is
told by an observer that stands in every page before its scripts, by the browser's network and by the server's file, never by the
library.

${wrongIn(verdict)}${table([...(run ?? []), ...(machine ?? [])])}

## What was found

${table(found ?? [])}

An acknowledged mutation has to be in the server's file under its token, and in its own page when its promise resolves. A
version that anybody wrote has to be shown by every page in sight within the key's interval and ${seconds(BOUND)} for queue, network and
machine. That clock starts anew where a request of the key failed; where three did in a row, or an offline spell came
between, the pair of version and page is not judged alone, as a failing poll may wait for up to eight intervals. In the end every tab has to
come to the server's version of every key. A mutation that was not acknowledged may have been written or not; nobody is told otherwise.

Errors are told apart by who says them: what the protocol calls a *network* line is Chromium's own, and counted. Every other
error or warning, and every uncaught exception and unhandled rejection, is ours and fails the run.

## Requests

${table(requests ?? [])}

Each request has to be one of these kinds, by what was seen outside: no kind may be guessed. A follow-up needs a mutation, an invalidation or a
refresh in that page since the request before it, and one follows however many there were; what a mutation names counts from its end. A repetition needs an attempt without
an answer (a killed server, no network), and half a second since its end or a return since. A poll or a return needs the key's interval to have
passed. A hidden page may ask for nothing but its first load, and what a person refreshes in it. No key has two requests under way,
unless its data was made stale meanwhile, and no request arrives at the server that no tab was seen to send.

${table(bound ?? [])}

The sharp check is that each request is explained, one by one. The bound is for the sum, and is loose: a key that was due on return is
in it beside the visible time that follows. The wish was: no more than 1.1 times visible time divided by interval, plus
mutations and their follow-ups. Polls keep to it with room to spare. By the letter it leaves out three kinds, which the bound counts beside: a page has to load
each key once; a page that comes back asks once for what is due (the interval went by while the tab was hidden, and its
visible time did not grow); and a request that met a dead server, or no network, is made again. The last two rows are the ratio by the letter,
with loads and returns in it, and with repetitions as well; they are high where a plan moves between tabs faster than intervals go by.

## Main thread

${table(tasks ?? [])}

The longest task of any tab in which anything of the page's script ran, library, bindings and the page's own code
together; wanted: under ${LONGEST_TASK} ms each, of a load beyond what the same page takes without a library. It is processor time by the browser's own trace, not time of the clock, so that a busy machine
makes no task longer. Slowing down the processor stretches processor time, too: such figures are divided by how much longer a fixed piece of
work took in the same tab, measured in the same way, and by no more than was set. The network panel's and the trace's own work is in all of
them. The last rows are of the clock: they hold the slowed-down processor, and whatever else the machine did.

## That it bites

\`pnpm faults --break=...\` puts a fault into the page, and has to fail; the checks are also fed with small made-up runs, one for each
of their breaks, in \`packages/vanilla/test/browser/load/checks.test.ts\`.

| break | what the page does | found as |
| --- | --- | --- |
| \`hidden\` | the manager believes that the page is always in sight | requests out of sight |
| \`storm\` | on return it asks for every key, due or not | unexplained requests, too many at once |
| \`rejection\` | a request is given up, and nobody hears that it rejects | an unhandled rejection |
| \`late\` | whatever arrives is shown, however late | an older version after a newer one, unexplained requests |
| \`slow\` | a timer keeps the main thread for 200 ms | a long task |

## What it does not show

- Chromium refuses to discard a tab that a debugger is attached to (\`chrome://discards\` says so), and without one nothing can be
  told of it. Here the renderer of a hidden tab is ended without a word to the page, which loses the same memory; it loads anew when it is
  shown. \`document.wasDiscarded\` is not set by that.
- Tabs of one window: one is in sight at a time. The pages are of the vanilla package, without React or Vue.
- The seed draws what happens and when; what the machine makes of it differs from run to run.
- Slowing down the network in Chromium delays requests and limits their speed; it drops no packets.
`
}

/** What is wrong comes first. */
function wrongIn({ wrong }: Verdict): string {
  const lines = Object.entries(wrong).flatMap(([name, found]) => [
    `- ${name}: ${found.length}`,
    ...found.slice(0, 5).map((line) => `  - ${line}`),
  ])
  return lines.length === 0 ? '' : `**Wrong in this run:**\n\n${lines.join('\n')}\n\n`
}
