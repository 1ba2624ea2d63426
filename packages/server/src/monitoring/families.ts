/** Reports as metrics, named as Prometheus' conventions have it: base units, `_total` for counters, one prefix. */
import type { HealthReport } from './health'
import type { MetricFamily, Sample } from './metric-text'
import type { CacheFigures, ErrorsReport, MetricsReport } from './reports'
import { DURATION_BUCKETS, type RouteAccount } from './traffic'

const gauge = (name: string, help: string, samples: readonly Sample[]): MetricFamily => ({
  name: `freshline_${name}`,
  type: 'gauge',
  help,
  samples,
})

const counter = (name: string, help: string, samples: readonly Sample[]): MetricFamily => ({
  name: `freshline_${name}`,
  type: 'counter',
  help,
  samples,
})

/** A value that may be unknown: then there is no sample, as an invented one would be believed. */
const one = (value: number | undefined): readonly Sample[] => (value === undefined ? [] : [{ value }])

const seconds = (ms: number | undefined): number | undefined => (ms === undefined ? undefined : ms / 1_000)

/** The process and its machine. */
export function toRuntimeFamilies({ uptime, cpu, memory, eventLoop, disk }: MetricsReport): MetricFamily[] {
  const modes: Sample[] = cpu
    ? [
        { labels: { mode: 'user' }, value: cpu.user / 1_000 },
        { labels: { mode: 'system' }, value: cpu.system / 1_000 },
      ]
    : []
  const areas = Object.entries(memory ?? {}).filter(([area]) => area !== 'available' && area !== 'total')
  return [
    gauge('uptime_seconds', 'Time since the monitor was made.', one(uptime / 1_000)),
    counter('cpu_seconds', 'Processor time of the process.', modes),
    gauge('cpu_usage_ratio', 'Part of one processor in use.', one(cpu?.usage)),
    gauge(
      'memory_bytes',
      'Memory of the process by area.',
      areas.map(([area, value]) => ({ labels: { area: toSnake(area) }, value: value ?? 0 })),
    ),
    gauge('memory_available_bytes', 'Memory that is left.', one(memory?.available)),
    gauge('event_loop_delay_mean_seconds', 'Mean delay of timers.', one(seconds(eventLoop?.mean))),
    gauge(
      'event_loop_delay_p99_seconds',
      '99th percentile of the delay of timers.',
      one(seconds(eventLoop?.p99)),
    ),
    gauge('event_loop_delay_max_seconds', 'Greatest delay of timers.', one(seconds(eventLoop?.max))),
    gauge('disk_total_bytes', 'Size of the watched file system.', one(disk?.total)),
    gauge('disk_free_bytes', 'Free space of the watched file system.', one(disk?.free)),
  ]
}

/** Requests by route. */
export function toTrafficFamilies(routes: readonly (readonly [string, RouteAccount])[]): MetricFamily[] {
  const of = (read: (account: RouteAccount) => number) =>
    routes.map(([route, account]) => ({ labels: { route }, value: read(account) }))
  const outcomes = routes.flatMap(([route, account]) =>
    [...account.outcomes].map(([outcome, value]) => {
      const [method = '', status = ''] = outcome.split(' ')
      return { labels: { route, method, status }, value }
    }),
  )
  return [
    counter('http_requests', 'Answered requests by route, method and status code.', outcomes),
    counter(
      'http_slow_requests',
      'Requests that took longer than the bound for slow ones.',
      of((account) => account.slow),
    ),
    gauge(
      'http_requests_in_progress',
      'Requests that have no answer yet.',
      of((account) => account.inProgress),
    ),
    {
      name: 'freshline_http_request_duration_seconds',
      type: 'histogram',
      help: 'Time from request to answer by route.',
      samples: routes.flatMap(([route, account]) => toHistogram(route, account)),
    },
  ]
}

function toHistogram(route: string, { buckets, totalTime, requests }: RouteAccount): Sample[] {
  let sum = 0
  const cumulative = [...DURATION_BUCKETS.map(String), '+Inf'].map((le, place): Sample => {
    sum += buckets[place] ?? 0
    return { suffix: '_bucket', labels: { route, le }, value: sum }
  })
  return [
    ...cumulative,
    { suffix: '_sum', labels: { route }, value: totalTime / 1_000 },
    { suffix: '_count', labels: { route }, value: requests },
  ]
}

/** Figures of a cache that may fall; all else that it counts only rises. */
const GAUGES = /^(size|entries|bytes|.*(size|ratio|limit|max|inflight|pending|length))$/i

/** The cache: what it tells under its own names. */
export function toCacheFamilies(cache: CacheFigures | undefined): MetricFamily[] {
  if (cache === undefined) return []
  const told = Object.entries(cache.stats)
    .filter(([name]) => name !== 'hitRatio')
    .map(([name, value]) =>
      GAUGES.test(name)
        ? gauge(`cache_${toSnake(name)}`, `The cache's ${name}, now.`, one(value))
        : counter(`cache_${toSnake(name)}`, `The cache's ${name}, since its start.`, one(value)),
    )
  return [
    ...told,
    gauge('cache_hit_ratio', 'Reads answered from the cache by all reads.', one(cache.hitRatio)),
  ]
}

/** Errors, and how often requests fail. */
export function toErrorFamilies({ total, groups, errorRate }: ErrorsReport): MetricFamily[] {
  return [
    counter('errors', 'Errors that were recorded.', one(total)),
    gauge('error_groups', 'Kinds of errors that are remembered.', one(groups.length)),
    gauge('http_error_ratio', 'Part of recent requests that failed.', one(errorRate)),
  ]
}

/** Health: 1 for what works, 0.5 for what works badly, 0 for what does not. */
export function toHealthFamilies({ status, checks }: HealthReport): MetricFamily[] {
  const worth = { ok: 1, degraded: 0.5, down: 0 }
  const parts = Object.entries(checks).map(([check, result]) => ({
    labels: { check },
    value: worth[result.status],
  }))
  return [
    gauge('health_ratio', 'Health as a whole: 1 ok, 0.5 degraded, 0 down.', one(worth[status])),
    gauge('check_health_ratio', 'Health by check: 1 ok, 0.5 degraded, 0 down.', parts),
  ]
}

function toSnake(name: string): string {
  return name
    .replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
    .replace(/[^a-z0-9_]/g, '_')
    .replace(/^_+/, '')
}
