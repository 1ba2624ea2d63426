/** What a record shows, as of now. Pure but for the clock. */
import type { Timeline } from '../base/timeline'
import type { CacheRecord } from '../cache'
import { metaOf } from './engine-parts'
import type { Shown } from './reduce'
import type { Source } from './snapshot'

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
