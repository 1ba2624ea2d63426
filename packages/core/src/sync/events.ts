/** What can be listened to: every transition, told once, after the state it tells of can be read. */
import type { Snapshot } from './snapshot'

/** The event types. */
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
