/** Makes reports of what was counted. */
import type { CacheFigures, LatencyFigures, RecentFigures, RouteReport } from './reports'
import { sumRecent, type Recent, type RouteAccount } from './traffic'
import type { SlidingWindow } from './sliding-window'

/** What a window holds, as figures. */
export function readRecent(window: SlidingWindow<Recent>): RecentFigures {
  const { requests, failures, latency } = sumRecent(window)
  const figures: LatencyFigures = {
    mean: latency.count > 0 ? latency.sum / latency.count : undefined,
    p50: latency.quantile(0.5),
    p95: latency.quantile(0.95),
    p99: latency.quantile(0.99),
    max: latency.count > 0 ? latency.max : undefined,
  }
  return { requests, failures, errorRate: requests > 0 ? failures / requests : 0, latency: figures }
}

/** One route's account as a report. */
export function readRoute(route: string, account: RouteAccount): RouteReport {
  const { requests, failures, slow, inProgress, outcomes, recent } = account
  const statuses: Record<string, number> = {}
  const methods: Record<string, number> = {}
  for (const [outcome, count] of outcomes) {
    const [method = '', status = ''] = outcome.split(' ')
    statuses[status] = (statuses[status] ?? 0) + count
    methods[method] = (methods[method] ?? 0) + count
  }
  return { route, requests, failures, slow, inProgress, statuses, methods, recent: readRecent(recent) }
}

/** The numbers of what a cache's `stats()` answered; a cache may tell more than we know of. */
export function readCacheFigures(answer: unknown): CacheFigures {
  const stats: Record<string, number> = {}
  for (const [name, value] of Object.entries(Object(answer) as object))
    if (typeof value === 'number' && Number.isFinite(value)) stats[name] = value
  const { hits = 0, staleHits = 0, misses = 0 } = stats
  const reads = hits + staleHits + misses
  const hitRatio = reads > 0 ? (hits + staleHits) / reads : undefined
  return { hits: hits + staleHits, misses, hitRatio, stats }
}
