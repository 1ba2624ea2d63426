export type { CommittedData, MutateOptions, Mutation, OptimisticUpdate, Propagate } from './mutate-options'
export { Mutations } from './mutations'
