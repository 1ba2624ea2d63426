/**
 * Tells the cache what has changed, after it has been committed. What that is, is read from the counters that every
 * change moves in its own transaction; up to where it was told is kept beside them. So a server that was ended between
 * the two makes up for it at its next start.
 */
import { counterNames } from '../data/counters.ts'
import type { CounterName } from '../data/collection.ts'
import type { Database } from '../db/database.ts'

/** What a publisher works with. */
export interface PublisherOptions {
  db: Database
  /** Makes everything stale that carries one of these tags. */
  invalidate: (tags: readonly string[]) => Promise<unknown>
  /** Told of a failure; what was to be told is told the next time. */
  onError: (error: unknown) => void
}

type Versions = Partial<Record<CounterName, number>>

/** The publisher of one app. */
export class Publisher {
  readonly #options: PublisherOptions
  #telling: Promise<void> = Promise.resolve()

  constructor(options: PublisherOptions) {
    this.#options = options
  }

  /** Resolves once everything that was committed before the call has been told. Never rejects. */
  publish(): Promise<void> {
    return (this.#telling = this.#telling.then(() => this.#tell()))
  }

  async #tell(): Promise<void> {
    const { db, invalidate, onError } = this.#options
    if (!db.isOpen) return
    try {
      const now = readVersions(db)
      const told = readTold(db)
      const moved = counterNames.filter((name) => now[name] !== told[name])
      if (moved.length === 0) return
      // Every change of a record is in the audit log.
      const isAudited = moved.some((name) => name !== 'stats' && name !== 'consent')
      await invalidate(isAudited ? [...moved, 'audit'] : moved)
      if (db.isOpen) writeTold(db, now)
    } catch (error) {
      onError(error)
    }
  }
}

function readVersions(db: Database): Versions {
  const rows = db.all('SELECT name, version FROM collections')
  return Object.fromEntries(rows.map((row) => [String(row['name']), Number(row['version'])]))
}

function readTold(db: Database): Versions {
  const text = db.get(`SELECT value FROM meta WHERE name = 'told'`)?.['value']
  return text === undefined ? {} : (JSON.parse(String(text)) as Versions)
}

function writeTold(db: Database, versions: Versions): void {
  db.run(
    `INSERT INTO meta (name, value) VALUES ('told', ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value`,
    JSON.stringify(versions),
  )
}
