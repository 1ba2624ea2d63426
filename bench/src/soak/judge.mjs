// Whether a day ended where it began: growth and slope of what is held after the warm-up, and exact counts. Pure.
import { median } from '../statistics.mjs'

/** How much more data the heap may hold after a day, as a share of what it was: by its ends, and by its slope. */
export const BOUND = 0.02

/** Samples at each end whose median is compared. */
const ENDS = 4

/**
 * @param {{ samples: object[], left: object, options: object }} run what runSoak answers
 * @param {number} warmUp hours that are left out: compiled code, and what is bounded, fill up first
 * @param {number} bound of a small run compiled code is a larger share
 */
export function judge({ samples, left, options }, warmUp, bound = BOUND) {
  const used = samples.filter(({ hour }) => hour >= warmUp)
  const heap = used.map((sample) => sample.heap)
  const [begin, end] = [median(heap.slice(0, ENDS)), median(heap.slice(-ENDS))]
  const code = used.map((sample) => sample.code)
  const span = used.at(-1).hour - used[0].hour
  const line = fit(
    used.map(({ hour }) => hour),
    heap,
  )
  const share = (bytesAnHour) => (bytesAnHour * span) / begin
  const found = {
    begin,
    end,
    growth: end / begin - 1,
    code: [median(code.slice(0, ENDS)), median(code.slice(-ENDS))],
    slope: share(line.slope),
    slopeRange: [share(line.slope - 2 * line.error), share(line.slope + 2 * line.error)],
  }
  return {
    ...found,
    faults: [...growing(found, bound), ...miscounted(samples, options), ...leftBehind(left)],
  }
}

function growing({ growth, slope }, bound) {
  const percent = (share) => `${(share * 100).toFixed(2)} %`
  return [
    ...(growth > bound ? [`The heap grew by ${percent(growth)}`] : []),
    ...(slope > bound ? [`The heap's slope comes to ${percent(slope)}`] : []),
  ]
}

/** The most that the log of invalidations remembers: names of keys, of tags, patterns, and versions. */
export const LOG_BOUND = 3200

function miscounted(samples, { bound }) {
  return samples.flatMap((sample) => {
    const faults = []
    const check = (isRight, words) => isRight || faults.push(`Hour ${sample.hour}: ${words}`)
    check(sample.keys >= sample.expectedKeys, `${sample.keys} keys, ${sample.expectedKeys} are registered`)
    check(sample.keys <= sample.expectedKeys + sample.passing, `${sample.keys} keys, too many`)
    check(sample.subscribers === sample.expectedSubscribers, `${sample.subscribers} subscribers`)
    check(sample.timers <= 1, `${sample.timers} timers`)
    check(sample.listeners === 1, `${sample.listeners} listeners of the page`)
    check(sample.entries <= sample.keys + bound, `${sample.entries} entries`)
    check(sample.log <= LOG_BOUND, `${sample.log} entries of the log`)
    return faults
  })
}

function leftBehind({ keys, entries, timers, listeners, log, reports }) {
  const left = { keys, entries, timers, listeners }
  const faults = Object.entries(left).filter(([, count]) => count > 0)
  return [
    ...faults.map(([name, count]) => `${count} ${name} are left when everybody has gone`),
    ...reports.map((report) => `Something threw: ${report}`),
    ...(log > LOG_BOUND ? [`${log} entries of the log are left`] : []),
  ]
}

/** The straight line with the least squares, and the standard error of its slope. */
export function fit(xs, ys) {
  const mean = (list) => list.reduce((sum, each) => sum + each, 0) / list.length
  const [midX, midY] = [mean(xs), mean(ys)]
  const spread = xs.reduce((sum, x) => sum + (x - midX) ** 2, 0)
  const slope = xs.reduce((sum, x, place) => sum + (x - midX) * (ys[place] - midY), 0) / spread
  const rest = xs.reduce((sum, x, place) => sum + (ys[place] - midY - slope * (x - midX)) ** 2, 0)
  return { slope, error: Math.sqrt(rest / Math.max(1, xs.length - 2) / spread) }
}
