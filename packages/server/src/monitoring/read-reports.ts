/** Makes reports of a monitor's parts, and compares what was read with the thresholds. */
import type { MonitorParts } from './monitor-parts'
import { readCacheFigures, readRecent, readRoute } from './read-traffic'
import type { ApiMetricsReport, CacheFigures, ErrorsReport, MetricsReport } from './reports'
import type { RuntimeFigures } from './runtime-figures'

/** Compares recent requests with their thresholds. */
export function checkTraffic({ traffic, alerts, settings }: MonitorParts): void {
  const { requests, errorRate, latency } = readRecent(traffic.recent)
  const isKnown = requests >= settings.minRequests
  alerts.check(
    {
      // Without any request nothing fails; with too few, nobody knows.
      errorRate: isKnown || requests === 0 ? errorRate : undefined,
      p95: isKnown ? latency.p95 : undefined,
    },
    settings.clock.now(),
  )
}

/** `GET /monitoring/metrics`. */
export async function readMetrics(parts: MonitorParts): Promise<MetricsReport> {
  const { probe, traffic, settings } = parts
  const [figures, cache] = await Promise.all([probe.read(), readCache(parts)])
  checkTraffic(parts)
  checkRuntime(parts, figures, cache)
  const accounts = traffic.routes.entries().map(([, account]) => account)
  const sum = (member: 'requests' | 'failures' | 'slow' | 'inProgress') =>
    accounts.reduce((total, account) => total + account[member], 0)
  const requests = {
    total: sum('requests'),
    failures: sum('failures'),
    slow: sum('slow'),
    inProgress: sum('inProgress'),
    recent: readRecent(traffic.recent),
  }
  return { at: settings.clock.now(), ...figures, requests, cache }
}

function checkRuntime(
  { alerts, settings }: MonitorParts,
  { memory, cpu, eventLoop, disk }: RuntimeFigures,
  cache: CacheFigures | undefined,
): void {
  const reads = cache ? cache.hits + cache.misses : 0
  alerts.check(
    {
      memory: memory?.rss,
      cpu: cpu?.usage,
      eventLoopDelay: eventLoop?.p99,
      diskUsed: disk && disk.total > 0 ? 1 - disk.free / disk.total : undefined,
      hitRatio: reads >= settings.minRequests ? cache?.hitRatio : undefined,
    },
    settings.clock.now(),
  )
}

/** A cache that cannot tell is no reason to tell nothing. */
async function readCache({ settings, report }: MonitorParts): Promise<CacheFigures | undefined> {
  try {
    return settings.cache && readCacheFigures(await settings.cache.stats())
  } catch (error) {
    report(error)
    return undefined
  }
}

/** `GET /monitoring/api-metrics`. */
export function readApiMetrics({ settings, traffic, slow }: MonitorParts): ApiMetricsReport {
  const { clock, window, slowAfter } = settings
  const routes = traffic.routes.entries().map(([route, account]) => readRoute(route, account))
  return {
    at: clock.now(),
    window,
    slowAfter,
    recent: readRecent(traffic.recent),
    routes: routes.sort((a, b) => b.requests - a.requests),
    slow: slow.list(),
  }
}

/** `GET /monitoring/errors`. */
export function readErrors({ settings, traffic, errors }: MonitorParts): ErrorsReport {
  return {
    at: settings.clock.now(),
    total: errors.total,
    dropped: errors.dropped,
    errorRate: readRecent(traffic.recent).errorRate,
    groups: errors.list(),
  }
}
