/** The default cache, and the one-line way to use it. */
import type { Fetcher } from '../base/fetch-context'
import type { Key } from '../keys'
import type { LoadOptions } from './load'
import { TtlCache } from './ttl-cache'

/**
 * The default cache, shared with the default manager: what one invalidates, the other sees. Holds at most
 * 1,000 unwatched values. It does nothing until it is used.
 */
export const dataCache: TtlCache = /* @__PURE__ */ new TtlCache({ maxEntries: 1000 })

/**
 * The fresh value from {@link dataCache}, or what the fetcher brings; one request for any number of
 * concurrent callers.
 *
 * @example
 * const stores = await fetchWithCache('stores', () => fetch('/api/stores').then((r) => r.json()), 60_000)
 *
 * @throws whatever the fetcher throws, unless `staleIfError` covers it
 */
export async function fetchWithCache<T>(
  key: Key,
  fetcher: Fetcher<T>,
  ttlOrOptions?: number | LoadOptions,
): Promise<T> {
  return (await dataCache.load(key, fetcher, ttlOrOptions)).data
}
