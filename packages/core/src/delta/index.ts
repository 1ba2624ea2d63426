/** Incremental collections: changes since a cursor, merged into what is held. */
export { deltaResource } from './delta-resource'
export type { DeltaResourceOptions } from './delta-resource'
export type { CollectionRules } from './collection'
export type { FeedOptions } from './feed'
export { indexBy } from './index-by'
