/** How old the data of a key is, for indicators: told as it ages. */
import type { Key } from '@freshline/core'
import { tickerOf, type FreshnessState } from '@freshline/core/adapter'
import { managerOf, type StoreOptions } from './default-manager'
import { createStore, type Store } from './store'
import { createSyncStore } from './sync-store'

/** What {@link createFreshnessStore} returns. */
export interface FreshnessStore extends Store<FreshnessState> {
  /** Turns to another key; `null` waits. @throws key errors */
  readonly setKey: (key: Key | null) => void
}

/**
 * The freshness of a key that something else registers. Ages tick while the page is visible and somebody is subscribed,
 * by one timer for all of a manager's.
 *
 * @throws key errors; `no_manager` in use, outside browsers
 */
export function createFreshnessStore(key: Key | null, options: StoreOptions = {}): FreshnessStore {
  const sync = createSyncStore(key, options)
  const ticker = () => tickerOf(managerOf(options))
  let last: FreshnessState | undefined
  const read = (): FreshnessState => {
    const { freshness, updatedAt, expiresAt, isOverdue } = sync.get()
    const age = updatedAt === undefined ? undefined : ticker().ageOf(updatedAt)
    const isSame =
      last?.age === age &&
      last?.freshness === freshness &&
      last.updatedAt === updatedAt &&
      last.expiresAt === expiresAt &&
      last.isOverdue === isOverdue
    if (!last || !isSame) last = { freshness, updatedAt, expiresAt, age, isOverdue }
    return last
  }
  const store = createStore({
    read,
    start(tell) {
      let since: number | undefined
      let rest: (() => void) | undefined
      const off = sync.subscribe(({ updatedAt }) => {
        if (updatedAt !== since) {
          rest?.()
          since = updatedAt
          // One of its own for each time: the ticker knows its watchers apart by their functions.
          rest = updatedAt === undefined ? undefined : ticker().watch(updatedAt, () => tell())
        }
        tell()
      })
      return () => {
        off()
        rest?.()
      }
    },
    report: (error, where) => managerOf(options).report(error, where),
  })
  return Object.assign(store, { setKey: sync.setKey })
}
