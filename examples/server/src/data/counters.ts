/** Change counters of the collections: they only grow, so any two answers can be put in order. */
import type { Database } from '../db/database.ts'
import type { CounterName } from './collection.ts'

/** State of one counter. */
export interface Counter {
  version: number
  updatedAt: number
}

/** All counters there are. */
export const counterNames: readonly CounterName[] = ['keys', 'customers', 'users', 'stats', 'consent']

/** Moves counters on; part of the transaction of the change itself. */
export function bumpCounters(db: Database, names: Iterable<CounterName>, at: number): void {
  for (const name of new Set(names)) {
    db.run(
      `INSERT INTO collections (name, version, updated_at) VALUES (?, 1, ?)
       ON CONFLICT (name) DO UPDATE SET version = version + 1, updated_at = max(updated_at, excluded.updated_at)`,
      name,
      at,
    )
  }
}

/** Reads one counter. */
export function readCounter(db: Database, name: CounterName): Counter {
  const row = db.get('SELECT version, updated_at AS updatedAt FROM collections WHERE name = ?', name)
  return { version: Number(row?.['version'] ?? 0), updatedAt: Number(row?.['updatedAt'] ?? 0) }
}
