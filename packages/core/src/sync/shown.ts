/** What a record shows, as of now. Pure but for the clock. */
import type { Timeline } from '../base/timeline'
import type { CacheRecord } from '../cache'
import type { Meta } from './engine-parts'
import type { Shown } from './reduce'
import type { Source } from './snapshot'

/** Sources whose data was there before anybody on this page asked. */
const HELD: readonly Source[] = ['cache', 'hydrated', 'storage', 'tab']

/** What is on screen where nothing is held but optimistic layers make something. */
function nothing(now: number): Shown {
  return {
    data: undefined,
    source: 'optimistic',
    cached: false,
    isFresh: false,
    isOverdue: false,
    updatedAt: now,
    expiresAt: now,
    version: undefined,
  }
}

/** What a record shows; `source` overrides where its data came from. */
export function shownOf(
  timeline: Timeline,
  record: CacheRecord | undefined,
  overdueAfter: number,
  source?: Source,
): Shown {
  const now = timeline.read()
  if (!record) return nothing(timeline.toWall(now))
  const meta = record.meta as Meta | undefined
  const from = source ?? meta?.source ?? 'manual'
  return {
    data: record.value,
    source: from,
    cached: HELD.includes(from),
    isFresh: now < record.expires,
    isOverdue: now >= record.expires + overdueAfter,
    updatedAt: timeline.toWall(record.at),
    expiresAt: timeline.toWall(record.expires),
    version: meta?.version,
  }
}
