/** Answers a read from the cache, or from the database once for all who ask meanwhile. */
import type { Key } from '@freshline/core/shared'
import type { ResponseCache } from '@freshline/server'
import { readAnswer } from '../http/json-answer.ts'

/** What answers are read from. */
export interface CachedReads {
  cache: ResponseCache
  /** Whether a proxy stands before this server, that is told what changes: it may keep what the cache keeps. */
  isProxied: boolean
  now: () => number
}

/**
 * Answers with what `read` reads, under `key`. A client that wants to pass by every cache says so by the parameter that
 * Freshline adds (`_t`), not by `Cache-Control: no-cache`: browsers send that of their own with every request that
 * carries `If-None-Match`, and the cache would never answer.
 */
export async function cachedAnswer(
  { cache, isProxied, now }: CachedReads,
  request: Request,
  url: URL,
  key: Key,
  read: () => unknown,
): Promise<Response> {
  const forceRefresh = url.searchParams.has('_t')
  const { data, expiresAt } = await cache.load(key, read, { forceRefresh })
  // A proxy lets go when the cache does: what the cache has forgotten cannot be told of by name.
  const left = isProxied && !forceRefresh ? Math.max(0, expiresAt.getTime() - now()) : 0
  return readAnswer(request, data, left)
}
