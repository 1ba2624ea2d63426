/** Entries in memory with the view of the log that judges them: what every store has, with or without a shared tier. */
import type { LoadMark, LoggedTargets, LogView } from '../log'
import type { Candidate, MemoryItem, MemoryTier } from './memory-tier'
import type { FoundEntry } from './response-store'
import { filterInSlices } from './slices'
import type { StoredEntry } from './stored-entry'

export class LocalEntries {
  readonly tier: MemoryTier
  readonly view: LogView
  readonly #now: () => number

  constructor(tier: MemoryTier, view: LogView, now: () => number) {
    this.tier = tier
    this.view = view
    this.#now = now
  }

  /** Finds and judges. What may not be shown in any way is dropped. */
  peek(id: string): FoundEntry | undefined {
    const item = this.tier.get(id)
    return item && this.#judge(item)
  }

  /** Whether an entry is held that needs no asking elsewhere. */
  hasFresh(id: string): boolean {
    const found = this.peek(id)
    return found?.verdict === 'good' && found.entry.expiresAt > this.#now()
  }

  /** Keeps an entry, unless what is held is as good and newer. Answers what was not kept only for want of room. */
  keep(entry: StoredEntry, mark: LoadMark): FoundEntry | undefined {
    const verdict = this.view.judge(mark, entry.key, entry.tags)
    if (verdict === 'gone') return undefined
    const held = this.tier.get(entry.id)
    const heldVerdict = held && this.#judge(held)?.verdict
    if (held && heldVerdict && isNewer(held, mark, entry) && (heldVerdict === 'good' || verdict !== 'good'))
      return undefined
    this.tier.set(entry, mark)
    return { entry, verdict }
  }

  /**
   * What may be named, fresh and not known to be stale, helpers left out: taken before an invalidation is counted, so
   * that {@link LocalEntries.confirmGood} can say afterwards, at its leisure, what the invalidation has hit.
   */
  candidates(targets: LoggedTargets): Candidate[] {
    const now = this.#now()
    const candidates = this.tier
      .candidates(targets)
      .filter(({ item: { entry } }) => !entry.isHelper && entry.expiresAt > now && entry.removeAt > now)
    if (!this.view.hasUnconfirmed) return candidates
    return candidates.filter(({ item }) => this.#judge(item)?.verdict === 'good')
  }

  /** Which candidates are named, and were good by the shared log. */
  async confirmGood(candidates: readonly Candidate[]): Promise<StoredEntry[]> {
    const good = await filterInSlices(
      candidates,
      ({ item: { entry, mark }, isNamed }) => this.view.wasGood(mark, entry.key, entry.tags) && isNamed(),
    )
    return good.map(({ item }) => item.entry)
  }

  /** Removes what is named; answers it. */
  drop(targets: LoggedTargets): MemoryItem[] {
    const dropped = this.tier.find(targets)
    for (const { key } of dropped) this.tier.delete(key)
    return dropped
  }

  /** Removes what is past its freshness; answers it, helpers left out. */
  dropExpired(): StoredEntry[] {
    const now = this.#now()
    const expired = Array.from(this.tier.items(), ({ entry }) => entry).filter(
      ({ expiresAt }) => expiresAt <= now,
    )
    for (const { id } of expired) this.tier.delete(id)
    return expired.filter(({ isHelper }) => !isHelper)
  }

  #judge(item: MemoryItem): FoundEntry | undefined {
    const { entry } = item
    const verdict = this.view.judge(item.checked, entry.key, entry.tags)
    if (verdict === 'gone' || entry.removeAt <= this.#now()) {
      this.tier.delete(entry.id)
      return undefined
    }
    if (verdict === 'good') item.checked = this.view.checked(item.checked)
    return { entry, verdict }
  }
}

/** Whether the load of what is held began after another's. Ticks order this instance's own loads only. */
function isNewer(held: MemoryItem, mark: LoadMark, entry: StoredEntry): boolean {
  const { generation, sequence, tick } = held.mark
  if (generation !== mark.generation) return generation > mark.generation
  if (tick > 0 && mark.tick > 0) return tick > mark.tick
  return sequence === mark.sequence ? held.entry.cachedAt > entry.cachedAt : sequence > mark.sequence
}
