/** Answer of the route that tells how the server does. */
import type { AuditEntry } from './audit.ts'
import type { CollectionName } from './records.ts'

/** State of one collection in `SyncAnswer`. */
export interface CollectionState {
  version: number
  updatedAt: number
  total: number
}

/** State of the server's own cache in `SyncAnswer`. */
export interface CacheState {
  /** Whether it keeps anything: the off switch. */
  enabled: boolean
  store: 'memory' | 'sqlite' | 'redis'
  /** `degraded`: something failed lately; `down`: answered from this server's memory alone. */
  status: 'ok' | 'degraded' | 'down'
  /** What is wrong, for people. */
  detail?: string
  /** Since when. */
  since?: number
  entries: number
  bytes: number
  /** Answers that no loader was asked for, among all; 0 before the first. */
  hitRatio: number
  /** Where the log of invalidations stands. */
  position: string
}

/** Answer of `GET /api/admin/sync`. Holds the server's time, so it is never a 304. */
export interface SyncAnswer {
  serverTime: number
  startedAt: number
  collections: Record<CollectionName, CollectionState>
  stats: { version: number; updatedAt: number }
  lastChange: AuditEntry | null
  database: {
    status: 'ok' | 'error'
    driver: 'node:sqlite' | 'better-sqlite3'
    journalMode: string
    schemaVersion: number
    sizeBytes: number
  }
  cache: CacheState
  job: {
    running: boolean
    /** Mean time between changes, 0 when the job is off. */
    intervalMs: number
    ticks: number
    lastTickAt: number | null
  }
}
