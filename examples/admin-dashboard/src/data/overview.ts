/** What the overview and the sync page read. */
import type { AuditAnswer, StatsAnswer, SyncAnswer } from '@freshline/example-server/api-types'
import { resourceAt } from './api'
import { intervals } from './pace'

/** Totals, trends and series. */
export const stats = resourceAt<StatsAnswer>('stats', '/api/admin/stats?days=30', {
  interval: intervals.stats,
  version: (answer) => answer.version,
})

/** The newest entries of the audit log. */
export const audit = resourceAt<AuditAnswer>('audit', '/api/admin/audit?limit=12', {
  interval: intervals.audit,
})

/** The server's own state. */
export const server = resourceAt<SyncAnswer>('server', '/api/admin/sync', { interval: intervals.server })
