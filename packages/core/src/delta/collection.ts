/** A keyed collection as a list in a stable order, and how changes are merged into it. Pure. */
import { share } from '../base/structural-share'
import type { Version } from '../base/outcome'
import { compareVersions } from '../sync'
import type { FeedChange } from './feed'

/** How the items of a collection are told apart and ordered. */
export interface CollectionRules<T> {
  /** What an item is known by, the same text or number as in the feed. */
  readonly idOf: (item: T) => string | number
  /** The version of an item, comparable and growing; without it, the feed's versions count. Default: none. */
  readonly versionOf?: ((item: T) => Version | undefined) | undefined
  /**
   * Orders the list, as `Array.prototype.sort` does. Default: the order in which the collection was loaded; new items
   * come at the end.
   */
  readonly compare?: ((a: T, b: T) => number) | undefined
}

/** A list, and what the feed said of the versions of its items. */
export interface Collection<T> {
  readonly items: readonly T[]
  readonly versions: ReadonlyMap<string, Version>
}

/**
 * What was loaded, each id once, in order. Items that `held` has alike keep their identity, and so does `held` itself.
 * @throws RangeError for an item without an id
 */
export function arrange<T>(loaded: readonly T[], rules: CollectionRules<T>, held: unknown): readonly T[] {
  const before = new Map<string, unknown>()
  try {
    for (const item of held as readonly T[]) before.set(toId(item, rules), item)
  } catch {
    // Set by hand, and no list of items: nothing of it is kept.
  }
  const rows = new Map<string, T>()
  for (const item of loaded) {
    const id = toId(item, rules)
    rows.set(id, share(before.get(id), item))
  }
  return settle(rows, rules, held)
}

/**
 * Merges changes, in their order. One that is older than what is known of its item is passed over, also where the
 * item was deleted. Where nothing changed, the list is the same object.
 * @throws RangeError for a change that carries another item than it says
 */
export function merge<T>(
  { items, versions }: Collection<T>,
  changes: readonly FeedChange<T>[],
  rules: CollectionRules<T>,
): Collection<T> {
  if (changes.length === 0) return { items, versions }
  const rows = new Map(items.map((item) => [toId(item, rules), item]))
  const known = new Map(versions)
  const gone = new Set<string>()
  const versionOf = (item: T | undefined) => (item === undefined ? undefined : rules.versionOf?.(item))
  for (const { id, data, deleted, version = versionOf(data) } of changes) {
    const last = known.get(id) ?? versionOf(rows.get(id))
    const order = compareVersions(version, last)
    // The version of a deleted item is known until all is merged: an upsert that came late does not bring it back.
    if (order !== undefined && (order < 0 || (order === 0 && gone.has(id)))) continue
    const next = version ?? last
    if (next !== undefined) known.set(id, next)
    if (deleted) {
      gone.add(id)
      rows.delete(id)
    } else {
      const item = share(rows.get(id), data as T)
      if (toId(item, rules) !== id) throw new RangeError(`the change of ${id} carries another item`)
      gone.delete(id)
      rows.set(id, item)
    }
  }
  for (const id of gone) known.delete(id)
  return { items: settle(rows, rules, items), versions: known }
}

/** The list that rows make; `held` itself where it is the same. */
function settle<T>(rows: Map<string, T>, { compare }: CollectionRules<T>, held: unknown): readonly T[] {
  const next = [...rows.values()]
  if (compare) next.sort(compare)
  const list = held as readonly T[] | undefined
  return list?.length === next.length && next.every((item, at) => item === list[at]) ? list : next
}

function toId<T>(item: T, { idOf }: CollectionRules<T>): string {
  const id: unknown = idOf(item)
  if (id === undefined || id === null || id === '') throw new RangeError('an item has no id')
  return String(id)
}
