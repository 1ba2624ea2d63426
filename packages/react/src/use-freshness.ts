/** How old the data of a key is, for indicators: renders as it ages. */
import type { Freshness, Key } from '@freshline/core'
import { tickerOf } from '@freshline/core/adapter'
import { useCallback, useMemo, useSyncExternalStore } from 'react'
import { useDataSync } from './use-data-sync'
import { useSync } from './use-sync'

/** What {@link useFreshness} returns. All times are milliseconds. */
export interface FreshnessState {
  /** Of what is held: `empty`, `fresh` or `stale`. */
  readonly freshness: Freshness
  /** When the server last confirmed the data: epoch milliseconds. */
  readonly updatedAt: number | undefined
  /** The end of freshness: epoch milliseconds, or `Infinity`. */
  readonly expiresAt: number | undefined
  /** Time since `updatedAt`: whole seconds below a minute, half minutes above. Undefined without data, and as served. */
  readonly age: number | undefined
  /** Stale for longer than `overdueAfter`. */
  readonly isOverdue: boolean
}

/** The freshness of a key that something else registers. Ages tick while the page is visible. */
export function useFreshness(key: Key | null): FreshnessState {
  const { freshness, updatedAt, expiresAt, isOverdue } = useSync(key)
  const ticker = tickerOf(useDataSync())
  const subscribe = useCallback(
    (onTick: () => void) => (updatedAt === undefined ? () => {} : ticker.watch(updatedAt, onTick)),
    [ticker, updatedAt],
  )
  const getAge = () => (updatedAt === undefined ? undefined : ticker.ageOf(updatedAt))
  const age = useSyncExternalStore(subscribe, getAge, () => undefined)
  return useMemo(
    () => ({ freshness, updatedAt, expiresAt, age, isOverdue }),
    [freshness, updatedAt, expiresAt, age, isOverdue],
  )
}
