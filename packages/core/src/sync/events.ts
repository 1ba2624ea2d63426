/** What can be listened to: every transition, told once, after the state it tells of can be read. */
import type { Snapshot } from './snapshot'

/**
 * The event types. Of a key: `registered` and `unregistered` tell of its first and last registration; `fetching` of
 * a request that begins, and one of `success` (the data changed), `unchanged`, `error` (its retries failed, too) or
 * `superseded` (something newer is held: the answer was refused) of its end; `fresh`, `stale` and `overdue` of its
 * freshness; `invalidated`; `removed`, when its data leaves the cache; `paused` and `resumed`. Of the manager, without
 * a key: `mutated`, `paused`, `resumed`, `online`, `offline`.
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
  | 'paused'
  | 'resumed'
  | 'online'
  | 'offline'

/** Why a request happened, was saved, or a state changed. */
export type Reason = string

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
}
