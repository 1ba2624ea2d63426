/** The response cache. */
export { createResponseCache } from './create-response-cache'
export type { Handler, RespondOptions } from './respond-options'
export type {
  Loader,
  LoaderContext,
  LoadOptions,
  LoadResult,
  PreviousLoad,
  WarmItem,
  WarmReport,
} from './load-options'
export type { CacheInvalidation, CacheStats, CacheTarget, ResponseCache } from './response-cache'
export type { ResponseCacheOptions } from './response-cache-options'
