/**
 * Whether what the server has is shown in time: each version that anybody wrote, in each page that is in sight, within
 * the key's interval and a bound for the way. Pure.
 *
 * The clock starts when the version was written, or when the page came into sight, whichever is later, and anew where
 * a request of the key failed: the next poll comes within two intervals of that, within four after a second failure.
 * After three in a row it may wait for eight: such a pair is left to the last look at each tab, and so is one that an
 * offline spell came between. A page that goes away before its time is over is not judged for it.
 */
import { isWithin, type Life, type Trace } from '../trace.ts'

/** How many pairs of version and page were judged, how long they took, and which took too long. */
export interface InTime {
  readonly judged: number
  /** Pairs that faults came between: they are left to the last look at each tab. */
  readonly disturbed: number
  /** Milliseconds from the write, or from coming into sight, until the page showed it; in order. */
  readonly delays: readonly number[]
  /** The same, in intervals of the key. */
  readonly intervals: readonly number[]
  readonly late: readonly string[]
}

/** Looks at each version in each page. `bound`: milliseconds beyond the interval. */
export function seenInTime(trace: Trace, bound: number): InTime {
  const places = shownBy(trace)
  const clockOf = clocks(trace)
  const delays: number[] = []
  const inIntervals: number[] = []
  const late: string[] = []
  let [judged, disturbed] = [0, 0]
  for (const { key, version, at } of trace.commits) {
    const interval = trace.intervals[key] ?? Infinity
    for (const life of trace.lives) {
      for (const spell of life.visible) {
        const from = Math.max(at, spell.from)
        if (spell.to <= from) continue
        const shown = places.get(`${life.id} ${key}`)?.find((each) => each.version >= version)
        // Seen in an earlier spell, or by the page itself before it was told.
        if (shown && shown.at <= from) break
        const start = clockOf(life, key, from, interval + bound)
        if (start === undefined) {
          disturbed++
          continue
        }
        const deadline = start + interval + bound
        if (shown && shown.at <= deadline) {
          judged++
          delays.push(shown.at - from)
          inIntervals.push((shown.at - from) / interval)
          break
        }
        if (spell.to < deadline) continue
        judged++
        late.push(`${life.id}: version ${version} of key ${key} was not shown within ${interval + bound} ms`)
      }
    }
  }
  return { judged, disturbed, delays: sorted(delays), intervals: sorted(inIntervals), late }
}

/** What each page showed of each key, in order. */
function shownBy(trace: Trace): Map<string, Trace['shown']> {
  const places = new Map<string, Trace['shown']>()
  for (const shown of trace.shown) {
    const place = `${shown.life} ${shown.key}`
    const list = places.get(place)
    if (list) list.push(shown)
    else places.set(place, [shown])
  }
  return places
}

/** A request of a key that brought no answer: when that was known, and how many in a row it makes. */
interface Failure {
  readonly end: number
  readonly inRow: number
}

/** When the clock of a version starts, in a page that it concerns from a time on; `undefined`: faults came between. */
function clocks(
  trace: Trace,
): (life: Life, key: number, from: number, patience: number) => number | undefined {
  const failures = new Map<string, Failure[]>()
  const rows = new Map<string, number>()
  for (const { life, key, end, ending } of trace.asked) {
    const place = `${life} ${key}`
    const inRow = ending === 'answered' ? 0 : (rows.get(place) ?? 0) + 1
    rows.set(place, inRow)
    if (inRow > 0) failures.set(place, [...(failures.get(place) ?? []), { end, inRow }])
  }
  return (life, key, from, patience) => {
    let start = from
    for (const { end, inRow } of failures.get(`${life.id} ${key}`) ?? []) {
      if (end > start + patience) continue
      const interval = trace.intervals[key] ?? 0
      // A poll that failed waits for up to two intervals, after two failures for four, and then for eight.
      if (inRow < 3) start = Math.max(start, end + (2 ** inRow - 1) * interval)
      else if (end > from - 8 * interval) return undefined
    }
    return trace.offline.some((spell) => spell.from <= start + patience && spell.to >= from)
      ? undefined
      : start
  }
}

const sorted = (numbers: number[]): number[] => numbers.sort((a, b) => a - b)

/** The value below which such a share of sorted numbers lies. */
export function quantile(numbers: readonly number[], share: number): number {
  return numbers[Math.min(numbers.length - 1, Math.floor(share * numbers.length))] ?? 0
}

/** Whether a page was in sight at a time. */
export const inSight = (life: Life, at: number, grace = 0): boolean => isWithin(life.visible, at, grace)
