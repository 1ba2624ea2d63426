/**
 * Why each request was made, told from outside. Pure.
 *
 * Every attempt to read a key has to be one of these, looked for in this order:
 * - load: the page's first for the key;
 * - follow-up: the first after a mutation that named the key ended, or after an invalidation or a refresh of it;
 * - retry: the attempt before it brought no answer (a server that was killed, no network, a page that went away), and
 *   the end of that lies `RETRY_AFTER` back, or the page or the network has come back since;
 * - return: due when the page came back, and the first since then;
 * - poll: an interval after the one before it was made, or was due where it came late by less than half of one.
 *
 * What is none of them is unexplained, and none may be. Polls have a budget besides: 1.1 times visible time divided by
 * interval, summed over keys and pages.
 */
import { overlap, type Asked, type Cause, type Life, type Spell, type Trace } from '../trace.ts'
import { inSight } from './in-time.ts'

/** Why a request was made. */
export type Why = 'load' | 'followUp' | 'retry' | 'return' | 'poll'

/** What the requests came to. */
export interface Requests {
  readonly counts: Readonly<Record<Why, number>>
  readonly total: number
  readonly failed: number
  readonly aborted: number
  /** Visible time divided by interval, summed over keys and pages. */
  readonly visibleIntervals: number
  /** Keys that were due when a page came back, summed over returns. */
  readonly dueOnReturn: number
  /** Keys that mutations, invalidations and refreshes named, summed over them. */
  readonly named: number
  /** Keys of pages that were loaded. */
  readonly loads: number
  /** How many requests there may be: see {@link countRequests}. */
  readonly bound: number
  readonly wrong: readonly string[]
}

/** The least pause before a request that failed is repeated: half of the first backoff, less what clocks differ by. */
const RETRY_AFTER = 400

/** What timers, clocks and the way from page to browser differ by. */
const TOLERANCE = 120

/** How many requests of a page may be under way at once: the manager's default. */
const AT_ONCE = 6

/**
 * Counts and explains. The bound is
 *   1.1 × visible time / interval + keys of loads + keys due on return + keys named + attempts that failed.
 * A request that met a dead server counts as an attempt, and allows one more in its place, which has to keep its
 * distance.
 */
export function countRequests(trace: Trace): Requests {
  const counts: Record<Why, number> = { load: 0, followUp: 0, retry: 0, return: 0, poll: 0 }
  const wrong: string[] = []
  const { asked, intervals } = trace
  const byLife = groupBy(asked, ({ life }) => life)
  let [visibleIntervals, dueOnReturn, loads] = [0, 0, 0]
  for (const life of trace.lives) {
    const own = byLife.get(life.id) ?? []
    const causes = trace.causes.filter((cause) => cause.life === life.id)
    const visible = life.visible.reduce((sum, spell) => sum + overlap(spell, { from: 0, to: life.to }), 0)
    for (const interval of intervals) visibleIntervals += visible / interval
    wrong.push(...tooManyAtOnce(life, own))
    for (const [key, list] of groupBy(own, (each) => each.key)) {
      loads++
      const interval = intervals[key] ?? Infinity
      const story = { life, interval, causes: causes.filter(({ keys }) => keys.includes(key)) }
      dueOnReturn += dueReturns(story, list)
      wrong.push(...twoFlights(story, list), ...whileHidden(story, list))
      for (const [index, why] of explain(story, list).entries()) {
        const at = Math.round(list[index]?.at ?? 0)
        if (why === undefined) wrong.push(`${life.id}: nothing explains the request for key ${key} at ${at}`)
        else counts[why]++
      }
    }
  }
  const failed = asked.filter(({ ending }) => ending === 'failed' || ending === 'open').length
  const aborted = asked.filter(({ ending }) => ending === 'aborted').length
  const named = trace.causes.reduce((sum, { keys }) => sum + keys.length, 0)
  const bound = 1.1 * visibleIntervals + loads + dueOnReturn + named + failed + aborted
  if (counts.poll > 1.1 * visibleIntervals)
    wrong.push(`${counts.poll} polls, and ${visibleIntervals.toFixed(1)} intervals in sight`)
  if (asked.length > bound) wrong.push(`${asked.length} requests, and a bound of ${bound.toFixed(0)}`)
  const total = asked.length
  return { counts, total, failed, aborted, visibleIntervals, dueOnReturn, named, loads, bound, wrong }
}

interface Story {
  readonly life: Life
  readonly interval: number
  readonly causes: readonly Cause[]
}

/** Why each request of one key in one page was made, in order. */
function explain({ life, interval, causes }: Story, list: readonly Asked[]): (Why | undefined)[] {
  // However many causes there were, one request follows them all.
  let owed = causes.map(({ to }) => to)
  /** When the next poll may be due: at any time of one of these spells. */
  let dues: readonly Spell[] = []
  let before: Asked | undefined
  const why = (at: number): Why | undefined => {
    if (!before) return 'load'
    const { at: since, end, ending } = before
    const isBack = life.returns.some((each) => each.at > since && each.at <= at + TOLERANCE)
    // A slow main thread sends what it begins together one after the other: by up to a tenth of an interval apart.
    const isDue = dues.some(({ from }) => at >= from - Math.max(TOLERANCE, interval / 10))
    if (owed.some((to) => to <= at)) return 'followUp'
    if (ending !== 'answered' && (isBack || at >= end + RETRY_AFTER)) return 'retry'
    if (isDue) return isBack ? 'return' : 'poll'
    // A page says that a mutation is over only after the library has heard it.
    return owed.some((to) => to <= at + TOLERANCE) ? 'followUp' : undefined
  }
  return list.map((asked) => {
    const { at } = asked
    const reason = why(at)
    const limit = reason === 'followUp' && !owed.some((to) => to <= at) ? at + TOLERANCE : at
    owed = owed.filter((to) => to > limit)
    // A poll that is late by less than half of its interval keeps the phase, and all else begins a new one. Which of them
    // it was cannot always be told from outside: a refresh may take the place of a poll that waits for its turn.
    const late = interval / 2 + TOLERANCE
    // What a page asks for when it comes back is late by what it was then, and is sent when its turn comes.
    const back = life.returns.find((each) => each.at > (before?.at ?? at))?.at
    const earliest = (reason === 'return' && back !== undefined ? Math.min(back, at) : at) - late
    const kept = dues.flatMap(({ from, to }) =>
      from > at + late || to < earliest ? [] : [{ from: Math.max(from, earliest), to }],
    )
    // A repetition that waited for its turn was due at some time since its pause was over, and keeps the phase of that.
    const ready = reason === 'retry' ? Math.max((before?.end ?? at) + RETRY_AFTER, at - interval / 2) : at
    const bases = [...kept, { from: Math.min(ready, at), to: at }]
    if (reason) dues = bases.map(({ from, to }) => ({ from: from + interval, to: to + interval }))
    before = asked
    return reason
  })
}

/** How often the key was due, or unanswered, when the page came back; once for each request, however often it came back. */
function dueReturns({ life, interval }: Story, list: readonly Asked[]): number {
  return list.filter((last, index) => {
    const next = list[index + 1]?.at ?? Infinity
    return life.returns.some(
      ({ at }) =>
        at > last.at &&
        at <= next + TOLERANCE &&
        (at - last.at >= 0.9 * interval || last.ending !== 'answered' || last.end > at),
    )
  }).length
}

/** Requests that began while one for the same key was under way, and nothing had made that one's answer stale. */
function twoFlights({ causes }: Story, list: readonly Asked[]): string[] {
  return list.flatMap((asked, index) => {
    const other = list
      .slice(0, index)
      .filter(({ end }) => end > asked.at + TOLERANCE)
      .at(-1)
    if (!other || causes.some(({ from, to }) => to >= other.at - TOLERANCE && from <= asked.at + TOLERANCE))
      return []
    // A page that lay frozen, or a request that timed out, is asked for anew.
    if (asked.at - other.at >= 29_000 || other.ending === 'aborted' || other.ending === 'open') return []
    return [`${asked.life}: two requests for key ${asked.key} at once, at ${Math.round(asked.at)}`]
  })
}

/** Requests of a page that nobody saw, but for its first, and what a person asked for with its repetitions. */
function whileHidden({ life, causes }: Story, list: readonly Asked[]): string[] {
  const refreshes = causes.filter(({ kind }) => kind === 'refresh')
  let isAsked = false
  return list.flatMap(({ key, at }, index) => {
    const before = list[index - 1]
    const since = before?.at ?? -Infinity
    isAsked &&= before?.ending !== 'answered'
    isAsked ||= refreshes.some(({ to }) => to > since - TOLERANCE && to <= at + TOLERANCE)
    if (!before || isAsked || inSight(life, at, TOLERANCE)) return []
    return [`${life.id}: asked for key ${key} out of sight, at ${Math.round(at)}`]
  })
}

function tooManyAtOnce(life: Life, list: readonly Asked[]): string[] {
  const ends: number[] = []
  let most = 0
  for (const { at, end, ending } of list) {
    for (let index = ends.length - 1; index >= 0; index--)
      if ((ends[index] ?? 0) <= at + TOLERANCE) ends.splice(index, 1)
    if (ending === 'open') continue
    ends.push(end)
    most = Math.max(most, ends.length)
  }
  // A follow-up does not wait for the slow one before it, which nobody waits for any more.
  return most > 2 * AT_ONCE ? [`${life.id}: ${most} requests at once`] : []
}

function groupBy<T, K>(list: readonly T[], keyOf: (item: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>()
  for (const item of list) {
    const group = groups.get(keyOf(item))
    if (group) group.push(item)
    else groups.set(keyOf(item), [item])
  }
  return groups
}
