/**
 * Watches a server: what it is asked, how it answers, what it runs on. Nothing of a request is kept but its route's
 * name, method, status and time; no URL, no header, no body. Making one starts nothing.
 */
import type { Clock } from '@freshline/core/shared'
import type { Alert } from './alerts'
import {
  toCacheFamilies,
  toErrorFamilies,
  toHealthFamilies,
  toRuntimeFamilies,
  toTrafficFamilies,
} from './families'
import { readHealth, type HealthReport } from './health'
import { toMetricText, type MetricFamily, type MetricType } from './metric-text'
import { resolveMonitorOptions, type MonitorOptions } from './monitor-options'
import { createMonitorParts, type MonitorParts } from './monitor-parts'
import { checkTraffic, readApiMetrics, readErrors, readMetrics } from './read-reports'
import type { ApiMetricsReport, ErrorsReport, MetricsReport, StatusReport } from './reports'
import { createWrap, type Wrap } from './wrap'

/** The parts of what a monitor tells; each is one route below `/monitoring`. */
export type MonitorSection = 'health' | 'metrics' | 'api-metrics' | 'errors' | 'status'

/** Watches a server. */
export interface Monitor {
  /** A handler that is watched: its requests, times, statuses and errors are counted. */
  readonly wrap: Wrap
  /** Counts an error that no answer tells of, such as one in the background. Secrets in its text are cut. */
  recordError(error: unknown, context?: { readonly route?: string | undefined }): void
  /** Asks the store and all checks; requests at one time share the asking. */
  health(): Promise<HealthReport>
  /** The process, its machine, all requests together, the cache. */
  metrics(): Promise<MetricsReport>
  /** Requests by route. */
  apiMetrics(): ApiMetricsReport
  /** Groups of errors. */
  errors(): ErrorsReport
  /** Health, alerts and the most important figures. */
  status(): Promise<StatusReport>
  /** A section as text for Prometheus; `metrics` has all metrics, the others have their own. */
  text(section: MonitorSection, type: MetricType): Promise<string>
  /**
   * Compares all figures with their thresholds now, and answers which alerts are raised. Requests and readings do the
   * same for what they know; call it from a timer of your own where nobody asks.
   */
  check(): Promise<readonly Alert[]>
  /** Stops measuring the delay of timers. Safe to call twice. */
  close(): void
}

/**
 * Makes a monitor.
 * @throws OptionError for an option that has no meaning
 * @example
 * const monitor = createMonitor({ cache, checks: { database: () => db.ping() }, onAlert: (alert) => page(alert) })
 * const stores = monitor.wrap(listStores, { route: '/api/stores' })
 * createSyncServer({ cache, monitoring: monitor, authorize: bearerAuth(secret) })
 */
export function createMonitor(options: MonitorOptions = {}): Monitor {
  const parts = createMonitorParts(resolveMonitorOptions(options))
  const { settings, errors, alerts } = parts
  const { clock, checks, checkTimeout } = settings
  let asking: Promise<HealthReport> | undefined
  const monitor: Monitor = {
    wrap: createWrap(
      parts,
      oncePerSecond(clock, () => checkTraffic(parts)),
    ),
    recordError: (error, { route } = {}) => errors.record(error, clock.now(), route),
    health() {
      asking ??= readHealth(checks, checkTimeout, clock).finally(() => (asking = undefined))
      return asking
    },
    metrics: () => readMetrics(parts),
    apiMetrics: () => readApiMetrics(parts),
    errors: () => readErrors(parts),
    async status() {
      const [health, metrics] = await Promise.all([monitor.health(), monitor.metrics()])
      const { at, uptime, requests, cache } = metrics
      const raised = alerts.raised()
      const status = health.status === 'ok' && raised.length > 0 ? 'degraded' : health.status
      return { at, status, uptime, health, alerts: raised, recent: requests.recent, cache }
    },
    async text(section, type) {
      return toMetricText(await toFamilies(section, parts, monitor), type)
    },
    async check() {
      await monitor.metrics()
      return alerts.raised()
    },
    close: () => parts.probe.close(),
  }
  return monitor
}

async function toFamilies(
  section: MonitorSection,
  { traffic }: MonitorParts,
  monitor: Monitor,
): Promise<MetricFamily[]> {
  if (section === 'api-metrics') return toTrafficFamilies(traffic.routes.entries())
  if (section === 'errors') return toErrorFamilies(monitor.errors())
  if (section === 'health') return toHealthFamilies(await monitor.health())
  const [metrics, health] = await Promise.all([monitor.metrics(), monitor.health()])
  return [
    ...toRuntimeFamilies(metrics),
    ...toTrafficFamilies(traffic.routes.entries()),
    ...toCacheFamilies(metrics.cache),
    ...toErrorFamilies(monitor.errors()),
    ...toHealthFamilies(health),
  ]
}

/** Runs it at most once a second, however often it is called. */
function oncePerSecond(clock: Clock, run: () => void): () => void {
  let last = -Infinity
  return () => {
    if (clock.monotonic() - last < 1_000) return
    last = clock.monotonic()
    run()
  }
}
