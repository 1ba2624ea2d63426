/** Settings of a response cache. */
import type { FreshnessTable } from '@freshline/core/shared'
import type { ServerClock } from '../base/clock'
import type { ResponseStore } from '../stores'

/** Settings of a cache. */
export interface ResponseCacheOptions {
  /** Where entries are kept. Default: `memoryStore({ maxEntries, maxBytes })`. */
  readonly store?: ResponseStore | undefined
  /** How long an answer is fresh, in milliseconds, where nothing more special says so. Default: 300,000 (5 minutes). */
  readonly ttl?: number | undefined
  /** For how long after its freshness an answer may stand in when loading fails, in ms. Default: 86,400,000 (a day). */
  readonly staleIfError?: number | undefined
  /** For how long after its freshness an answer is given at once while a new one is loaded, in ms. Default: 0. */
  readonly staleWhileRevalidate?: number | undefined
  /** Lifetimes by key pattern (`defineFreshness`), shared with the client. A call's own options go before it. */
  readonly freshness?: Pick<FreshnessTable, 'lookup'> | undefined
  /** Keeps applications apart that share a store. Default: the store's (`'default'`). */
  readonly namespace?: string | undefined
  /** The version of what is stored: what another version stored is a miss. Default: the store's (none). */
  readonly version?: string | undefined
  /** The off switch: `false` calls every loader and handler and keeps nothing. Default: true. */
  readonly enabled?: boolean | undefined
  /** Most entries of the default store. Default: 10,000. */
  readonly maxEntries?: number | undefined
  /** Most bytes of the default store, roughly. Default: 64 MiB. */
  readonly maxBytes?: number | undefined
  /** Most bytes of one entry; what is larger is answered and not kept. Default: 4 MiB. */
  readonly maxEntryBytes?: number | undefined
  /** How long a loader may take, in milliseconds, before it counts as failed. Default: 30,000. */
  readonly timeout?: number | undefined
  /** Scope of every call that names none. Default: none. */
  readonly scope?: string | undefined
  /** Source of time. Default: the system's. */
  readonly clock?: ServerClock | undefined
  /** Told of what went wrong and was survived: a store that is away, a background load that failed. Default: nobody. */
  readonly onError?: ((error: unknown) => void) | undefined
}
