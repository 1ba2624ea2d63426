/* oxlint-disable no-underscore-dangle */
import type { DevtoolsApi } from '@freshline/devtools'

declare const __FRESHLINE__: DevtoolsApi
// ---
__FRESHLINE__.status() // one row a key: how fresh, when it was asked, when it will be
__FRESHLINE__.explain('stats') // why it is stale, why it was asked, what holds it back
__FRESHLINE__.refresh('stats') // ask the server now
__FRESHLINE__.invalidate('stores') // make it stale, and ask again where it is on screen
__FRESHLINE__.help()
