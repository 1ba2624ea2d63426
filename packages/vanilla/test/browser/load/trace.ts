/**
 * What is known of a run from outside: what was requested, what was shown, what people did, and when the server was
 * away. All times are epoch milliseconds of one machine; keys are numbers from 0.
 */

/** A spell of time; `to` is `Infinity` while it lasts. */
export interface Spell {
  readonly from: number
  readonly to: number
}

/** Why a page was not in sight: told by the page's own events, before the library hears of them. */
export type Returned = 'shown' | 'resumed' | 'restored' | 'online'

/** One life of a page: from the start of its document until that is gone. */
export interface Life {
  readonly id: string
  readonly tab: number
  readonly from: number
  /** When the document was gone; `Infinity` while it is there. */
  to: number
  /** When it was in sight and neither frozen nor put away. */
  readonly visible: Spell[]
  /** When it came back: into sight, from a freeze, from the back-forward cache, to the network. */
  readonly returns: { readonly at: number; readonly kind: Returned }[]
}

/** One attempt to read a key: begun as the page told it, ended as the browser's network did. */
export interface Asked {
  /** Its number, which page, browser and server know it by. */
  readonly ask: string
  readonly life: string
  readonly key: number
  readonly at: number
  /** When it was over; `Infinity` where it never was. */
  end: number
  /** `failed`: no whole answer arrived; `aborted`: the page gave it up; `open`: never over. */
  ending: 'answered' | 'failed' | 'aborted' | 'open'
  status: number
}

/** A version that a page showed. */
export interface Shown {
  readonly life: string
  readonly key: number
  readonly version: number
  readonly at: number
}

/** Something in a page that makes keys stale, or asks for them, beside time. */
export interface Cause {
  readonly life: string
  readonly kind: 'mutation' | 'invalidation' | 'refresh'
  readonly keys: readonly number[]
  /** When it began; a mutation makes stale what it names when it ends. */
  readonly from: number
  to: number
}

/** A mutation that the server acknowledged to a page. */
export interface Acknowledged {
  readonly life: string
  readonly key: number
  readonly token: string
  readonly version: number
  /** The version that the page showed when the mutation's promise resolved. */
  readonly showed: number
  readonly at: number
}

/** A version that the server made. */
export interface Commit {
  readonly key: number
  readonly version: number
  readonly token: string
  readonly at: number
}

/** What the last look at a tab found, once all faults had ended. */
export interface Settled {
  readonly life: string
  /** When it came into sight, or when faults ended where it was in sight already. */
  readonly from: number
  /** When it showed the server's truth for every key; `undefined`: it never did. */
  readonly at: number | undefined
  /** Keys that it showed otherwise, as `key: shown, true version`. */
  readonly wrong: readonly string[]
}

/** Everything that the checks are made from. */
export interface Trace {
  /** Milliseconds between polls, by key. */
  readonly intervals: readonly number[]
  readonly lives: Life[]
  readonly asked: Asked[]
  readonly shown: Shown[]
  readonly causes: Cause[]
  readonly acknowledged: Acknowledged[]
  readonly commits: Commit[]
  /** When no server listened. */
  readonly outages: Spell[]
  /** When the browser had no network. */
  readonly offline: Spell[]
  readonly settled: Settled[]
  /** Uncaught exceptions, unhandled rejections, console errors, and what the manager reported; not Chromium's own. */
  readonly problems: string[]
  /** Chromium's own lines about requests that failed, by text. */
  readonly networkLines: Record<string, number>
  /** How many of the requests that pages told of the browser's network told of, too. */
  confirmed: number
}

/** How much of a spell lies within another. */
export function overlap(a: Spell, b: Spell): number {
  return Math.max(0, Math.min(a.to, b.to) - Math.max(a.from, b.from))
}

/** Whether a time lies in any of some spells. */
export function isWithin(spells: readonly Spell[], at: number, grace = 0): boolean {
  return spells.some(({ from, to }) => at >= from - grace && at <= to + grace)
}
