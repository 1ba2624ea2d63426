/** What `createHttpCache` can be told, and what it answers with. */
import type { Clock } from '../base/clock'
import type { Report } from '../base/emitter'
import type { Transport } from '../http/transport'

/**
 * Where answers are kept: IndexedDB, a file, `localStorage`; it holds nothing else. Keys are URLs: what is kept are
 * answers to GET, which answer HEAD as well, and no other method. Values are lists of plain objects with numbers,
 * strings, null and, for bodies, `Uint8Array`: structured cloning takes them as they are, and who writes text has
 * to encode the bytes. It may forget anything at any time. A failure is reported and passed by; a value that is
 * not as it was set counts as missing. Every call must settle: a request waits for the storage, also where its signal
 * is aborted meanwhile.
 */
export interface HttpCacheStorage {
  /** What is kept under the key; `undefined` or null for nothing. */
  get(key: string): Promise<unknown>
  /** Keeps a value. */
  set(key: string, value: unknown): Promise<unknown>
  /** Forgets a key. */
  delete(key: string): Promise<unknown>
  /** All keys, for `clear`. */
  keys(): Promise<Iterable<string>>
}

/** Options of {@link createHttpCache}. */
export interface HttpCacheOptions {
  /** Sends requests. Default: the global `fetch`, looked up at each request. */
  readonly transport?: Transport | undefined
  /** Source of time. Default: the system's. */
  readonly clock?: Clock | undefined
  /** Where answers are kept. Default: in memory, bounded by `maxEntries` and `maxBytes`. */
  readonly storage?: HttpCacheStorage | undefined
  /** How many URLs the memory holds; the one not used for longest goes first. Default 1,000. */
  readonly maxEntries?: number | undefined
  /** How many bytes of bodies the memory holds, and the longest body that any storage is given. Default 20,000,000. */
  readonly maxBytes?: number | undefined
  /**
   * Whether an answer without a stated lifetime is fresh for a tenth of the time since it was last modified
   * (RFC 9111 section 4.2.2). Default false: it is asked for each time, with its validators.
   */
  readonly heuristic?: boolean | undefined
  /**
   * Whether `If-None-Match` and `If-Modified-Since` are added to a request for what is held. They make a
   * cross-origin request a preflighted one; nothing else that is added does. Default true.
   */
  readonly conditional?: boolean | undefined
  /** Whether anything is cached. With false it is its transport, and no more. Default true. */
  readonly enabled?: boolean | undefined
  /** Told of failures of the storage and of updates in the background. Default: the console. */
  readonly onError?: Report | undefined
}

/** A private HTTP cache in the shape of `fetch`. */
export interface HttpCache {
  /**
   * Answers as `fetch` would, from what is held where that is allowed.
   * @throws (rejects with) what the transport rejects with; TypeError where `fetch` would, and where `only-if-cached`
   *   finds nothing; the signal's reason
   */
  (input: string | URL | Request, init?: RequestInit): Promise<Response>
  /** Forgets all answers, those on their way included: for when the user changes. */
  clear(): Promise<void>
  /** Forgets the answers of one URL, those on their way included. */
  delete(url: string | URL): Promise<void>
}
