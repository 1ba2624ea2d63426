/** Whether the fault panel is open; outside React, because its button and the panel lie far apart. */
import { useSyncExternalStore } from 'react'

const listeners = new Set<() => void>()
let isOpen = false

/** Opens or closes it. */
export function setFaultPanel(open: boolean): void {
  isOpen = open
  for (const listener of listeners) listener()
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => void listeners.delete(listener)
}

/** Whether it is open. */
export function useFaultPanelOpen(): boolean {
  return useSyncExternalStore(subscribe, () => isOpen)
}
