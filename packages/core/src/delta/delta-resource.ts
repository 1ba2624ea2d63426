/** A resource whose data is a collection that follows a feed: loaded in full once, then kept by what changed. */
import { checkCount, checkFunction } from '../base/check'
import type { FetchContext, Fetcher } from '../base/fetch-context'
import { OptionError } from '../base/option-error'
import { isOutcome, outcome, type Version } from '../base/outcome'
import type { Key } from '../keys'
import { defineResource, type Resource, type ResourceOptions } from '../sync'
import { arrange, merge, type Collection, type CollectionRules } from './collection'
import { readFeed, type FeedOptions } from './feed'
import { parseErrorOf } from './parse-error-of'

/** What a delta resource is: its feed, how it is loaded in full, its items, and the options of every resource. */
export interface DeltaResourceOptions<T>
  extends FeedOptions, CollectionRules<T>, Omit<ResourceOptions<readonly T[]>, 'version'> {
  /** What names it. */
  readonly key: Key
  /**
   * Brings the whole collection. Its context says `forceFresh`: what it brings must be no older than the cursor that
   * was asked for before, or the changes between the two would be missed. `fetchFresh(url, context)` sees to that.
   */
  readonly load: Fetcher<readonly T[]>
}

/** What is remembered beside the data, in the cache: no closure knows anything of it. */
interface Mark<T> extends Collection<T> {
  readonly feed: string
  readonly cursor: string
}

/**
 * Describes a collection that follows a feed. Its data is an array of the items in a stable order, of which those that
 * did not change keep their identity, and which is the same array when nothing changed. The first request, a forced
 * one, and one after the feed said `reset` ask for the feed's cursor and load in full; every other asks for what
 * changed since, and applies all of it at once or nothing. Several resources may follow one feed, each its
 * `collection`. After `setData` by hand the next request loads in full.
 *
 * @example
 * const keys = deltaResource<LicenseKey>({
 *   key: 'keys',
 *   url: '/api/sync/changes',
 *   collection: 'keys',
 *   load: (context) => fetchFresh('/api/keys', context),
 *   idOf: (key) => key.id,
 *   versionOf: (key) => key.version,
 *   interval: 15_000,
 * })
 * dataSyncManager.register(keys)
 *
 * @throws OptionError and key errors. Requests fail with the errors of `fetchFresh`, with what `load` throws, and with
 *   a ParseError where the feed is none, `load` brings no array, or an item has no id
 */
export function deltaResource<T>(options: DeltaResourceOptions<T>): Resource<readonly T[]> {
  const { url, collection, limit, request, transport, clock, load, idOf, versionOf, compare, ...rest } =
    options
  if (collection !== undefined && (typeof collection !== 'string' || !collection))
    throw new OptionError('collection', collection, 'a text that is not empty')
  if (limit !== undefined) checkCount('limit', limit)
  checkFunction('load', load)
  checkFunction('idOf', idOf)
  for (const [name, given] of Object.entries({ versionOf, compare })) if (given) checkFunction(name, given)
  const feedOptions = { url, collection, limit, request, transport, clock }
  const rules = { idOf, versionOf, compare }
  const feed = JSON.stringify([String(url), collection])

  const loadAll = async ({ key, signal, clock: own }: FetchContext): Promise<readonly T[]> => {
    const loaded = await load({
      key,
      signal,
      forceFresh: true,
      previous: undefined,
      retry: 0,
      clock: clock ?? own,
    })
    const items: unknown = isOutcome(loaded) ? loaded.data : loaded
    if (!Array.isArray(items)) throw parseErrorOf(`${key}: load brought no array`, items)
    return items as readonly T[]
  }
  const fetcher: Fetcher<readonly T[]> = async (context) => {
    const { forceFresh, previous, key } = context
    const mark = forceFresh ? undefined : toMark<T>(previous?.body, feed)
    const { changes, cursor } = await readFeed<T>(feedOptions, mark?.cursor, context)
    const base =
      mark && changes ? mark : { items: await loadAll(context), versions: new Map<string, Version>() }
    try {
      const { items: merged, versions } = merge(base, changes ?? [], rules)
      const held = previous?.data
      // Not what is held where all was loaded, or where somebody wrote to it since the last answer.
      const items = merged === held ? merged : arrange(merged, rules, held)
      const body: Mark<T> = { feed, cursor, items, versions }
      return outcome(items, { notModified: items === held, body })
    } catch (cause) {
      throw parseErrorOf(
        `${key}: what arrived cannot be merged: ${String(cause)}`,
        changes ?? base.items,
        cause,
      )
    }
  }
  return defineResource({ ...rest, fetcher })
}

/** What was stored, or came with another resource's data, is no mark of this feed. */
function toMark<T>(body: unknown, feed: string): Mark<T> | undefined {
  const mark = body as Mark<T> | null | undefined
  return mark?.feed === feed && mark.versions instanceof Map ? mark : undefined
}
