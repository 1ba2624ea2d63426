/** What freshness costs and spares this page, collected since it was opened. */
import { collectMetrics } from '@freshline/core/metrics'
import { manager } from './manager'

/** Asked by the Sync section, a second at a time. */
export const figures = collectMetrics(manager, { maxKeys: 0 })
