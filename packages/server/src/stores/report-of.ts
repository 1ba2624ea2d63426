/** What an invalidation is said to have done. */
import type { Position } from '../log'
import type { InvalidationReport } from './response-store'
import type { EntryFacts } from './stored-entry'

/** How many keys a report names. */
const MOST_KEYS = 1000

/** @param good what was named, good and fresh @param removed what was removed, in whatever state */
export function reportOf(
  good: readonly EntryFacts[],
  removed: readonly EntryFacts[],
  position: Position,
): InvalidationReport {
  const keys = new Set<string>()
  for (const { key } of good) if (keys.size < MOST_KEYS) keys.add(key)
  return {
    count: good.length,
    removed: removed.filter(({ isHelper }) => !isHelper).length,
    keys: [...keys],
    position,
  }
}
