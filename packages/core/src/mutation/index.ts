export { Mutations } from './mutations'
export type { CommittedData, MutateOptions, OptimisticUpdate, Propagate } from './mutations'
