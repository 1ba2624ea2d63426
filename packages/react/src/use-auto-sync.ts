/** The switch for all automatic requests of a manager. */
import { useCallback, useMemo, useSyncExternalStore } from 'react'
import { useDataSync } from './use-data-sync'

/** What {@link useAutoSync} returns. */
export interface AutoSync {
  /** Whether the manager asks by itself. */
  readonly enabled: boolean
  /** Pauses or resumes everything. */
  readonly setEnabled: (enabled: boolean) => void
  /** Turns it over. */
  readonly toggle: () => void
}

/** The auto-sync switch of the whole manager; `rememberAutoSync` of the core keeps it across reloads. */
export function useAutoSync(): AutoSync {
  const manager = useDataSync()
  const subscribe = useCallback((onChange: () => void) => manager.on('*', onChange), [manager])
  const enabled = useSyncExternalStore(subscribe, () => !manager.isPaused, isOn)
  return useMemo(() => {
    const setEnabled = (on: boolean) => (on ? manager.resume() : manager.pause())
    return { enabled, setEnabled, toggle: () => setEnabled(manager.isPaused) }
  }, [manager, enabled])
}

/** A server, and the browser's first render with it, knows of no pause. */
const isOn = () => true
