/** The default manager, on the default cache, and how to refresh without holding it. */
import { dataCache } from '../cache'
import { announceForceRefresh } from '../environment'
import { parseTarget, type Target } from '../keys'
import type { SyncReport } from '../sync'
import { DataSyncManager } from './manager'

/** The default manager. It holds its data in `dataCache`, and does nothing until it is used. */
export const dataSyncManager: DataSyncManager = /* @__PURE__ */ new DataSyncManager({ cache: dataCache })

/**
 * Asks for everything (or for what a target names) past every cache, and says so on the page by the DOM event
 * `forceDataRefresh`, whose `detail` is `{ target }`. The event works the other way as well: dispatched by other
 * code, every manager with registered keys refreshes.
 *
 * @throws target errors
 */
export async function forceRefreshData(target?: Target): Promise<SyncReport> {
  if (target !== undefined) parseTarget(target)
  const report =
    target === undefined
      ? dataSyncManager.refreshAll({ force: true })
      : dataSyncManager.refresh(target, { force: true })
  announceForceRefresh(target, dataSyncManager)
  return report
}
