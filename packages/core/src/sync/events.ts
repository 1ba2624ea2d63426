/** What can be listened to: every transition, told once, after the state it tells of can be read. */
import type { Target } from '../keys'
import type { Snapshot } from './snapshot'

/**
 * The event types. Of a key: `registered` and `unregistered` tell of its first and last registration; `fetching` of
 * a request that begins, and one of `success` (the data changed), `unchanged`, `error` (its retries failed, too) or
 * `superseded` (something newer is held: the answer was refused) of its end; `fresh`, `stale` and `overdue` of its
 * freshness; `invalidated`; `removed`, when its data leaves the cache; `paused` and `resumed`. Of the manager, without
 * a key: `mutated`; `propagated`, when the server's cache was told of a mutation, or could not be; `paused`, `resumed`,
 * `online`, `offline`.
 */
export type SyncEventType =
  | 'registered'
  | 'unregistered'
  | 'fetching'
  | 'success'
  | 'unchanged'
  | 'error'
  | 'superseded'
  | 'fresh'
  | 'stale'
  | 'overdue'
  | 'invalidated'
  | 'removed'
  | 'mutated'
  | 'propagated'
  | 'paused'
  | 'resumed'
  | 'online'
  | 'offline'

/** Why a request happened, was saved, or a state changed. */
export type Reason = string

/** What became of telling the server's cache what a mutation changed. */
export interface Propagation {
  /**
   * `done`: it was told. `failed`: it could not be, and may answer with what was there before until its own lifetimes
   * end. `late`: the client has not waited for it (any longer); a `propagated` event follows. `off`: not asked for.
   */
  readonly propagated: 'done' | 'failed' | 'late' | 'off'
  /** What the mutation invalidates. */
  readonly targets: readonly Target[]
  /** What `propagate` resolved with; undefined where it has not. */
  readonly report: unknown
  /** Why it failed, or is late; undefined where neither is so, or the write itself failed and nobody waited. */
  readonly error: Error | undefined
}

/** The payload of every event. */
export interface SyncEvent {
  /** What happened. */
  readonly type: SyncEventType
  /** The canonical key; undefined for events that concern the whole manager. */
  readonly key: string | undefined
  /** When it happened: epoch milliseconds. */
  readonly at: number
  /** Why, in one or two words: `poll`, `refresh`, `invalidated`, `visible`, `online`, `expired`, … */
  readonly reason: Reason | undefined
  /** The state after it; undefined for events that concern the whole manager. */
  readonly snapshot: Snapshot | undefined
  /** Of `mutated` and `propagated`: what became of telling the server's cache. Else undefined. */
  readonly propagation?: Propagation | undefined
}
