/** What a trace tells: plain, immutable records of what was asked for and why, what became of it, what was saved. */
import type { Version } from '../base/outcome'
import type { Freshness, ReadBy, ReadHow, Reason } from '../sync'

/** What every record has. */
export interface TraceMoment {
  /** When, epoch milliseconds. */
  readonly at: number
  /** When, by the manager's monotonic clock: for differences. Milliseconds. */
  readonly time: number
}

/** Of one key. */
export interface TraceOfKey extends TraceMoment {
  /** The canonical key. */
  readonly key: string
}

/** Somebody needs a key's data: a registration, a prefetch, or a refresh that need not ask. */
export interface ReadRecord extends TraceOfKey {
  /** Tells records apart. */
  readonly type: 'read'
  /**
   * `held`: fresh data is held, no request is made; `joined`: a request under way is shared; `asked`: neither, so it
   * has to be asked for (at once, or when the page is visible, online and not paused).
   */
  readonly how: ReadHow
  /** Who needs it. */
  readonly by: ReadBy
  /** Freshness of what is held at that moment. */
  readonly freshness: Freshness
  /** How long ago what is held was confirmed or set, milliseconds; undefined where nothing is held. */
  readonly age: number | undefined
  /** Of `held`: the size of what is held, bytes, where it is known. See {@link EndedRecord.bytes}. */
  readonly bytes: number | undefined
}

/** An attempt of a run begins. */
export interface BeganRecord extends TraceOfKey {
  /** Tells records apart. */
  readonly type: 'began'
  /** Names the run: one need for data, with all its attempts. Counts up from 1. */
  readonly id: number
  /** Why it is asked for: `registered`, `poll`, `refresh`, `invalidated`, `visible`, … */
  readonly reason: Reason
  /** Which attempt it is, from 1; later ones repeat a failed one. */
  readonly attempt: number
  /** Whether it passes by every cache. */
  readonly forced: boolean
  /** Whether a person asked. */
  readonly byUser: boolean
  /** Whether it takes its answer from a `load` of the cache that is under way: no request of its own is made. */
  readonly joins: boolean
}

/** How a run ended. `notModified`: the fetcher said that what was held still holds (a 304). */
export type RunOutcome = 'changed' | 'unchanged' | 'notModified' | 'failed' | 'superseded' | 'aborted'

/** A run that had begun is over. */
export interface EndedRecord extends TraceOfKey {
  /** Tells records apart. */
  readonly type: 'ended'
  /** The run's name. */
  readonly id: number
  /** Why it was asked for. */
  readonly reason: Reason
  /** How many attempts it took. */
  readonly attempts: number
  /** Whether its last attempt took its answer from a `load` of the cache: no request of its own was made. */
  readonly joins: boolean
  /** How many reads and refreshes shared it instead of asking themselves. */
  readonly shared: number
  /** What became of it. */
  readonly outcome: RunOutcome
  /** The last status code, where it is known. */
  readonly status: number | undefined
  /**
   * The size of the answer's body: `Content-Length` where the server says it (that is as sent, compressed), else the
   * length of the text in UTF-8. 0 for a 304. Undefined where it is not known: fetchers that do not use `fetchFresh`.
   */
  readonly bytes: number | undefined
  /** Of a 304: the size of what need not be sent again, where it is known. */
  readonly savedBytes: number | undefined
  /** The version of what is held now, where there is one. */
  readonly version: Version | undefined
  /** Why it failed. */
  readonly error: Error | undefined
  /** When its first attempt began, epoch milliseconds. */
  readonly beganAt: number
  /** From the beginning of the first attempt to the end, pauses included. Milliseconds. */
  readonly duration: number
  /** Whether the page was hidden, offline or paused in between: its duration says little of the server. */
  readonly isInterrupted: boolean
}

/** A mutation moves on. `committed`: its function resolved. `settled`: the caches were told, what it names is stale. */
export interface MutationRecord extends TraceMoment {
  /** Tells records apart. */
  readonly type: 'mutation'
  /** Names the mutation. Shares its numbers with runs. */
  readonly id: number
  /** How far it is. A failed one goes from `began` to `settled`. */
  readonly phase: 'began' | 'committed' | 'settled'
  /** The keys that it names exactly. */
  readonly keys: readonly string[]
  /** The tags that it invalidates. */
  readonly tags: readonly string[]
  /** The patterns that it invalidates. */
  readonly patterns: readonly string[]
  /** Of `settled`: why it failed; undefined where it has not. */
  readonly error: Error | undefined
  /** Since it began, milliseconds. */
  readonly duration: number
}

/** A key was invalidated. */
export interface InvalidatedRecord extends TraceOfKey {
  /** Tells records apart. */
  readonly type: 'invalidated'
  /** Whether a mutation did it. */
  readonly byMutation: boolean
  /** Whether somebody watches it. */
  readonly isWatched: boolean
  /** Whether it is asked for again. */
  readonly isAsked: boolean
}

/** What was invalidated is good again, and everybody who watches it was told. */
export interface ShownRecord extends TraceOfKey {
  /** Tells records apart. */
  readonly type: 'shown'
  /**
   * How long that took, milliseconds: from the first invalidation that was not answered yet (of a mutation: from when
   * its function resolved) until the watchers were told and had done what they do at once. Time in which the page was
   * hidden, offline or paused does not count.
   */
  readonly wait: number
}

/** The manager was disposed of: nothing follows. */
export interface DisposedRecord extends TraceMoment {
  /** Tells records apart. */
  readonly type: 'disposed'
}

/** Everything that a trace tells. */
export type TraceRecord =
  ReadRecord | BeganRecord | EndedRecord | MutationRecord | InvalidatedRecord | ShownRecord | DisposedRecord
