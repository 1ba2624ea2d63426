/** Long invalidations as several entries of a log, so that none is large. */
import type { NewLogEntry } from '../log'
import { inChunks } from './in-chunks'

/** Keys and tags in one entry; patterns have a bound of their own. */
const MOST_NAMES = 1000

/** The entries that together say what one says; changes ride on the last. */
export function splitEntry(entry: NewLogEntry): readonly NewLogEntry[] {
  const { keys, tags, patterns, changes, ...rest } = entry
  if (keys.length + tags.length <= MOST_NAMES) return [entry]
  const parts: NewLogEntry[] = []
  for (const chunk of inChunks(keys, MOST_NAMES)) parts.push({ ...rest, keys: chunk, tags: [], patterns: [] })
  for (const chunk of inChunks(tags, MOST_NAMES)) parts.push({ ...rest, keys: [], tags: chunk, patterns: [] })
  return [...parts, { ...rest, keys: [], tags: [], patterns, ...(changes && { changes }) }]
}
