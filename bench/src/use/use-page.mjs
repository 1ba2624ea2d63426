// The page of figures, as Markdown.
import { TARGETS } from './count-use.mjs'

const percent = (share) => `${(share * 100).toFixed(1)} %`
const kilobytes = (bytes) => `${Math.round(bytes / 1000).toLocaleString('en')} KB`
const verdict = (share, target) => `${percent(share)} (wanted: over ${percent(target)})`

/** The page. */
export function toPage({ team, saves, plain, fresh, ...shares }, times) {
  return `# Ten minutes of a dashboard, counted

Written by \`npx --yes pnpm@10.34.9 use\`. ${team.people} people have the example dashboard open for ${team.minutes} minutes. They move between
sections every ${team.moves / 1000} s or so, leave the tab now and then, and save ${saves} times in all. The plan is drawn by a seed, time is a fake
clock, the server is the example's own. It is played twice: with pages that fetch when a section opens and at an interval,
before a server without a cache; and with Freshline on both sides.

| | plain | Freshline |
|---|---|---|
| requests for data | ${plain.requests} | ${fresh.requests}, of which ${fresh.notModified} were answered 304 |
| sections that found fresh data on the page | 0 | ${fresh.held} |
| loads from the database | ${plain.loads} | ${fresh.loads} |
| bodies sent | ${kilobytes(plain.bytes)} | ${kilobytes(fresh.bytes)} |
| failed | ${plain.failed} | ${fresh.failed} |

- Fewer loads: ${verdict(shares.fewerLoads, TARGETS.fewerLoads)}.
- Reads that needed no load, on the page or on the server: ${verdict(shares.withoutLoad, TARGETS.withoutLoad)}. Of those that
  reached the server: ${percent(fresh.serverHitRatio)}. A save makes stale what it touches, and the next read loads it.
- Requests of the pages that succeeded: ${verdict(shares.success, TARGETS.success)}. No faults are injected here.
- Cached answers over sockets, ${times.atOnce} requests at a time: median ${times.median.toFixed(1)} ms, 95th percentile ${times.p95.toFixed(1)} ms of ${times.requests.toLocaleString('en')} (wanted: under
  50 ms). Client and server share the machine's two cores.
`
}
