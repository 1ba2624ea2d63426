/** What a record shows, as of now. Pure but for the clock. */
import type { Timeline } from '../base/timeline'
import type { CacheRecord } from '../cache'
import { metaOf } from './engine-parts'
import { OVERDUE_AFTER } from './policy'
import { reduce, type Shown } from './reduce'
import { pendingSnapshot, type Snapshot, type Source } from './snapshot'

/** Sources whose data was there before anybody on this page asked. */
const HELD: readonly Source[] = ['cache', 'hydrated', 'storage', 'tab']

/**
 * What a record shows; `source` overrides where its data came from. Nothing is held where optimistic layers alone make
 * something.
 */
export function shownOf(
  timeline: Timeline,
  record: CacheRecord | undefined,
  overdueAfter: number,
  source: Source = metaOf(record).source ?? 'manual',
): Shown {
  const now = timeline.read()
  const { at, expires } = record ?? { at: now, expires: now }
  return {
    data: record?.value,
    source,
    cached: HELD.includes(source),
    freshness: now < expires ? 'fresh' : 'stale',
    isOverdue: record !== undefined && now >= expires + overdueAfter,
    updatedAt: timeline.toWall(at),
    expiresAt: timeline.toWall(expires),
    version: metaOf(record).version,
  }
}

/** What is shown of a record whose key nobody here holds: the same until it is written, or time makes it another. */
export function unheldSnapshot(timeline: Timeline, record: CacheRecord): Snapshot {
  const known = record.shown as Snapshot | undefined
  const staleFor = timeline.read() - record.expires
  if (known?.isStale === staleFor >= 0 && known.isOverdue === staleFor >= OVERDUE_AFTER) return known
  const source = metaOf(record).source === 'hydrated' ? 'hydrated' : 'cache'
  const shown = shownOf(timeline, record, OVERDUE_AFTER, source)
  const before = known ?? pendingSnapshot(record.key)
  return (record.shown = reduce(before, { type: 'shown', shown, heals: true })) as Snapshot
}
