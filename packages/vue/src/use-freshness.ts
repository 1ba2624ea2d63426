/** How old the data of a key is, for indicators: renders as it ages. */
import type { Key } from '@freshline/core'
import { tickerOf, type FreshnessState } from '@freshline/core/adapter'
import { shallowReadonly, shallowRef, watch, type MaybeRefOrGetter, type Ref } from 'vue'
import { isServed, whileOnScreen } from './on-screen'
import { useDataSync } from './scope'
import { useSync } from './use-sync'

/** What {@link useFreshness} returns: a read-only ref for each member. */
export type FreshnessRefs = { readonly [Name in keyof FreshnessState]: Readonly<Ref<FreshnessState[Name]>> }

/**
 * The freshness of a key that something else registers. Ages tick while the page is visible.
 *
 * @throws key errors; `no_manager` in a server render without a plugin
 */
export function useFreshness(key: MaybeRefOrGetter<Key | null>): FreshnessRefs {
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
