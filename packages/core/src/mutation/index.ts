export { Mutations } from './mutations'
export type { CommittedData, MutateOptions, Mutation, OptimisticUpdate, Propagate } from './mutations'
