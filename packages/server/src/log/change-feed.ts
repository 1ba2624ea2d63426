/** The ready-made change feed: the changes that ride on the invalidation log, page by page. */
import { OptionError } from '@freshline/core/shared'
import type { ChangePage, ChangeQuery, ChangeSource, FeedChange } from './change-source'
import type { Change, InvalidationLog, LogEntry } from './invalidation-log'
import { parsePosition, toPosition, type Position } from './position'

/** How many entries of the log are looked through for one page, however few of them bear changes. */
const MOST_ENTRIES = 10_000
const STEP = 500

/** A source that changes can be appended to. */
export interface ChangeFeed extends ChangeSource {
  /**
   * Records changes without invalidating anything. To do both as one entry: `cache.invalidate(target, { changes })`.
   * @throws OptionError for a change without collection or id
   */
  append(change: Change | readonly Change[]): Promise<Position>
}

/**
 * A change feed over a log (`cache.log`). Deletions are changes too; a reader whose cursor the log no longer knows is
 * told to start anew.
 *
 * ```ts
 * const feed = createChangeFeed(cache.log)
 * await feed.append({ collection: 'keys', id: '42', data: row })
 * const sync = createSyncServer({ cache, changes: feed })
 * ```
 */
export function createChangeFeed(log: InvalidationLog): ChangeFeed {
  return {
    append(change) {
      const changes = (Array.isArray(change) ? change : [change]) as readonly Change[]
      changes.forEach(checkChange)
      return log.append({ keys: [], tags: [], patterns: [], changes })
    },
    read: (query) => read(log, query),
  }
}

/** Where to read on: after an entry of the log, leaving out the first changes of the next one. */
interface FeedPlace {
  readonly from: Position | { readonly at: number }
  readonly skip: number
}

async function read(log: InvalidationLog, query: ChangeQuery): Promise<ChangePage> {
  const { since, limit, collection, signal } = query
  if (!Number.isInteger(limit) || limit < 1)
    throw new OptionError('limit', limit, 'a whole number of at least 1')
  const place = parseSince(since)
  if (!place) return startAnew(log)
  const changes: FeedChange[] = []
  let { from, skip } = place
  for (let looked = 0; ; looked += STEP) {
    signal?.throwIfAborted()
    const page = await log.readSince(from, STEP)
    if (page.reset || page.entries.some(({ lost }) => lost)) return startAnew(log)
    for (const entry of page.entries) {
      const all = toFeedChanges(entry).slice(skip)
      skip = 0
      for (const change of all) {
        if (collection !== undefined && change.collection !== collection) continue
        const last = changes.at(-1)
        if (changes.length === limit && last)
          return { changes, cursor: last.position, hasMore: true, reset: false }
        changes.push(change)
      }
    }
    from = page.cursor
    if (!page.hasMore || looked >= MOST_ENTRIES)
      return { changes, cursor: page.cursor, hasMore: page.hasMore, reset: false }
  }
}

/** The cursor is taken now, before the reader loads the collection: what changes meanwhile is told again. */
async function startAnew(log: InvalidationLog): Promise<ChangePage> {
  return { changes: [], cursor: await log.head(), hasMore: false, reset: true }
}

function parseSince(since: string | Date | undefined): FeedPlace | undefined {
  if (typeof since !== 'string') return since && toTime(since.getTime())
  const [text, count] = since.split('~', 2) as [string, string?]
  if (!parsePosition(text)) return /^\d{4}-/.test(since) ? toTime(Date.parse(since)) : undefined
  if (count === undefined) return { from: text, skip: 0 }
  return /^\d{1,9}$/.test(count) ? { from: text, skip: Number(count) } : undefined
}

function toTime(at: number): FeedPlace | undefined {
  return Number.isNaN(at) ? undefined : { from: { at }, skip: 0 }
}

/** The last change of an entry bears the entry's place; those before it bear `<place before>~<how many are known>`. */
function toFeedChanges({ changes = [], position, at }: LogEntry): FeedChange[] {
  const place = parsePosition(position)
  return changes.map((change, index) => ({
    ...change,
    at,
    position:
      place && index < changes.length - 1
        ? `${toPosition(place.logId, place.sequence - 1)}~${index + 1}`
        : position,
  }))
}

function checkChange(change: Change): void {
  const { collection, id } = change
  if (typeof collection !== 'string' || !collection)
    throw new OptionError('change.collection', collection, 'a non-empty text')
  if (typeof id !== 'string' || !id) throw new OptionError('change.id', id, 'a non-empty text')
}
