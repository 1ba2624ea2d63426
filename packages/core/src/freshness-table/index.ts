export { defineFreshness } from './define-freshness'
export type { FreshnessPolicy, FreshnessTable } from './define-freshness'
