/** What happens in a run, and when, drawn by a seed. The same seed gives the same plan; machines make of it what they can. */
import { seeded } from '@freshline/test-utils'

/** How large a run is. Durations are milliseconds. */
export interface RunOptions {
  readonly seconds: number
  /** Tabs of the first window. Another lies in a second one, in sight beside the one in front of the first. */
  readonly tabs: number
  readonly keys: number
  readonly seed: number
  /** The shortest and the longest interval of a key. */
  readonly intervals: readonly [number, number]
  /** How many times slower the main thread of the tab in sight is. */
  readonly slowdown: number
  /** How much shorter than usual the spells between people's moves are: 1 for a long run, less for a short one. */
  readonly pace: number
  /** Whether the main thread is measured again and again, and with React as well. */
  readonly isThorough: boolean
}

/** The place of the tab that shows its keys by React; that of the second window comes after all of the first. */
export const REACT_PLACE = 1

/** What the plan does. Tabs are numbered by their place; what cannot be done at the time is left out. */
export type Step =
  | { readonly at: number; readonly what: 'restart'; readonly down: number }
  | { readonly at: number; readonly what: 'offline'; readonly lasts: number }
  | { readonly at: number; readonly what: 'network'; readonly latency: number; readonly throughput: number }
  | {
      readonly at: number
      readonly what: 'show' | 'freeze' | 'discard'
      readonly tab: number
      readonly lasts: number
    }
  | { readonly at: number; readonly what: 'away' | 'cover' | 'minimise'; readonly lasts: number }
  | {
      readonly at: number
      readonly what: 'mutate'
      readonly tab: number
      readonly key: number
      readonly wide: boolean
    }
  | { readonly at: number; readonly what: 'outsider'; readonly key: number }
  | {
      readonly at: number
      readonly what: 'invalidate' | 'refresh'
      readonly tab: number
      readonly key: number
      readonly kind: 'key' | 'tag' | 'pattern'
    }

/** The intervals of all keys. */
export function drawIntervals({ keys, intervals: [least, most], seed }: RunOptions): number[] {
  const chance = seeded(seed)
  return Array.from({ length: keys }, () => chance.whole(least, most))
}

/** All steps of a run, in order. */
export function drawPlan({ seconds, tabs, keys, seed, pace }: RunOptions): Step[] {
  const chance = seeded(seed + 1)
  const end = seconds * 1000
  const steps: Step[] = []
  /** One step after the other, so many milliseconds apart. */
  const repeat = (least: number, most: number, draw: (at: number, index: number) => Step): void => {
    const pause = () => chance.whole(Math.round(least), Math.round(most))
    let at = pause()
    for (let index = 0; at < end; index++, at += pause()) steps.push(draw(at, index))
  }
  const tab = () => chance.whole(0, tabs - 1)
  const anyTab = () => chance.whole(0, tabs)
  const key = () => chance.whole(0, keys - 1)

  repeat(3000, 6000, (at) => ({ at, what: 'restart', down: chance.whole(100, 1500) }))
  repeat(8000, 14_000, (at, index) =>
    index % 2 === 0
      ? { at, what: 'offline', lasts: chance.whole(300, 2500) }
      : { at, what: 'network', latency: chance.whole(10, 90), throughput: chance.whole(100, 1000) * 1000 },
  )
  // Each kind comes as often as any other, whatever the seed.
  const moves = [
    'show',
    'freeze',
    'show',
    'discard',
    'away',
    'show',
    'cover',
    'freeze',
    'show',
    'minimise',
  ] as const
  repeat(1500 * pace, 4500 * pace, (at, index) => {
    const what = moves[index % moves.length] ?? 'show'
    const lasts = Math.round(pace * chance.whole(500, 3500))
    return what === 'away' || what === 'cover' || what === 'minimise'
      ? { at, what, lasts }
      : { at, what, lasts: what === 'freeze' ? 2 * lasts : lasts, tab: tab() }
  })
  repeat(200, 800, (at) => {
    const dice = chance.whole(1, 10)
    if (dice <= 5) return { at, what: 'mutate', tab: anyTab(), key: key(), wide: chance.percent(15) }
    if (dice <= 7) return { at, what: 'outsider', key: key() }
    const kind = chance.pick(['key', 'key', 'tag', 'pattern'] as const)
    return { at, what: dice <= 9 ? 'invalidate' : 'refresh', tab: anyTab(), key: key(), kind }
  })
  return steps.sort((a, b) => a.at - b.at)
}
