/** The manager behind every hook of the page, and what hangs on it. */
import { DataSyncManager, httpPropagate, rememberAutoSync } from '@freshline/core'
import { installDevtools } from '@freshline/devtools'
import { freshness } from '@freshline/example-server/freshness'
import { connection } from './connection'
import { createEventLog } from './event-log'
import { createHistory } from './monitoring-history'
import { createPropagationLog } from './propagation-log'

/** Keeps all sections fresh, by the lifetimes that the server's cache holds to as well. */
export const manager = new DataSyncManager({
  environment: connection.environment,
  freshness,
  propagate: httpPropagate('/api/sync/invalidate', { transport: connection.transport }),
  // Somebody waits for "Saved"; after this long the page goes on, and the server is told behind it.
  propagateTimeout: 2_000,
})

/** What happened lately. */
export const eventLog = createEventLog(manager)

/** What the server told of itself lately. */
export const monitoringHistory = createHistory(manager)

/** Which changes the server's cache was told of. */
export const propagationLog = createPropagationLog(manager)

rememberAutoSync(manager, { key: 'keyring:auto-sync' })
// In every build, as this is a demo; the panel is a chunk of its own that comes after the start.
installDevtools(manager, { panel: () => import('@freshline/devtools/panel') })
