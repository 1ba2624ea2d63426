/* oxlint-disable no-underscore-dangle */
// ---
import { DataSyncManager, dataSyncManager } from '@freshline/core'
import { installDevtools } from '@freshline/devtools'

const admin = new DataSyncManager()
installDevtools(dataSyncManager)
installDevtools(admin, { name: 'admin' })

window.__FRESHLINE__?.status() // the first one is the page's
window.__FRESHLINE__?.managers['admin']?.status()
