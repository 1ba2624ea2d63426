/** Puts the parts of releases together: the upstream, in this process or elsewhere, and what asks it. */
import type { ResponseCache } from '@freshline/server'
import { ReleaseFeed } from './release-feed.ts'
import { createUpstream } from './upstream/upstream.ts'
import { UpstreamClient, type UpstreamFetch } from './upstream-client.ts'
import { UpstreamGate } from './upstream-gate.ts'

/** Where the upstream is, and how long it may take. */
export interface ReleaseOptions {
  /** Address of an upstream that runs by itself. Default: one inside this process. */
  url?: string
  /** Sends its requests. Default: to the one inside, or the runtime's `fetch`. */
  fetch?: UpstreamFetch
  /** How long an answer may take, in milliseconds. Default: 5,000. */
  timeout?: number
}

/** What the routes of releases work with. */
export interface ReleaseParts {
  feed: ReleaseFeed
  client: UpstreamClient
  now: () => number
}

/** What is to be closed with the app. */
export interface OpenReleases extends ReleaseParts {
  close(): Promise<void>
}

/** Opens them. The upstream inside keeps its releases in a file beside `dbFile`, and opens it when it is first asked. */
export function openReleases(
  { url, fetch, timeout = 5_000 }: ReleaseOptions,
  dbFile: string,
  cache: ResponseCache,
  now: () => number,
): OpenReleases {
  const file = dbFile === ':memory:' ? dbFile : `${dbFile.replace(/\.\w+$/, '')}.upstream.sqlite`
  const inside = url === undefined && fetch === undefined ? createUpstream({ dbFile: file, now }) : undefined
  const gate = new UpstreamGate()
  const client = new UpstreamClient({
    url: url ?? 'http://upstream.invalid',
    fetch: fetch ?? (inside === undefined ? globalThis.fetch : connected(inside.fetch)),
    gate,
    timeout,
    now,
  })
  const feed = new ReleaseFeed({ cache, client, gate, now })
  return { feed, client, now, close: async () => inside?.close() }
}

/** A dropped connection is an answer to a handler, and a rejection to whoever asks. */
function connected(handle: UpstreamFetch): UpstreamFetch {
  return async (request) => {
    const response = await handle(request)
    if (response.type === 'error') throw new TypeError('fetch failed')
    return response
  }
}
