export { defineFreshness } from './define-freshness'
export type { FreshnessTable } from './define-freshness'
export type { FreshnessPolicy } from './freshness-policy'
