/** What the server tells of itself: its health, what it is asked, its cache, its errors. */
import type {
  ApiMetricsReport,
  ErrorsReport,
  MetricsReport,
  StatusReport,
} from '@freshline/example-server/api-types'
import { resourceAt } from './api'
import { intervals } from './pace'

const BASE = '/api/sync/monitoring'
const interval = intervals.monitoring

/** Health, alerts, and the most important figures on one page. Also asked for, less often, by the navigation. */
export const status = resourceAt<StatusReport>('monitoring:status', `${BASE}/status`, { interval })

/** The process and its machine. */
export const metrics = resourceAt<MetricsReport>('monitoring:metrics', `${BASE}/metrics`, { interval })

/** Requests by route, and the slow ones. */
export const routes = resourceAt<ApiMetricsReport>('monitoring:routes', `${BASE}/api-metrics`, { interval })

/** Groups of errors. */
export const errors = resourceAt<ErrorsReport>('monitoring:errors', `${BASE}/errors`, { interval })
