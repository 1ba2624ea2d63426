/**
 * Entries in this instance's memory over a tier that several instances share. What is in memory is trusted only after
 * the shared log was read; when the shared tier fails, memory goes on alone.
 */
import type { ServerClock } from '../base/clock'
import { LogView, type InvalidationLog, type LoadMark, type NewLogEntry } from '../log'
import type { Backing } from './backing'
import { LocalEntries } from './local-entries'
import { LogListeners } from './log-listeners'
import { MemoryTier, type Candidate, type MemoryBounds } from './memory-tier'
import { reportOf } from './report-of'
import type {
  EntryStore,
  FoundEntry,
  InvalidationReport,
  LogListener,
  StoreHealth,
  StoreSize,
} from './response-store'
import { SharedLink } from './shared-link'
import type { EntryFacts, StoredEntry } from './stored-entry'
import { TieredClaims } from './tiered-claims'
import { timersOf } from './timers'

/** What a {@link TieredStore} is made of. */
export interface TieredStoreParts {
  readonly backing: Backing
  readonly memory: MemoryBounds
  readonly clock: ServerClock
  readonly onError: (error: unknown) => void
}

export class TieredStore implements EntryStore {
  readonly log: InvalidationLog
  readonly #backing: Backing
  readonly #link: SharedLink
  readonly #local: LocalEntries
  readonly #claims: TieredClaims
  readonly #clock: ServerClock
  readonly #onError: (error: unknown) => void
  readonly #listeners: LogListeners
  readonly #fetches = new Map<string, Promise<StoredEntry | undefined>>()
  /** One invalidation is counted after the other, so that none counts what another one has just named. */
  #counting: Promise<unknown> = Promise.resolve()
  #failure: { readonly at: number; readonly error: unknown } | undefined

  constructor({ backing, memory, clock, onError }: TieredStoreParts) {
    const now = () => clock.now()
    this.#backing = backing
    this.#clock = clock
    this.#onError = onError
    this.#listeners = new LogListeners(onError)
    this.#claims = new TieredClaims(now)
    // Until the shared log is known, places are of this instance alone and mean nothing later.
    const view = new LogView(`local-${crypto.randomUUID().slice(0, 8)}`)
    this.#local = new LocalEntries(new MemoryTier(memory), view, now)
    this.#link = new SharedLink({
      backing,
      view,
      now,
      timers: timersOf(clock),
      onError,
      onEntry: (entry, origin) => {
        if (entry.gone) this.#local.drop(entry)
        this.#listeners.tell(entry, origin)
      },
    })
    this.log = {
      append: (entry) => {
        this.#link.own(entry)
        return this.#link.push(entry)
      },
      head: () => this.#link.head(),
      readSince: (position, limit) => this.#link.readSince(position, limit),
    }
  }

  sync(): Promise<void> {
    return this.#link.sync()
  }

  async read(id: string): Promise<FoundEntry | undefined> {
    // Asked in the same round trip, where memory has nothing: the log decides whether it is good, whichever came first.
    const early = this.#local.hasFresh(id) ? undefined : this.#fetch(id)
    await this.#link.sync()
    if (this.#local.hasFresh(id)) return this.#local.peek(id)
    const entry = await (early ?? this.#fetch(id))
    if (!entry) return this.#local.peek(id)
    const kept = this.#local.keep(entry, this.#local.view.markOf(entry.position))
    return this.#local.peek(id) ?? kept
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
    const { view } = this.#local
    const position = view.positionOf(mark)
    const kept = this.#local.keep({ ...entry, position: position ?? view.position }, mark)
    if (!position || kept?.verdict !== 'good' || this.#link.isAway) return
    await this.#backing.set({ ...entry, position }).catch((error: unknown) => this.#fail(error))
  }

  invalidate(entry: NewLogEntry): Promise<InvalidationReport> {
    const candidates = this.#local.candidates(entry)
    // From here on nothing of this instance is good that the entry names, whatever takes how long below.
    this.#link.own(entry)
    const dropped = entry.gone ? this.#local.drop(entry).map((item) => item.entry) : []
    const report = this.#counting.then(() => this.#invalidateShared(entry, candidates, dropped))
    this.#counting = report.catch(() => {})
    return report
  }

  async deleteExpired(): Promise<number> {
    const ids = new Set(
      this.#local
        .dropExpired()
        .filter(isCounted)
        .map(({ id }) => id),
    )
    for (const id of await this.#try((backing) => backing.deleteExpired(this.#clock.now()), [])) ids.add(id)
    return ids.size
  }

  async sizes(): Promise<readonly StoreSize[]> {
    const { size, bytes, evictions } = this.#local.tier
    const memory: StoreSize = { name: 'memory', entries: size, bytes, evictions }
    const shared = await this.#try((backing) => backing.size(this.#clock.now()), undefined)
    return shared ? [memory, { name: this.#backing.name, ...shared }] : [memory]
  }

  async health(): Promise<StoreHealth> {
    await this.#link.sync()
    const { name } = this.#backing
    const own = this.#link.health()
    const failure = this.#failure
    if (own.status !== 'ok' || !failure || this.#clock.now() - failure.at > 60_000) return { name, ...own }
    return { name, status: 'degraded', detail: messageOf(failure.error), since: failure.at }
  }

  onEntry(listener: LogListener): () => void {
    return this.#listeners.add(listener)
  }

  claim(id: string, ttl: number): Promise<boolean> {
    return this.#claims.claim(id, ttl, () =>
      this.#try<boolean | undefined>((backing) => backing.claim(id, ttl, this.#clock.now()), undefined),
    )
  }

  async release(id: string): Promise<void> {
    this.#claims.release(id)
    await this.#try((backing) => backing.release(id), undefined)
  }

  /** Appends what is being appended, as far as that is possible, and then lives on memory alone. */
  close(): Promise<void> {
    return this.#link.close()
  }

  async #invalidateShared(
    entry: NewLogEntry,
    candidates: readonly Candidate[],
    dropped: readonly StoredEntry[],
  ): Promise<InvalidationReport> {
    await this.#link.sync()
    const shared = await this.#try((backing) => backing.find(entry), [])
    // What cannot be counted, such as an entry that somebody else wrote, must not keep the others from being told.
    const counted = await this.#countGood(candidates, shared).catch((error: unknown) => {
      this.#onError(error)
      return []
    })
    const position = await this.#link.push(entry)
    if (!entry.gone) return reportOf(counted, [], position)
    const removed = new Map<string, EntryFacts>([...dropped, ...shared].map((facts) => [facts.id, facts]))
    await this.#try((backing) => backing.remove([...removed.keys()]), [])
    return reportOf(counted, [...removed.values()], position)
  }

  /** Good when it was called, and no other instance had named it before. */
  async #countGood(candidates: readonly Candidate[], shared: readonly EntryFacts[]): Promise<EntryFacts[]> {
    const { view } = this.#local
    const now = this.#clock.now()
    const counted = new Map<string, EntryFacts>()
    for (const facts of await this.#local.confirmGood(candidates)) counted.set(facts.id, facts)
    for (const facts of shared) {
      const isGood = facts.expiresAt > now && view.wasGood(view.markOf(facts.position), facts.key, facts.tags)
      if (isCounted(facts) && isGood) counted.set(facts.id, facts)
    }
    return [...counted.values()]
  }

  #fetch(id: string): Promise<StoredEntry | undefined> {
    const known = this.#fetches.get(id)
    if (known) return known
    const fetched = this.#try((backing) => backing.get(id), undefined).finally(() => this.#fetches.delete(id))
    this.#fetches.set(id, fetched)
    return fetched
  }

  /** Asks the shared tier, where it is there. */
  async #try<T>(ask: (backing: Backing) => Promise<T>, otherwise: T): Promise<T> {
    if (this.#link.isAway) return otherwise
    try {
      return await ask(this.#backing)
    } catch (error) {
      this.#fail(error)
      return otherwise
    }
  }

  #fail(error: unknown): void {
    if (this.#backing.isFatal(error)) return this.#link.fail(error)
    // One call failed, as when there is no room: told once a minute, and seen in the health.
    const now = this.#clock.now()
    const isNews = !this.#failure || now - this.#failure.at > 60_000
    this.#failure = { at: now, error }
    if (isNews) this.#onError(error)
  }
}

function isCounted({ isHelper }: EntryFacts): boolean {
  return !isHelper
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
