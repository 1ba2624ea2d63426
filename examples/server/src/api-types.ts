/**
 * The JSON contract of the example server: what every route takes and answers.
 * Types only, so that the dashboard can import it without pulling in server code.
 * Every timestamp is epoch milliseconds; money is whole US cents.
 */
export type * from './api/audit.ts'
export type * from './api/errors.ts'
export type * from './api/faults.ts'
export type * from './api/lists.ts'
export type * from './api/places.ts'
export type * from './api/records.ts'
export type * from './api/requests.ts'
export type * from './api/stats.ts'
export type * from './api/sync.ts'
export type * from './consent/consent-contract.ts'
export type * from './licenses/licenses-api.ts'
export type * from './releases/releases-api.ts'
// What `GET /api/sync/monitoring/*` and `GET /api/sync/changes` answer.
export type {
  Alert,
  AlertName,
  ApiMetricsReport,
  CacheFigures,
  ChangePage,
  ErrorGroup,
  ErrorsReport,
  HealthReport,
  HealthResult,
  HealthStatus,
  MetricsReport,
  RecentFigures,
  RouteReport,
  SlowRequest,
  StatusReport,
} from '@freshline/server'
