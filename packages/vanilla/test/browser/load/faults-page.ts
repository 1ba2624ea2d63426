/** What a run came to: in short for a terminal, and as the page docs/faults.md. */
import { figures, seconds, type Rows } from './figures.ts'
import { BOUND, LONGEST_TASK, type Verdict } from './judge.ts'
import type { RunResult } from './run.ts'

function table(rows: Rows = [], head: readonly string[] = ['', '']): string {
  const lines = [head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`)
  return lines.join('\n').replace('|  |  |', '| | |')
}

/** For a terminal. */
export function toText(result: RunResult, verdict: Verdict): string {
  const lines = Object.entries(figures(result, verdict)).flatMap(([name, rows]) => [
    `\n${name}`,
    ...rows.map(([what, ...values]) => `  ${values.join('  ').padStart(12)}  ${what}`),
  ])
  const wrong = Object.entries(verdict.wrong).flatMap(([name, found]) => [
    `\nWRONG: ${name}, ${found.length}`,
    ...found.slice(0, 10).map((line) => `  ${line}`),
  ])
  return [...lines, ...wrong].join('\n').replaceAll('**', '')
}

/** The page. */
export function toPage(result: RunResult, verdict: Verdict): string {
  const { run, machine, found, requests, bound, stayed, loads, tasks } = figures(result, verdict)
  const { options } = result
  const date = new Date().toISOString().slice(0, 10)
  return `# Faults in a real browser

Written by \`pnpm faults\`, on ${date}; kept to in short by \`pnpm check\`. Pages with ${options.keys} polled keys lie in ${options.tabs} tabs of
one window of Chromium, and in one of a second window beside it, while everything around them fails: the server is killed (SIGKILL) and started again on the same
port, the network is slow and cut off, the processor is slowed down, tabs are hidden, frozen, discarded and put into the
back-forward cache. Meanwhile people in all tabs, and others outside of them, write, invalidate and refresh. What is said here is
told by an observer that stands in every page before its scripts, by the browser's network and by the server's file, never by the
library. One tab shows its keys by React, a row each with \`useSync\`; the others by bindings of the vanilla package.

${wrongIn(verdict)}${table([...(run ?? []), ...(machine ?? [])])}

## What was found

${table(found)}

An acknowledged mutation has to be in the server's file under its token, and in its own page when its promise resolves. A
version that anybody wrote has to be shown by every page in sight within the key's interval and ${seconds(BOUND)} for queue, network and
machine. That clock starts anew where a request of the key failed, as a failing poll waits: after one failure for up to two intervals, after
two for up to four, also where the page comes back meanwhile. Where three failed in a row, or an offline spell came between, the pair of version and
page is not judged alone. In the end every tab has to
come to the server's version of every key. A mutation that was not acknowledged may have been written or not; nobody is told otherwise.

Errors are told apart by who says them: what the protocol calls a *network* line is Chromium's own, and counted. Every other
error or warning, and every uncaught exception and unhandled rejection, is ours and fails the run.

## Requests

${table(requests)}

Each request has to be one of these kinds, by what was seen outside: no kind may be guessed. A follow-up needs a mutation, an invalidation or a
refresh in that page since the request before it, and one follows however many there were; what a mutation names counts from its end. A repetition needs an attempt without
an answer (a killed server, no network), and half a second since its end or a return since. A poll or a return needs the key's interval to have
passed. A hidden page may ask for nothing but its first load, and what a person refreshes in it. No key has two requests under way,
unless its data was made stale meanwhile, and no request arrives at the server that no tab was seen to send.

${table(bound)}

The sharp check is that each request is explained, one by one. The bound is for the sum, and is loose: a key that was due on return is
in it beside the visible time that follows. The wish was: no more than 1.1 times visible time divided by interval, plus
mutations and their follow-ups. By the letter it leaves out three kinds, which the bound counts beside: a page has to load
each key once; a page that comes back asks once for what is due (the interval went by while the tab was hidden, and its
visible time did not grow); and a request that met a dead server, or no network, is made again. The last two rows are by the letter,
of all tabs: where a tab is looked at for less than an interval, one request for a key stands against less than an interval in sight, and
the load of a page against none.

The tab in the second window is in sight from its load to the end, as the wish takes for granted:

${table(stayed)}

## Main thread

Five loads of each page, in turn and without the observer: the longest task of its script, milliseconds of processor time.

${table(loads, ['load', 'least', 'median', 'most', 'median beyond the page without the library'])}

Everything else, the longest task of any tab, with the observer in it:

${table(tasks)}

These are tasks in which anything of the page's script ran, library, bindings and the page's own code
together, with what promises go on with after them; wanted: under ${LONGEST_TASK} ms each, of a load what its median has beyond that of the same page without the library, which
makes the same ${options.keys} requests, six at a time, and shows them in the same elements. It is processor time by the browser's own trace, not time of the clock; a busy machine still makes
it longer, as caches are cold and cores are shared. Slowing down the processor stretches it, too: such figures are divided by how much longer a fixed piece of
work took in the same tab, measured in the same way, and by no more than was set. The debugger's and the trace's own work is in all of
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
- Two tabs are in sight at a time, and no more. There is no page of Vue.
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
