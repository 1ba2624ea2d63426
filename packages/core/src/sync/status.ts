/** `getStatus()`: one row a key, made for `console.table`. */
import { owedAt, pollAt } from './due'
import type { Engine } from './engine'
import { holdOf } from './pump'
import type { Freshness } from './snapshot'

/** One key as of now. */
export interface SyncStatus {
  /** The canonical key. */
  readonly key: string
  /** Asks by itself right now: enabled, and not held by a switch, a hidden page or a missing network. */
  readonly active: boolean
  /** Registered, and not switched off by `enabled: false` or `setEnabled`. */
  readonly enabled: boolean
  /** Freshness of what is held. */
  readonly freshness: Freshness
  /** When an answer arrived last. */
  readonly lastSync: Date | null
  /** When it will be asked for next, as far as is known. */
  readonly nextSync: Date | null
  /** The message of the last error that no success has followed. */
  readonly lastError: string | null
  /** Failed requests in a row. */
  readonly failures: number
  /** Listeners of the key. */
  readonly subscribers: number
}

/** The rows of all registered or watched keys. */
export function statusOf(engine: Engine): SyncStatus[] {
  const rows: SyncStatus[] = []
  for (const entry of engine.entries.values()) {
    const { snapshot } = entry
    const hold = holdOf(engine, entry)
    const active = hold === undefined || hold === 'mutating'
    let next = Infinity
    if (active) next = Math.max(engine.now(), Math.min(pollAt(engine, entry), owedAt(engine, entry)))
    rows.push({
      key: entry.key,
      active,
      enabled: entry.isWanted,
      freshness: snapshot.freshness,
      lastSync: entry.lastSync < 0 ? null : new Date(engine.timeline.toWall(entry.lastSync)),
      nextSync: next < Infinity ? new Date(engine.timeline.toWall(next)) : null,
      lastError: snapshot.error ? snapshot.error.message : null,
      failures: snapshot.failureCount,
      subscribers: entry.watchers,
    })
  }
  return rows
}
