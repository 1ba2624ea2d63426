export { fetchFresh } from './fetch-fresh'
export type { FetchFreshOptions, FetchFreshResult, Transport } from './fetch-fresh-options'
export { httpResource } from './http-resource'
export type { HttpResource, HttpResourceOptions } from './http-resource'
