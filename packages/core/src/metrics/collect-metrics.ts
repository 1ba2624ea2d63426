/** Collects what a manager does into figures, within bounds, and reports them. */
import { checkCount, checkFunction } from '../base/check'
import { isolate } from '../base/emitter'
import { OptionError } from '../base/option-error'
import { engineOf, type DataSyncManager } from '../manager'
import { toFigures } from './figures'
import type { MeasuredFigures, MetricsOptions, MetricsReport, ReportCause } from './metrics-options'
import { reportWhile } from './report-while'
import { Scope, SLICES } from './scope'
import { sampleOf } from './tally'
import { traceManager } from './trace-manager'
import type { TraceRecord } from './trace-record'

/** What {@link collectMetrics} answers. */
export interface MetricsCollector {
  /** What was collected so far. `keys: false` leaves the figures of single keys out. */
  report(options?: { readonly keys?: boolean | undefined }): MetricsReport
  /** Tells `onReport` what it has not been told yet, and ends collecting. Doing it twice is harmless. */
  stop(): void
}

/**
 * Begins to collect figures of a manager: hit ratio, ages, waits, requests and bytes, what was saved and by what.
 * Memory is bounded, whatever happens; a manager that nobody collects from spends nothing. Collecting ends with `stop`,
 * or with the manager.
 *
 * @example
 * const metrics = collectMetrics(manager, {
 *   onReport: (report) => navigator.sendBeacon('/metrics', JSON.stringify(report)),
 * })
 * console.log(metrics.report().total.reads.hitRatio)
 *
 * @throws OptionError for a manager that is none, and for options that have no meaning
 */
export function collectMetrics(manager: DataSyncManager, options: MetricsOptions = {}): MetricsCollector {
  const { onReport, onSample, reportKeys = false } = options
  const windowMs = checkSpan('windowMs', options.windowMs ?? 300_000)
  const reportEvery = checkSpan('reportEvery', options.reportEvery ?? 60_000)
  const maxKeys = checkCount('maxKeys', options.maxKeys ?? 50, 0)
  if (onReport) checkFunction('onReport', onReport)
  if (onSample) checkFunction('onSample', onSample)

  let begun = 0
  const slice = () => Math.floor(((manager.clock.monotonic() - begun) * SLICES) / windowMs)
  const all = new Scope()
  const others = new Scope()
  const keys = new Map<string, Scope>()
  let isNews = false
  let areOthers = false

  const take = (record: TraceRecord): void => {
    if (record.type === 'disposed') return stop()
    isNews = true
    const now = slice()
    all.take(record, now)
    if (!('key' in record)) return
    const { key } = record
    const scope = keys.get(key) ?? new Scope()
    scope.take(record, now)
    keys.delete(key)
    keys.set(key, scope)
    for (const [quietest, its] of keys) {
      if (keys.size <= maxKeys) break
      keys.delete(quietest)
      others.merge(its)
      areOthers = true
    }
    const sample = onSample && sampleOf(record)
    if (sample)
      isolate(manager.report, 'onSample', () => onSample({ name: sample[0], value: sample[1], key }))
  }

  const measured = (scope: Scope): MeasuredFigures => {
    const { total, window } = scope.measure(slice())
    return { total: toFigures(total), window: toFigures(window) }
  }
  const report: MetricsCollector['report'] = ({ keys: each = true } = {}) => ({
    startedAt,
    at: manager.clock.now(),
    windowMs,
    ...measured(all),
    keys: Object.fromEntries(each ? [...keys].map(([key, scope]) => [key, measured(scope)]) : []),
    otherKeys: each && areOthers ? measured(others) : null,
  })
  const tell = (cause: ReportCause): void => {
    if (!isNews || !onReport) return
    isNews = false
    isolate(manager.report, 'onReport', () => onReport(report({ keys: reportKeys }), cause))
  }
  const stop = (): void => {
    off()
    if (offReports) offReports()
    tell('stopped')
    isNews = false
  }

  const off = traceManager(manager, take)
  begun = manager.clock.monotonic()
  const startedAt = manager.clock.now()
  // Nobody would tell of the end of what has ended.
  const offReports = onReport && !engineOf(manager).isDisposed && reportWhile(manager, reportEvery, tell)
  return { report, stop }
}

/** @throws OptionError for what is no span of at least a second, and at most what timers keep */
function checkSpan(name: string, value: unknown): number {
  if (typeof value === 'number' && value >= 1000 && value < 2 ** 31) return value
  throw new OptionError(name, value, 'milliseconds, from 1000 to 2147483647')
}
