/** The state of a whole manager, for status lines and monitoring pages. */
import { createOverview, type SyncOverview } from '@freshline/core/adapter'
import { managerOf, type StoreOptions } from './default-manager'
import { createStore, type Store } from './store'

/**
 * The state of all keys, told at most once per turn.
 *
 * @throws `no_manager` in use, outside browsers
 */
export function createStatusStore(options: StoreOptions = {}): Store<SyncOverview> {
  let read: (() => SyncOverview) | undefined
  return createStore({
    // What is held of an overview is good only while it is watched.
    read: () => (read ?? createOverview(managerOf(options))[1])(),
    start(tell) {
      const [subscribe, getSnapshot] = createOverview(managerOf(options))
      const off = subscribe(tell)
      read = getSnapshot
      return () => {
        read = undefined
        off()
      }
    },
    report: (error, where) => managerOf(options).report(error, where),
  })
}
