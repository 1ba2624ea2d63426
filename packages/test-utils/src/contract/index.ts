/** The contract that every adapter keeps, as tests for vitest. */
export { adapterContract, contract } from './adapter-contract'
export type { Facts } from './contract-case'
export type { Definition, Frame, Mount, Mounted, Use } from './mount'
export { play } from './stage'
