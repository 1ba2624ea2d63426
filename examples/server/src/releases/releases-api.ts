/** What the routes of releases take and answer. Every timestamp is epoch milliseconds. */

/** A file of a release. */
export interface ReleaseAsset {
  id: number
  name: string
  /** What it is for, such as `Windows`; worked out from its name. */
  platform: string
  contentType: string
  /** In bytes. */
  size: number
  downloads: number
  /** SHA-256 in 64 hexadecimal digits. */
  sha256: string
}

/** One release. */
export interface Release {
  id: number
  /** Such as `v4.8.2`. */
  tag: string
  name: string
  /** Markdown, as its author wrote it: never to be taken for HTML. */
  notes: string
  prerelease: boolean
  publishedAt: number
  assets: ReleaseAsset[]
}

/**
 * Why the upstream could not be asked: `unreachable` (no connection), `timeout`, `failed` (it answered with an error),
 * `garbage` (an answer that makes no sense), `rate_limited` (the budget is used up, or it asked for a pause).
 */
export type UpstreamReason = 'unreachable' | 'timeout' | 'failed' | 'garbage' | 'rate_limited'

/** Where the data comes from, how old it is, and how much may still be asked. */
export interface SourceState {
  /** When this was said, by the server's clock: the page's own may be another. */
  at: number
  /** The upstream could not be asked when it should have been: what is answered is what was known at `asOf`. */
  stale: boolean
  /** When the upstream last said that it is so; `null` where it never has. */
  asOf: number | null
  /** `null` unless `stale`. */
  reason: UpstreamReason | null
  /** When the upstream is asked again at the earliest; `null` where that is at the next request. */
  retryAt: number | null
  /** Requests that the upstream allows in each window; `null` until it has said so. */
  limit: number | null
  remaining: number | null
  /** When the budget is whole again. */
  resetsAt: number | null
  /** Requests to the upstream since this server started. */
  asked: number
  /** Those of them that cost nothing: nothing had changed (304). */
  free: number
}

/** Answer of `GET /api/releases/latest`. */
export interface LatestReleaseAnswer {
  /** The newest release that is no candidate; `null` where there is none. */
  release: Release | null
  source: SourceState
}

/** Answer of `GET /api/releases`, newest first. */
export interface ReleaseListAnswer {
  items: Release[]
  source: SourceState
}

/** What the upstream does on purpose. `busy` answers 429 with `Retry-After`. */
export type UpstreamMode = 'up' | 'down' | 'error' | 'slow' | 'garbage' | 'busy'

/** Answer of `GET` and `PUT /api/demo/upstream`, of `POST /api/demo/releases` and of `PUT /api/demo/budget`. */
export interface UpstreamControlAnswer {
  mode: UpstreamMode
  latencyMs: number
  retryAfterSeconds: number
  /** When it goes back to `up` by itself; `null` when it is. */
  endsAt: number | null
  /** What this server may still ask for, as the upstream counts. */
  budget: { limit: number; remaining: number; resetsAt: number }
  /** Tag of the newest release. */
  newest: string | null
}

/** Body of `PUT /api/demo/upstream`; members left out get their default, not their last value. */
export interface UpstreamModePut {
  mode: UpstreamMode
  /** Delay of `slow`. Default 10,000. */
  latencyMs?: number
  /** Default 30. */
  retryAfterSeconds?: number
  /** How long it lasts. Default 300,000. */
  ttlMs?: number
}

/** Body of `POST /api/demo/releases`; without members the next version comes out, with notes of its own. */
export interface ReleasePublish {
  /** `v1.2.3`, or with a suffix for a candidate. */
  tag?: string
  name?: string
  notes?: string
  prerelease?: boolean
}

/** Body of `PUT /api/demo/budget`. */
export interface BudgetPut {
  /** 0 to 60. */
  remaining: number
  /** When it is whole again, from now. Default: an hour. */
  resetsInMs?: number
}
