/** Reads a feed of changes, page by page: `GET <url>?since=<cursor>`, as the server companion's `/changes` answers. */
import type { Clock } from '../base/clock'
import type { FetchContext } from '../base/fetch-context'
import type { Version } from '../base/outcome'
import { safeUrl } from '../errors/safe-url'
import { cacheBust } from '../http/cache-bust'
import { fetchFresh, type Transport } from '../transport'
import { parseErrorOf } from './parse-error-of'

/** One change of one item: what it is now, or that it is no more. */
export interface FeedChange<T> {
  readonly id: string
  readonly data?: T
  readonly deleted?: boolean
  readonly version?: Version | undefined
}

/** Where a feed is, and how it is asked. */
export interface FeedOptions {
  /** The feed's URL. */
  readonly url: string | URL
  /** Which collection of the feed is followed. Default: all that it tells of. */
  readonly collection?: string | undefined
  /** How many changes a page may have at most. Default: as the server likes. */
  readonly limit?: number | undefined
  /** What `fetch` is given for the feed: headers, credentials and so on. Default: nothing. */
  readonly request?: Omit<RequestInit, 'signal'> | undefined
  /** Sends the feed's requests. Default: the global `fetch`. */
  readonly transport?: Transport | undefined
  /** Source of time and timers. Default: that of whoever asks. */
  readonly clock?: Clock | undefined
}

/** What a feed needs of a fetcher's context. */
type Asking = Pick<FetchContext, 'signal' | 'clock'>

/** After so many pages the collection is loaded anew instead: a feed may have no end. */
const MOST_PAGES = 1000

/** What there is since a cursor. */
export interface Changes<T> {
  /** All of them, from all pages; undefined where the collection has to be loaded anew. */
  readonly changes: readonly FeedChange<T>[] | undefined
  /** Where to go on. */
  readonly cursor: string
}

/**
 * Everything since a cursor; without one, where the feed stands now. Nothing is answered before the last page is in.
 * @throws ParseError for an answer that is no page of a feed, and the errors of `fetchFresh`
 */
export async function readFeed<T>(
  options: FeedOptions,
  since: string | undefined,
  context: Asking,
): Promise<Changes<T>> {
  const changes: FeedChange<T>[] = []
  for (let cursor = since, pages = 1; ; pages++) {
    const page = await readPage(options, cursor, context)
    let isAnew = cursor === undefined || page.reset === true || pages > MOST_PAGES
    for (const change of page.changes) {
      if (options.collection !== undefined && change.collection !== options.collection) continue
      // A change that only says that there was one cannot be merged.
      isAnew ||= change.deleted !== true && change.data === undefined
      changes.push(change as FeedChange<T>)
    }
    if (isAnew) return { changes: undefined, cursor: page.cursor }
    if (page.hasMore !== true) return { changes, cursor: page.cursor }
    if (page.cursor === cursor) refuse(options, 'has more, and its cursor stands still', page)
    cursor = page.cursor
  }
}

interface Page {
  readonly changes: readonly (FeedChange<unknown> & { readonly collection?: unknown })[]
  readonly cursor: string
  readonly hasMore?: unknown
  readonly reset?: unknown
}

async function readPage(options: FeedOptions, since: string | undefined, context: Asking): Promise<Page> {
  const { collection, limit, request, transport, clock = context.clock } = options
  let url = String(options.url)
  for (const [name, value] of Object.entries({ since, limit, collection })) {
    if (value !== undefined) url = cacheBust(url, encodeURIComponent(value), name)
  }
  // Whoever runs the resource repeats and times out. No cache on this machine may answer for the feed.
  const own = {
    ...request,
    cache: 'no-store',
    signal: context.signal,
    transport,
    clock,
    retry: 0,
    timeout: Infinity,
  } as const
  const { data: page } = await fetchFresh<Partial<Page> | null>(url, own)
  if (typeof page?.cursor !== 'string' || !page.cursor || !Array.isArray(page.changes))
    refuse(options, 'answered with something else than { changes, cursor }', page)
  for (const change of page.changes as unknown[]) {
    if (typeof (change as FeedChange<unknown> | null)?.id !== 'string')
      refuse(options, 'has a change without an id', change)
  }
  return page as Page
}

function refuse({ url }: FeedOptions, what: string, found: unknown): never {
  throw parseErrorOf(`The feed ${safeUrl(String(url))} ${what}`, found)
}
