/** The switch for faults: its state and the body that sets it. */

/** What goes wrong on purpose. `offline` is not here: the page does that to itself. */
export type FaultMode = 'none' | 'slow' | 'error500' | 'rate429' | 'drop' | 'malformed'

/**
 * Which requests a fault hits: GET and HEAD (the feed of changes too), all others (telling the server's cache too), every
 * one, or only those that tell the server's cache what changed (`POST /api/sync/invalidate`).
 */
export type FaultScope = 'reads' | 'writes' | 'all' | 'propagation'

/** Answer of `GET` and `PUT /api/faults`. */
export interface FaultsAnswer {
  mode: FaultMode
  /** Delay of `slow`. */
  latencyMs: number
  /** `Retry-After` of `rate429`, in seconds because the header is. */
  retryAfterSeconds: number
  scope: FaultScope
  /** Share of requests that are hit, 0 to 1. */
  rate: number
  /** When the server goes back to `none` by itself; `null` when the mode is `none`. */
  endsAt: number | null
}

/** Body of `PUT /api/faults`; members left out get their default, not their last value. */
export interface FaultsPut {
  mode: FaultMode
  /** 0 to 30,000. Default 2,500. */
  latencyMs?: number
  /** 1 to 120. Default 5. */
  retryAfterSeconds?: number
  /** Default `all`. */
  scope?: FaultScope
  /** Default 1. */
  rate?: number
  /** How long the fault lasts, 1,000 to 600,000. Default 120,000. */
  ttlMs?: number
}
