/* oxlint-disable no-underscore-dangle */
import type { DevtoolsApi } from '@freshline/devtools'

declare const __FRESHLINE__: DevtoolsApi
// ---
__FRESHLINE__.status()
__FRESHLINE__.explain('stores')
__FRESHLINE__.refresh('stores')
__FRESHLINE__.invalidate({ tag: 'stores' })
