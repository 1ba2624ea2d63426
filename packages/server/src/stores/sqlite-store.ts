/** A store in an SQLite file: it survives restarts, and processes of one machine share it. */
import { checkDuration, OptionError } from '@freshline/core/shared'
import { systemTime } from '../base/clock'
import { MemoryTier, type MemoryBounds } from './memory-tier'
import { openSpaces } from './open-spaces'
import type { ResponseStore } from './response-store'
import { SqliteBacking } from './sqlite-backing'
import { SqliteFile } from './sqlite-file'
import { TieredStore } from './tiered-store'

/** Settings of {@link sqliteStore}. */
export interface SqliteStoreOptions extends MemoryBounds {
  /** Default namespace of caches that name none. Default: `'default'`. */
  readonly namespace?: string | undefined
  /** Default version of caches that name none. Default: none. */
  readonly version?: string | undefined
  /** How long a write waits for another process's, in ms; the process stands still meanwhile. Default: 250. */
  readonly timeout?: number | undefined
  /** Most entries of the log. Default: 10,000. */
  readonly maxLogEntries?: number | undefined
  /** Most entries in the file, give or take a hundred; those that are removed soonest leave first. Default: 100,000. */
  readonly maxFileEntries?: number | undefined
}

/**
 * Keeps entries and the log in a file, by the runtime's `node:sqlite` or else the package `better-sqlite3`. A file that
 * is broken, locked for long or on a full disk is reported to `onError` and `health()`; requests are then answered from
 * memory, and it is tried again. A broken file is never removed by itself: it may not be ours. Tables are named
 * `freshline_…`, so the file may be an application's own.
 *
 * ```ts
 * const cache = createResponseCache({ store: sqliteStore('./cache.db') })
 * ```
 * @throws OptionError that names the option
 */
export function sqliteStore(path: string, options: SqliteStoreOptions = {}): ResponseStore {
  const { timeout = 250, maxLogEntries = 10_000, maxFileEntries = 100_000 } = options
  if (typeof path !== 'string' || !path) throw new OptionError('path', path, 'the path of a file')
  const wait = Math.ceil(checkDuration('timeout', timeout, true))
  for (const [name, value] of Object.entries({ maxLogEntries, maxFileEntries }))
    if (!Number.isSafeInteger(value) || value < 1)
      throw new OptionError(name, value, 'a whole number of at least 1')
  // Bad bounds are told here, not at the first use.
  void new MemoryTier(options)
  const file = new SqliteFile(path, wait)
  const opened: TieredStore[] = []
  return openSpaces(
    'sqlite',
    options,
    ({ namespace, version, clock = systemTime, onError = () => {} }) => {
      const backing = new SqliteBacking(file, { namespace, version }, { maxLogEntries, maxFileEntries })
      const store = new TieredStore({ backing, memory: options, clock, onError })
      opened.push(store)
      return store
    },
    async () => {
      await Promise.all(opened.map((store) => store.close()))
      file.close()
    },
  )
}
