export { dehydrate, hydrate } from './hydration'
export type { DehydratedEntry, DehydratedState, DehydrateOptions, HydrateOptions } from './hydration'
