/** A load that keeps nothing and joins nothing: without a key, or with the cache switched off. */
import { checkDuration, type Key } from '@freshline/core/shared'
import type { ServerClock } from '../base/clock'
import type { Timers } from '../stores'
import { toFullKey } from './cache-targets'
import { Flight } from './flights'
import { toJsonBody, fromJsonBody } from './json-body'
import type { Loader, LoadOptions, LoadResult } from './load-options'

/** @throws what the loader threw; the reason of the caller's signal; CodedError `load_timeout`, `not_json` */
export async function passThrough<T>(
  key: Key | null | undefined,
  loader: Loader<T>,
  { params, signal, forceRefresh = false, timeout }: LoadOptions,
  defaultTimeout: number,
  { clock, timers }: { readonly clock: ServerClock; readonly timers: Timers },
): Promise<LoadResult<T>> {
  signal?.throwIfAborted()
  const fullKey = key === null || key === undefined ? '' : toFullKey(key, params)
  const plan = {
    id: fullKey,
    key: fullKey,
    tags: [],
    forced: forceRefresh,
    timeout: checkDuration('timeout', timeout ?? defaultTimeout),
  }
  const mark = { generation: 0, sequence: 0, tick: 0 }
  const flight = new Flight(
    plan,
    mark,
    async (own) => loader({ key: fullKey, signal: own, forceRefresh, previous: undefined }),
    timers,
  )
  // The same copy as everywhere, so that switching the cache off changes no type of what callers see.
  const data = fromJsonBody(toJsonBody(await flight.wait(signal))) as T
  const now = clock.now()
  return { data, cached: false, cachedAt: new Date(now), expiresAt: new Date(now), stale: false }
}
