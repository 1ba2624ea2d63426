/** How a refresh, an invalidation and a list of keys read in the console. */
import type { SyncReport, SyncStatus } from '@freshline/core'
import type { Spread } from '@freshline/core/metrics'
import type { ConsoleMetrics } from './api'
import type { Printer, Row } from './printer'
import { ago, duration, until } from './time-words'

/** Prints what became of each key; `why` says what keeps a skipped one from being asked, `meant` what else may match. */
export function printReport(
  printer: Printer,
  title: string,
  report: SyncReport,
  why: (key: string) => string,
  meant: () => string,
): void {
  const { refreshed, unchanged, failed, skipped, errors } = report
  const parts = [
    [refreshed, 'changed'],
    [unchanged, 'unchanged'],
    [failed, 'failed'],
    [skipped, 'skipped'],
  ] as const
  const total = parts.reduce((sum, [keys]) => sum + keys.length, 0)
  if (total === 0) return printer.line(`${title}: nothing matched${meant()}`)
  const counts = parts.filter(([keys]) => keys.length > 0).map(([keys, word]) => `${keys.length} ${word}`)
  printer.group(`${title}: ${counts.join(', ')}`, () => {
    const rows: Row[] = []
    for (const [keys, result] of parts) {
      for (const key of keys) {
        const note = result === 'failed' ? (errors[key]?.message ?? '') : result === 'skipped' ? why(key) : ''
        rows.push({ key, result, note })
      }
    }
    printer.table(rows)
  })
}

/** Prints one row a key; `isAsked` says whether a registration brings a fetcher. */
export function printStatus(
  printer: Printer,
  title: string,
  rows: readonly SyncStatus[],
  isAsked: (key: string) => boolean,
  now: number,
): void {
  printer.group(title, () => {
    printer.table(
      rows.map((row) => ({
        key: row.key,
        freshness: row.freshness,
        polling: row.active ? 'on' : row.enabled ? 'held' : isAsked(row.key) ? 'off' : 'no fetcher',
        'last sync': row.lastSync ? ago(row.lastSync.getTime(), now) : '',
        'next sync': row.nextSync ? until(row.nextSync.getTime(), now) : '',
        subscribers: row.subscribers,
        failures: row.failures,
        'last error': row.lastError ?? '',
      })),
    )
    printer.line("explain('key') says why; help() lists what else there is")
  })
}

/** One line on all keys together. */
export function summaryOf(rows: readonly SyncStatus[], isOnline: boolean, isPaused: boolean): string {
  const stale = rows.filter((row) => row.freshness === 'stale').length
  const failing = rows.filter((row) => row.failures > 0).length
  const parts = [`${rows.length} ${rows.length === 1 ? 'key' : 'keys'}`]
  if (stale > 0) parts.push(`${stale} stale`)
  if (failing > 0) parts.push(`${failing} failing`)
  parts.push(isOnline ? 'online' : 'offline', `auto-sync ${isPaused ? 'off' : 'on'}`)
  return parts.join(', ')
}

/** Prints the totals, in words. */
export function printMetrics(printer: Printer, title: string, metrics: ConsoleMetrics): void {
  printer.group(title, () => {
    printer.table([
      { what: 'requests begun', count: metrics.requests },
      { what: '  of them repeated after a failure', count: metrics.retries },
      { what: 'requests saved: one was under way', count: metrics.joined },
      { what: 'answers that changed the data', count: metrics.changed },
      { what: 'answers that changed nothing', count: metrics.unchanged },
      { what: 'answers refused: something newer was held', count: metrics.superseded },
      { what: 'requests failed for good', count: metrics.failed },
      { what: 'requests given up: nobody wanted them', count: metrics.aborted },
      { what: 'invalidations', count: metrics.invalidations },
      { what: 'mutations', count: metrics.mutations },
      { what: 'keys known now', count: metrics.keys },
      { what: 'requests under way now', count: metrics.running },
    ])
    printer.line(`${(metrics.successRate * 100).toFixed(1)} % of finished requests succeeded`)
    const { total } = metrics.report
    printer.group('since the devtools came', () => {
      printer.table([
        { what: 'reads that found fresh data', count: total.reads.held, share: share(total.reads.hitRatio) },
        { what: 'reads and requests that shared one under way', count: total.saved.joined.count, share: '' },
        { what: 'answers by 304, no body sent', count: total.requests.notModified, share: '' },
        { what: 'polls that changed nothing', count: polledInVain(metrics), share: '' },
        { what: 'bytes saved, as far as known', count: savedBytes(metrics), share: '' },
      ])
      printer.table([
        { time: 'age at read', ...spreadRow(total.ageAtRead) },
        { time: 'from change to screen', ...spreadRow(total.changeToScreen) },
        { time: 'requests', ...spreadRow(total.requestTime) },
      ])
    })
  })
}

const share = (ratio: number | null): string => (ratio === null ? '' : `${(ratio * 100).toFixed(1)} %`)

const polledInVain = ({ report }: ConsoleMetrics): number =>
  report.total.polls.unchanged + report.total.polls.notModified

function savedBytes({ report }: ConsoleMetrics): number {
  const { held, joined, notModified } = report.total.saved
  return held.bytes + joined.bytes + notModified.bytes
}

function spreadRow({ count, p50, p95, p99 }: Spread): Row {
  const words = (ms: number | null) => (ms === null ? '' : duration(ms))
  return { count, p50: words(p50), p95: words(p95), p99: words(p99) }
}
