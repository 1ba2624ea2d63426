/** How a refresh, an invalidation and a list of keys read in the console. */
import type { SyncMetrics, SyncReport, SyncStatus } from '@freshline/core'
import type { Printer, Row } from './printer'
import { ago, until } from './time-words'

/** Prints what became of each key; `why` says what keeps a skipped one from being asked. */
export function printReport(
  printer: Printer,
  title: string,
  report: SyncReport,
  why: (key: string) => string,
): void {
  const { refreshed, unchanged, failed, skipped, errors } = report
  const parts = [
    [refreshed, 'changed'],
    [unchanged, 'unchanged'],
    [failed, 'failed'],
    [skipped, 'skipped'],
  ] as const
  const total = parts.reduce((sum, [keys]) => sum + keys.length, 0)
  if (total === 0) return printer.line(`${title}: nothing matched`)
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

/** Prints one row a key. */
export function printStatus(printer: Printer, title: string, rows: readonly SyncStatus[], now: number): void {
  printer.group(title, () => {
    printer.table(
      rows.map((row) => ({
        key: row.key,
        freshness: row.freshness,
        polling: row.active ? 'on' : row.enabled ? 'held' : 'off',
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
export function printMetrics(printer: Printer, title: string, metrics: SyncMetrics): void {
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
  })
}
