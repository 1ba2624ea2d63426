/** Defines the element when imported, for pages whose manager is the default one. */
import { defineFreshnessIndicator } from './index'

export { FreshnessIndicator } from './freshness-indicator'

defineFreshnessIndicator()
