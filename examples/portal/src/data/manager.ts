/** The manager behind every composable of the page, and what hangs on it. */
import { DataSyncManager, rememberAutoSync } from '@freshline/core'
import { installDevtools } from '@freshline/devtools'
import { freshness } from '@freshline/example-server/freshness'
import { defineFreshnessIndicator } from '@freshline/vanilla/element'

/** Keeps everything fresh, by the lifetimes that the server holds to as well. */
export const manager = new DataSyncManager({ freshness })

rememberAutoSync(manager, { key: 'keyring-field:auto-sync' })
defineFreshnessIndicator(manager)
// In every build, as this is a demo; the panel is a chunk of its own that comes after the start.
installDevtools(manager, { panel: () => import('@freshline/devtools/panel') })
