/** Answer of the request counters. */
import type { FaultMode } from './faults.ts'

/** One request in `RequestsAnswer`. */
export interface LoggedRequest {
  /** Grows by one with every request, also across a reset. */
  seq: number
  /** When it arrived. */
  at: number
  method: string
  /** As sent, without the query. */
  path: string
  /** Query string with its `?`, or empty. */
  query: string
  /** 0 when the connection was dropped, `null` while it is being answered. */
  status: number | null
  durationMs: number | null
  /** The fault that hit it, `null` when none. */
  fault: FaultMode | null
}

/** Answer of `GET /api/debug/requests?limit=100` (not with `NODE_ENV=production`); `DELETE` empties it and answers the empty one. */
export interface RequestsAnswer {
  /** Start of counting. */
  since: number
  total: number
  /** Count by route, such as `GET /api/admin/keys` or `PATCH /api/admin/keys/:id`. */
  routes: Record<string, number>
  /** Newest last, at most 500 kept. */
  recent: LoggedRequest[]
}
