/* oxlint-disable no-underscore-dangle */
import type { DevtoolsApi } from '@freshline/devtools'

declare const __FRESHLINE__: DevtoolsApi
// ---
__FRESHLINE__.help()
__FRESHLINE__.status() // one row a key; status('stores') and status('stores:*') narrow
__FRESHLINE__.explain('stats') // why it is stale, why it was asked, when it is asked next, what holds it
__FRESHLINE__.inspect('stats') // state, data, last events
__FRESHLINE__.refresh('stats') // or { force: true } past every cache; without a key: everything
__FRESHLINE__.invalidate('stores:*') // a key, a pattern, { tag: 'stores' }
__FRESHLINE__.pause('stats') // and resume('stats'); without a key: everything
__FRESHLINE__.metrics() // hits, waits, what was saved and by what
__FRESHLINE__.log('debug') // every event as it happens; log(false) ends it
__FRESHLINE__.panel() // opens the panel
console.log(__FRESHLINE__.keys['stores:1']) // a key's snapshot; the console completes the names
