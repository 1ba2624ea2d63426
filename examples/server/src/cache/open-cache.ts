/** The server's own cache: in Redis where there is one, else in a file beside the database, else in memory. */
import { createResponseCache, memoryStore, redisStore, sqliteStore } from '@freshline/server'
import type { ResponseCache, ResponseStore } from '@freshline/server'
import type { Database } from '../db/database.ts'
import { schemaVersion } from '../db/migrate.ts'
import { freshness } from '../freshness.ts'

/** What an app says of its cache. */
export interface CacheOptions {
  /** The off switch: `false` asks the database for everything. Default true. */
  enabled?: boolean
  /** A Redis that several servers share, such as `redis://127.0.0.1:6379`. Default: none. */
  redisUrl?: string
}

/** Most that is kept in memory: one list of all keys is half a megabyte. */
const MAX_BYTES = 32 * 1024 * 1024

/** Opens it. Its entries are of one database: those of another file, or of another schema, are never seen. */
export function openCache(
  db: Database,
  dbFile: string,
  { enabled = true, redisUrl }: CacheOptions,
  now: () => number,
  onError: (error: unknown) => void,
): ResponseCache {
  return createResponseCache({
    store: openStore(dbFile, enabled ? redisUrl : undefined, enabled),
    enabled,
    freshness,
    namespace: `keyring-${String(db.get(`SELECT value FROM meta WHERE name = 'feed'`)?.['value'])}`,
    version: `schema-${schemaVersion(db)}`,
    clock: { now },
    onError,
  })
}

function openStore(dbFile: string, redisUrl: string | undefined, enabled: boolean): ResponseStore {
  if (redisUrl !== undefined) return redisStore(redisUrl, { maxBytes: MAX_BYTES })
  if (!enabled || dbFile === ':memory:') return memoryStore({ maxBytes: MAX_BYTES })
  return sqliteStore(`${dbFile.replace(/\.\w+$/, '')}.cache.sqlite`, { maxBytes: MAX_BYTES })
}
