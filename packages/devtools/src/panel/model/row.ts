/** One key as the list shows it: the manager's row and snapshot, flat, without the data. Pure. */
import type { Freshness, Snapshot, SyncStatus, Version } from '@freshline/core'

/** What a key is told to do by the panel. */
export type Simulation = 'error' | 'offline'

/** A key of the list. Times are epoch milliseconds. */
export interface KeyRow {
  /** The canonical key. */
  readonly key: string
  readonly freshness: Freshness
  readonly isOverdue: boolean
  readonly activity: 'idle' | 'fetching' | 'paused'
  /** Asks by itself right now. */
  readonly active: boolean
  /** Registered, and not switched off. */
  readonly enabled: boolean
  readonly source: string | undefined
  readonly version: Version | undefined
  readonly updatedAt: number | undefined
  readonly expiresAt: number | undefined
  /** When it is asked next; undefined: not by itself. */
  readonly nextSync: number | undefined
  /** When an answer arrived last. */
  readonly lastSync: number | undefined
  /** The message of the last error that no success has followed. */
  readonly error: string | undefined
  readonly failures: number
  readonly subscribers: number
  /** What the panel pretends for this key. */
  readonly simulated: Simulation | undefined
}

/** The row of a key. */
export function toRow(status: SyncStatus, snapshot: Snapshot, simulated: Simulation | undefined): KeyRow {
  return {
    key: status.key,
    freshness: status.freshness,
    isOverdue: snapshot.isOverdue,
    activity: snapshot.activity,
    active: status.active,
    enabled: status.enabled,
    source: snapshot.source,
    version: snapshot.version,
    updatedAt: snapshot.updatedAt,
    expiresAt: snapshot.expiresAt,
    nextSync: status.nextSync?.getTime(),
    lastSync: status.lastSync?.getTime(),
    error: status.lastError ?? undefined,
    failures: status.failures,
    subscribers: status.subscribers,
    simulated,
  }
}

/** How much of its lifetime is left, 0 to 1. Data that is fresh for ever is full. */
export function shareLeft(
  { freshness, updatedAt, expiresAt }: Pick<KeyRow, 'freshness' | 'updatedAt' | 'expiresAt'>,
  now: number,
): number {
  if (freshness !== 'fresh' || updatedAt === undefined || expiresAt === undefined) return 0
  if (expiresAt === Infinity) return 1
  const life = expiresAt - updatedAt
  return life > 0 ? Math.min(1, Math.max(0, (expiresAt - now) / life)) : 0
}

/** The one word that says most about a key. */
export type StateWord = 'fresh' | 'stale' | 'overdue' | 'empty' | 'failing'

/** What the list writes, and colours, for a key. */
export function stateOf({ freshness, isOverdue, failures, error }: KeyRow): StateWord {
  if (failures > 0 || error !== undefined) return 'failing'
  if (isOverdue) return 'overdue'
  return freshness
}
