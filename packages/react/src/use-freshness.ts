/** How old the data of a key is, for indicators: renders as it ages. */
import type { Key } from '@freshline/core'
import { tickerOf, type FreshnessState } from '@freshline/core/adapter'
import { useCallback, useMemo, useSyncExternalStore } from 'react'
import { useDataSync } from './use-data-sync'
import { useSync } from './use-sync'

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
