/** What the library's own entry points can measure: what was asked for and why, what became of it, what was saved. */
import type { TargetSet } from '../keys'
import type { Entry, Run } from './entry'

/** Whose data is needed. */
export type Needed = Pick<Entry, 'key' | 'snapshot'>

/** How somebody who needs a key's data gets it: it is held, it is on its way, or it has to be asked for. */
export type ReadHow = 'held' | 'joined' | 'asked'

/** Who needs it: a registration, a prefetch, or a refresh. */
export type ReadBy = 'register' | 'prefetch' | 'refresh'

/** What a mutation names. One object for each mutation: it is its identity. */
export interface TracedMutation {
  readonly touches: TargetSet
}

/**
 * Told in the middle of turns, before state has settled, so it only takes note. It must not throw. Nobody but the
 * library's own entry points sets one; where there is none, tracing costs a look at a member.
 */
export interface Trace {
  /** Somebody needs a key's data. */
  read(entry: Needed, how: ReadHow, by: ReadBy): void
  /** An attempt begins. */
  began(run: Run): void
  /** A run that had begun is over; its `ending` says how. */
  ended(run: Run): void
  /** A mutation began, its write is done, or everything that follows from it is. */
  mutation(phase: 'began' | 'committed' | 'settled', mutation: TracedMutation, error?: Error): void
  /** The manager was disposed of. */
  disposed(): void
}
