/** Brings the page to life: the server's state, the address of the foreign page, and commands that can be copied. */
import { DataSyncManager, httpResource } from '@freshline/core'
import { installDevtools } from '@freshline/devtools'
import type { PlacesAnswer, SyncAnswer } from '@freshline/example-server/api-types'
import { createSyncStore } from '@freshline/vanilla'
import { defineFreshnessIndicator } from '@freshline/vanilla/element'
import { addCopyButtons } from './copy-buttons'
import { showPlaces } from './show-places'
import { showServer } from './show-server'

/** How often the server is asked how it is, in milliseconds. */
const INTERVAL = 5_000

const manager = new DataSyncManager()
const server = httpResource<SyncAnswer>('/api/admin/sync', {
  key: 'server',
  interval: INTERVAL,
  // Two looks that failed are a reason to say so; a late one is not.
  ttl: 2 * INTERVAL,
  overdueAfter: 60_000,
  timeout: 4_000,
})
const places = httpResource<PlacesAnswer>('/api/places', { key: 'places', interval: 60_000, ttl: 120_000 })

// In every build, as this is a demo; the panel is a chunk of its own that comes after the start.
installDevtools(manager, { panel: () => import('@freshline/devtools/panel') })
showServer(createSyncStore(server, { manager }), document)
showPlaces(createSyncStore(places, { manager }), document)
addCopyButtons(document)
defineFreshnessIndicator(manager)

console.info('%cFreshline%c keeps this page fresh. Type __FRESHLINE__.help()', 'font-weight:600', '')
