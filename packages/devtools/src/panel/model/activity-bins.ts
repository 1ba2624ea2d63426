/** The last two minutes of requests, second by second, by what came of them. Pure. */
import type { RequestResult, TimelineItem } from './timeline'

/** What is counted together. */
export type BinKind = 'changed' | 'same' | 'saved' | 'bad' | 'running'

/** How many requests of each kind began in a span of time. */
export type Bin = Readonly<Record<BinKind, number>>

/** How many bins there are, and how long each is, milliseconds. */
export const BINS = 60
export const BIN = 2000

const KINDS: Readonly<Record<RequestResult, BinKind>> = {
  running: 'running',
  changed: 'changed',
  unchanged: 'same',
  notModified: 'same',
  failed: 'bad',
  aborted: 'bad',
  superseded: 'bad',
  hit: 'saved',
  joined: 'saved',
}

/** The bins, oldest first; the last one holds now. Bins stand still while time passes through them. */
export function activityBins(items: readonly TimelineItem[], now: number): Bin[] {
  const last = Math.floor(now / BIN)
  const bins = Array.from({ length: BINS }, () => ({ changed: 0, same: 0, saved: 0, bad: 0, running: 0 }))
  for (let index = items.length - 1; index >= 0; index--) {
    const item = items[index]
    if (!item) continue
    const bin = bins[BINS - 1 - (last - Math.floor(item.startedAt / BIN))]
    // Requests are in the order in which they began: all others are older.
    if (!bin) break
    bin[KINDS[item.result]]++
  }
  return bins
}
