/** The default store: this process's memory, bounded, gone at its end. Several caches may share one. */
import { systemTime, type ServerClock } from '../base/clock'
import { LogView, MemoryLog, type LoadMark, type LogEntry, type NewLogEntry, type Position } from '../log'
import { Claims } from './claims'
import { LocalEntries } from './local-entries'
import { LogListeners } from './log-listeners'
import { MemoryTier, type MemoryBounds } from './memory-tier'
import { openSpaces } from './open-spaces'
import type {
  EntryStore,
  FoundEntry,
  InvalidationReport,
  LogListener,
  ResponseStore,
  StoreHealth,
  StoreSize,
  StoreSpace,
} from './response-store'
import { reportOf } from './report-of'
import type { StoredEntry } from './stored-entry'

/** Settings of {@link memoryStore}. */
export interface MemoryStoreOptions extends MemoryBounds {
  /** Default namespace of caches that name none. Default: `'default'`. */
  readonly namespace?: string | undefined
  /** Default version of caches that name none. Default: none. */
  readonly version?: string | undefined
  /** Most entries of the log. Default: 10,000. */
  readonly maxLogEntries?: number | undefined
}

/**
 * Keeps entries in this process, the least recently used leaving first.
 *
 * ```ts
 * const cache = createResponseCache({ store: memoryStore({ maxEntries: 5_000 }) })
 * ```
 * @throws OptionError for bounds that are no whole numbers of at least 1
 */
export function memoryStore(options: MemoryStoreOptions = {}): ResponseStore {
  const logs = new Map<string, { readonly log: MemoryLog; readonly stores: Set<MemoryEntryStore> }>()
  // Bad bounds are told here, not at the first use.
  void new MemoryTier(options)
  return openSpaces('memory', options, (space) => {
    const { namespace, clock = systemTime } = space
    let shared = logs.get(namespace)
    if (!shared) {
      const log = new MemoryLog({ now: () => clock.now(), maxEntries: options.maxLogEntries })
      logs.set(namespace, (shared = { log, stores: new Set() }))
    }
    return new MemoryEntryStore(new MemoryTier(options), shared.log, shared.stores, space)
  })
}

/** One namespace and version in memory. Versions of a namespace share the log. */
class MemoryEntryStore implements EntryStore {
  readonly log
  readonly #log: MemoryLog
  readonly #siblings: Set<MemoryEntryStore>
  readonly #local: LocalEntries
  readonly #clock: ServerClock
  readonly #claims: Claims
  readonly #listeners: LogListeners
  #counting: Promise<unknown> = Promise.resolve()

  constructor(tier: MemoryTier, log: MemoryLog, siblings: Set<MemoryEntryStore>, space: StoreSpace) {
    this.#log = log
    this.#siblings = siblings.add(this)
    const { clock = systemTime, onError = () => {} } = space
    this.#clock = clock
    this.#listeners = new LogListeners(onError)
    this.#claims = new Claims(() => clock.now())
    const view = new LogView(log.logId)
    view.reset(log.logId, log.last)
    this.#local = new LocalEntries(tier, view, () => clock.now())
    this.log = {
      append: (entry: NewLogEntry) => Promise.resolve(this.#append(entry)),
      head: () => log.head(),
      readSince: (position: Parameters<MemoryLog['readSince']>[0], limit: number) =>
        log.readSince(position, limit),
    }
  }

  async sync(): Promise<void> {}

  async read(id: string): Promise<FoundEntry | undefined> {
    return this.peek(id)
  }

  peek(id: string): FoundEntry | undefined {
    return this.#local.peek(id)
  }

  mark(): LoadMark {
    return this.#local.view.mark()
  }

  judge(mark: LoadMark, key: string, tags: readonly string[]) {
    return this.#local.view.judge(mark, key, tags)
  }

  async write(entry: Omit<StoredEntry, 'position'>, mark: LoadMark): Promise<void> {
    const position = this.#local.view.positionOf(mark)
    if (position) this.#local.keep({ ...entry, position }, mark)
  }

  invalidate(entry: NewLogEntry): Promise<InvalidationReport> {
    const { view } = this.#local
    const candidates = this.#local.candidates(entry)
    // Counts at once; what it has hit is found out at leisure, one invalidation after the other.
    view.applyOwn(entry)
    const removed = entry.gone ? this.#local.drop(entry).map((item) => item.entry) : []
    const report = this.#counting.then(async () => {
      const good = await this.#local.confirmGood(candidates)
      const position = this.#append(entry)
      view.confirm()
      return reportOf(good, removed, position)
    })
    this.#counting = report
    return report
  }

  async deleteExpired(): Promise<number> {
    return this.#local.dropExpired().length
  }

  async sizes(): Promise<readonly StoreSize[]> {
    const { size, bytes, evictions } = this.#local.tier
    return [{ name: 'memory', entries: size, bytes, evictions }]
  }

  async health(): Promise<StoreHealth> {
    return { name: 'memory', status: 'ok' }
  }

  onEntry(listener: LogListener): () => void {
    return this.#listeners.add(listener)
  }

  async claim(id: string, ttl: number): Promise<boolean> {
    return this.#claims.claim(id, ttl)
  }

  async release(id: string): Promise<void> {
    this.#claims.release(id)
  }

  #append(entry: NewLogEntry): Position {
    const sequence = this.#log.appendNow(entry)
    const logged: LogEntry = this.#log.newest ?? { ...entry, position: '', at: this.#clock.now() }
    for (const store of this.#siblings) store.#learn(sequence, logged)
    return logged.position
  }

  #learn(sequence: number, entry: LogEntry): void {
    const { view } = this.#local
    view.apply(sequence, entry)
    view.advance(sequence)
    if (entry.gone) this.#local.drop(entry)
    this.#listeners.tell(entry, 'local')
  }
}
