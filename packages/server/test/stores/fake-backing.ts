/** A shared tier in memory, with the faults that a test asks for: what files and Redis do, without either. */
import { MemoryLog, parsePosition, toPosition, type NewLogEntry } from '../../src/log'
import type { Backing } from '../../src/stores/backing'
import { toNamed } from '../../src/stores/named'
import { openSpaces } from '../../src/stores/open-spaces'
import type { StoredEntry } from '../../src/stores/stored-entry'
import { TieredStore } from '../../src/stores/tiered-store'

/** How an instance's calls end: `lost` ones are carried out, and nobody learns of it. */
export type Fault = 'none' | 'fails' | 'lost'

/** What all instances share. */
export function fakeShared(now: () => number, maxLogEntries = 1000) {
  const shared = {
    log: new MemoryLog({ now, maxEntries: maxLogEntries }),
    entries: new Map<string, StoredEntry>(),
    claims: new Set<string>(),
    /** Everything is lost, as in a restart. */
    restart() {
      shared.log = new MemoryLog({ now, maxEntries: maxLogEntries })
      shared.entries.clear()
    },
  }
  return shared
}

/**
 * One instance's store over it.
 * @param after awaited after each call was carried out, before its answer arrives
 */
export function fakeStore(
  shared: ReturnType<typeof fakeShared>,
  getFault: () => Fault = () => 'none',
  after: () => Promise<void> = () => Promise.resolve(),
) {
  const ready = new Set<() => void>()
  const run = async <T>(work: () => T | Promise<T>): Promise<T> => {
    await Promise.resolve()
    if (getFault() === 'fails') throw new Error('the shared store is away')
    const result = await work()
    await after()
    if (getFault() !== 'none') throw new Error('the answer was lost')
    return result
  }
  const opened: TieredStore[] = []
  const store = openSpaces(
    'redis',
    {},
    ({ clock = { now: () => Date.now() }, onError = () => {} }) => {
      const tiered = new TieredStore({ backing, memory: {}, clock, onError })
      opened.push(tiered)
      return tiered
    },
    async () => void (await Promise.all(opened.map((tiered) => tiered.close()))),
  )
  const backing: Backing = {
    name: 'redis',
    pull: (place) =>
      run(async () => {
        const { log } = shared
        const page = await log.readSince(place && toPosition(place.logId, place.sequence), 1000)
        const entries = page.entries.map((entry) => ({
          ...entry,
          sequence: parsePosition(entry.position)?.sequence ?? 0,
        }))
        const last = parsePosition(page.cursor)?.sequence ?? 0
        const isUnknown = page.reset || !place
        const unknownBefore = page.reset ? last : last - entries.length
        return { logId: log.logId, entries, last, hasMore: page.hasMore, ...(isUnknown && { unknownBefore }) }
      }),
    append: (entries: readonly NewLogEntry[]) =>
      run(() => ({
        logId: shared.log.logId,
        sequences: entries.map((entry) => shared.log.appendNow(entry)),
      })),
    readSince: (position, limit) => run(() => shared.log.readSince(position, limit)),
    get: (id) => run(() => shared.entries.get(id)),
    set: (entry) => run(() => void shared.entries.set(entry.id, entry)),
    remove: (ids) => run(() => ids.filter((id) => shared.entries.delete(id))),
    find: (targets) => run(() => [...shared.entries.values()].filter(toNamed(targets))),
    deleteExpired: (now) =>
      run(() =>
        [...shared.entries.values()]
          .filter(({ expiresAt }) => expiresAt <= now)
          .map(({ id }) => (shared.entries.delete(id), id)),
      ),
    size: () => run(() => ({ entries: shared.entries.size })),
    claim: (id) => run(() => !shared.claims.has(id) && !!shared.claims.add(id)),
    release: (id) => run(() => void shared.claims.delete(id)),
    isFatal: () => true,
    onReady: (listener) => {
      ready.add(listener)
      return () => ready.delete(listener)
    },
  }
  return { store, comeBack: () => ready.forEach((listener) => listener()) }
}
