/** The switch for all automatic requests of a manager. */
import { computed, shallowRef, type WritableComputedRef } from 'vue'
import { isServed, whileOnScreen } from './on-screen'
import { useDataSync } from './scope'

/** What {@link useAutoSync} returns. */
export interface AutoSync {
  /** Whether the manager asks by itself. May be set, so that `v-model` can be bound to it. */
  readonly enabled: WritableComputedRef<boolean>
  /** Pauses or resumes everything. */
  readonly setEnabled: (enabled: boolean) => void
  /** Turns it over. */
  readonly toggle: () => void
}

/**
 * The auto-sync switch of the whole manager; `rememberAutoSync` of the core keeps it across reloads.
 *
 * @throws `no_manager` in a server render without a plugin
 */
export function useAutoSync(): AutoSync {
  const manager = useDataSync()
  // A server, and the browser's first render with it, knows of no pause.
  const isOn = shallowRef(isServed() || !manager.isPaused)
  const read = () => {
    isOn.value = !manager.isPaused
  }
  whileOnScreen(() => {
    read()
    return manager.on('*', read)
  })
  const setEnabled = (on: boolean) => (on ? manager.resume() : manager.pause())
  const toggle = () => setEnabled(manager.isPaused)
  return { enabled: computed({ get: () => isOn.value, set: setEnabled }), setEnabled, toggle }
}
