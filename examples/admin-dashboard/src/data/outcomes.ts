/** Answers of the server by how they ended. Pure. */
import type { RouteReport } from '@freshline/example-server/api-types'

/** Counts of answers. */
export interface Outcomes {
  /** 2xx with a body, and redirects. */
  readonly ok: number
  /** 304: the client held it already. */
  readonly notModified: number
  /** 4xx: refused. */
  readonly refused: number
  /** 5xx, and requests that got no answer. */
  readonly failed: number
}

/** The kinds, as they are stacked in a chart. */
export const kinds = ['ok', 'notModified', 'refused', 'failed'] as const

/** What a status code counts as; `0` is a request without an answer. */
export function kindOf(status: number): (typeof kinds)[number] {
  if (status >= 500 || status < 100) return 'failed'
  if (status >= 400) return 'refused'
  return status === 304 ? 'notModified' : 'ok'
}

/** All answers of some routes. */
export function sumOutcomes(routes: readonly Pick<RouteReport, 'statuses'>[]): Outcomes {
  const sum = { ok: 0, notModified: 0, refused: 0, failed: 0 }
  for (const { statuses } of routes)
    for (const [status, count] of Object.entries(statuses)) sum[kindOf(Number(status))] += count
  return sum
}
