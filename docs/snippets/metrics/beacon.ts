import { dataSyncManager } from '@freshline/core'
import { collectMetrics } from '@freshline/core/metrics'

collectMetrics(dataSyncManager, {
  reportEvery: 60_000,
  onReport(report, cause) {
    const body = JSON.stringify({ cause, release: '1.4.2', ...report })
    // A page that is hidden may never run again: a beacon is sent all the same.
    if (!navigator.sendBeacon('/api/client-metrics', body)) console.warn('The report was not queued')
  },
})
