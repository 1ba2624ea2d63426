export { createHttpCache } from './create-http-cache'
export type { HttpCache, HttpCacheOptions, HttpCacheStorage } from './http-cache-options'
