/** What a monitor tells, as plain data for JSON. Durations are milliseconds, timestamps epoch milliseconds, sizes bytes. */
import type { Alert } from './alerts'
import type { ErrorGroup } from './error-groups'
import type { HealthReport, HealthStatus } from './health'
import type { RuntimeFigures } from './runtime-figures'
import type { SlowRequest } from './slow-requests'

/** Percentiles of recent durations, in milliseconds, each within 2 % of itself; undefined where there were none. */
export interface LatencyFigures {
  /** The average. */
  readonly mean: number | undefined
  /** Half of them took no longer. */
  readonly p50: number | undefined
  /** 95 of 100 took no longer. */
  readonly p95: number | undefined
  /** 99 of 100 took no longer. */
  readonly p99: number | undefined
  /** The longest. */
  readonly max: number | undefined
}

/** What happened in the monitor's window. */
export interface RecentFigures {
  /** Answered requests. */
  readonly requests: number
  /** Those answered with 5xx, or not at all. */
  readonly failures: number
  /** Failures by requests; 0 where there were no requests. */
  readonly errorRate: number
  /** How long they took. */
  readonly latency: LatencyFigures
}

/** What the monitor's cache tells of itself. */
export interface CacheFigures {
  /** Reads answered from the cache, with old data too. */
  readonly hits: number
  /** Reads that needed a load. */
  readonly misses: number
  /** Hits by reads; undefined while there were none. */
  readonly hitRatio: number | undefined
  /** All numbers that the cache's `stats()` tells, by their names there. */
  readonly stats: Readonly<Record<string, number>>
}

/** `GET /monitoring/metrics`. */
export interface MetricsReport extends RuntimeFigures {
  /** When it was read. */
  readonly at: number
  /** Requests of all routes. */
  readonly requests: {
    /** Since the start. */
    readonly total: number
    /** Since the start. */
    readonly failures: number
    /** Since the start. */
    readonly slow: number
    /** Now. */
    readonly inProgress: number
    /** In the monitor's window. */
    readonly recent: RecentFigures
  }
  /** Undefined where the monitor has no cache, or it fails to tell. */
  readonly cache: CacheFigures | undefined
}

/** One route in `GET /monitoring/api-metrics`. */
export interface RouteReport {
  /** Its name, such as `GET /stores/:id`. */
  readonly route: string
  /** Since the start. */
  readonly requests: number
  /** Those answered with 5xx, or not at all, since the start. */
  readonly failures: number
  /** Those that took longer than `slowAfter`, since the start. */
  readonly slow: number
  /** Now. */
  readonly inProgress: number
  /** Counts by status code, since the start; `0` for requests that got no answer. */
  readonly statuses: Readonly<Record<string, number>>
  /** Counts by method, since the start. */
  readonly methods: Readonly<Record<string, number>>
  /** In the monitor's window. */
  readonly recent: RecentFigures
}

/** `GET /monitoring/api-metrics`. */
export interface ApiMetricsReport {
  /** When it was read. */
  readonly at: number
  /** The span of what is called recent, in milliseconds. */
  readonly window: number
  /** From when on a request counts as slow, in milliseconds. */
  readonly slowAfter: number
  /** Of all routes, in the window. */
  readonly recent: RecentFigures
  /** Busiest first; routes beyond the bound are together in `other`. */
  readonly routes: readonly RouteReport[]
  /** The latest slow requests, latest first, at most 50. */
  readonly slow: readonly SlowRequest[]
}

/** `GET /monitoring/errors`. */
export interface ErrorsReport {
  /** When it was read. */
  readonly at: number
  /** How many errors there were since the start. */
  readonly total: number
  /** How many groups made room for newer ones. */
  readonly dropped: number
  /** Part of recent requests that failed. */
  readonly errorRate: number
  /** Latest first. */
  readonly groups: readonly ErrorGroup[]
}

/** `GET /monitoring/status`: all on one page. */
export interface StatusReport {
  /** When it was read. */
  readonly at: number
  /** The health's status; `degraded` also while an alert is raised. */
  readonly status: HealthStatus
  /** Since the monitor was made. */
  readonly uptime: number
  /** All checks. */
  readonly health: HealthReport
  /** What is raised now, longest first. */
  readonly alerts: readonly Alert[]
  /** Requests in the monitor's window. */
  readonly recent: RecentFigures
  /** Undefined where the monitor has no cache, or it fails to tell. */
  readonly cache: CacheFigures | undefined
}
