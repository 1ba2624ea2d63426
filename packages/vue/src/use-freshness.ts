/** How old the data of a key is, for indicators: renders as it ages. */
import type { Freshness, Key } from '@freshline/core'
import { tickerOf } from '@freshline/core/adapter'
import { shallowReadonly, shallowRef, watch, type MaybeRefOrGetter, type Ref } from 'vue'
import { isServed, whileOnScreen } from './on-screen'
import { useDataSync } from './scope'
import { useSync } from './use-sync'

/** What {@link useFreshness} returns. All times are milliseconds. */
export interface FreshnessState {
  /** Of what is held: `empty`, `fresh` or `stale`. */
  readonly freshness: Readonly<Ref<Freshness>>
  /** When the server last confirmed the data: epoch milliseconds. */
  readonly updatedAt: Readonly<Ref<number | undefined>>
  /** The end of freshness: epoch milliseconds, or `Infinity`. */
  readonly expiresAt: Readonly<Ref<number | undefined>>
  /** Time since `updatedAt`: whole seconds below a minute, half minutes above. Undefined without data, and as served. */
  readonly age: Readonly<Ref<number | undefined>>
  /** Stale for longer than `overdueAfter`. */
  readonly isOverdue: Readonly<Ref<boolean>>
}

/**
 * The freshness of a key that something else registers. Ages tick while the page is visible.
 *
 * @throws key errors; `no_manager` in a server render without a plugin
 */
export function useFreshness(key: MaybeRefOrGetter<Key | null>): FreshnessState {
  const { freshness, updatedAt, expiresAt, isOverdue } = useSync(key)
  const ticker = tickerOf(useDataSync())
  const age = shallowRef<number>()
  const read = () => {
    const time = updatedAt.value
    age.value = time === undefined ? undefined : ticker.ageOf(time)
  }
  if (!isServed()) read()
  const again = whileOnScreen(() => {
    read()
    const time = updatedAt.value
    return time === undefined ? () => {} : ticker.watch(time, read)
  })
  // At once, so that an age and the time it counts from are never of two answers.
  watch(
    updatedAt,
    () => {
      read()
      again()
    },
    { flush: 'sync' },
  )
  return { freshness, updatedAt, expiresAt, age: shallowReadonly(age), isOverdue }
}
