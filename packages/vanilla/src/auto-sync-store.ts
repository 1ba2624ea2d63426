/** The switch for all automatic requests of a manager. */
import { managerOf, type StoreOptions } from './default-manager'
import { createStore, type Store } from './store'

/** What {@link createAutoSyncStore} returns: whether the manager asks by itself. */
export interface AutoSyncStore extends Store<boolean> {
  /** Pauses or resumes everything; `set` as writable stores have it, so that Svelte can `bind:` it. */
  readonly set: (enabled: boolean) => void
  /** The same, as the other adapters call it. */
  readonly setEnabled: (enabled: boolean) => void
  /** Turns it over. */
  readonly toggle: () => void
}

/**
 * The auto-sync switch of the whole manager; `rememberAutoSync` of the core keeps it across reloads.
 *
 * @throws `no_manager` in use, outside browsers
 */
export function createAutoSyncStore(options: StoreOptions = {}): AutoSyncStore {
  const manager = () => managerOf(options)
  const setEnabled = (on: boolean): void => (on ? manager().resume() : manager().pause())
  const store = createStore({
    read: () => !manager().isPaused,
    start: (tell) => manager().on('*', tell),
    report: (error, where) => manager().report(error, where),
  })
  return Object.assign(store, { set: setEnabled, setEnabled, toggle: () => setEnabled(manager().isPaused) })
}
