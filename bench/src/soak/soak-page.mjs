// docs/soak.md and its picture, made from what one run found. Pure.
import { number } from '../table.mjs'
import { BOUND, judge, LOG_BOUND } from './judge.mjs'
import { plot } from './plot.mjs'

/** Hours that are shown and not judged. */
export const WARM_UP = 1

const percent = (share) => `${(share * 100).toFixed(2)} %`
const megabytes = (bytes) => (bytes / 1e6).toFixed(2)

/** @param {{ date: string, machine: string, node: string, run: object }} stored */
export function soakPicture({ run }) {
  const verdict = judge(run, WARM_UP)
  const { hours, keys } = run.options
  return plot({
    samples: run.samples,
    verdict,
    bound: BOUND,
    warmUp: WARM_UP,
    title: 'Heap over a simulated day',
    description: `A line of ${run.samples.length} measurements over ${hours} hours with ${number(keys)} keys. After the warm-up it begins at ${megabytes(verdict.begin)} MB and ends at ${megabytes(verdict.end)} MB, which is ${percent(verdict.growth)} of growth.`,
  })
}

/** The page. */
export function soakPage({ date, machine, node, run }) {
  const { options, samples, counts, left } = run
  const verdict = judge(run, WARM_UP)
  const { hours, keys, every, seed, bound } = options
  const visible = hours * 3600 - counts.hiddenSeconds
  const count = (label, value) => `| ${label} | ${number(value)} |`
  const rows = samples
    .filter((_, place) => place % Math.max(1, Math.round(3600 / every)) === 0 || place === samples.length - 1)
    .map((sample) => {
      const { hour, heap, code, keys: held, subscribers, entries, log, timers, listeners } = sample
      return `| ${[hour, megabytes(heap), megabytes(code), held, subscribers, entries, log, timers, listeners].join(' | ')} |`
    })
  return `# A simulated day, and what it leaves in memory

Written by \`pnpm soak\`; not edited by hand. ${date}, Node ${node}, ${machine}; built files.

${number(keys)} keys are on a page for ${hours} hours of simulated time, and all of it comes and goes. The heap is measured every
${every / 60} simulated minutes, after all garbage has been collected. The soak's server and network hold nothing for a key.

**${verdict.faults.length === 0 ? 'It ends where it began.' : `${verdict.faults.length} faults.`}** After ${WARM_UP} hour of warm-up the heap holds ${megabytes(verdict.begin)} MB of data, at the end
${megabytes(verdict.end)} MB: ${percent(verdict.growth)} of growth, at most ${percent(BOUND)} allowed (medians of four measurements). The slope of all measurements
between comes to ${percent(verdict.slope)} over the whole time (95 % sure: ${verdict.slopeRange.map(percent).join(' to ')}), at most ${percent(BOUND)} allowed.
Compiled code is not part of these figures, as the engine makes and drops it as it likes: ${verdict.code.map(megabytes).join(' MB, then ')} MB.
${verdict.faults.length === 0 ? '' : `\n${verdict.faults.map((fault) => `- ${fault}`).join('\n')}\n`}
![The heap over the day](pictures/soak.svg)

When everybody has left and the longest lifetime has passed, there are ${left.keys} keys, ${left.entries} entries, ${left.timers} timers and ${left.listeners} listeners; the
heap holds ${megabytes(left.heap)} MB, of which the log of the last ${number(left.log)} invalidations (at most ${number(LOG_BOUND)} are kept) is a part.

## What happened

The page is in sight for ${number(Math.round(visible / 60))} of ${number(hours * 60)} minutes, five in each half hour: a hidden page polls nothing. Every hour the network is away for
half a minute and the server for another, requests are paused for a third of one, and the machine sleeps ten minutes; every six
hours another user signs in. Keys come and go all the time, in sight or not. Half of those that come were never asked for
before. The cache holds at most ${number(bound)} entries that nobody watches.

| over the day | count |
| --- | --- |
${[
  count('attempts at requests, repetitions included', counts.requests),
  count('answers that changed the data', counts.changed),
  count('answers that did not', counts.unchanged),
  count('of these, 304', counts.notModified),
  count('requests that failed, all repetitions included', counts.failed),
  count('repetitions', counts.retries),
  count('requests joined to one under way', counts.joined),
  count('answers refused because something newer was held', counts.superseded),
  count('requests given up', counts.aborted),
  count('requests that were never answered', counts.hung),
  count('registrations', counts.registrations),
  count('keys that came, of which half were new', counts.arrivals),
  count('listeners that came', counts.listeners),
  count('notices to listeners', counts.notices),
  count('invalidations by key, tag, pattern and predicate, mutations’ included', counts.invalidations),
  count('mutations with optimistic updates', counts.mutations),
  count('of these, failed', counts.failedMutations),
  count('values set by hand', counts.writes),
  count('entries evicted by the cache’s bound', counts.evictions),
  count('wake-ups of the simulated platform', counts.wakeUps),
].join('\n')}

It took ${number(Math.round(counts.cpuSeconds))} s of CPU. Seed ${seed}: the same command lives the same day.

## Hour by hour

Timers: of the manager, for all keys. Listeners: of the manager on the page. Keys and subscribers are at each measurement
exactly those that are there.

| hour | MB of data | MB of code | keys | subscribers | entries | log | timers | listeners |
| --- | --- | --- | --- | --- | --- | --- | --- | --- |
${rows.join('\n')}
`
}
