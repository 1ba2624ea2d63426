/** One clock for every age on screen: ticks once a second while somebody looks at the page, and only then. */
import { useSyncExternalStore } from 'react'

const listeners = new Set<() => void>()
let now = Date.now()
let timer: ReturnType<typeof setInterval> | undefined

function tick(): void {
  now = Date.now()
  for (const listener of listeners) listener()
}

function follow(): void {
  clearInterval(timer)
  timer = undefined
  if (listeners.size === 0 || document.hidden) return
  tick()
  timer = setInterval(tick, 1_000)
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  if (listeners.size === 1) {
    document.addEventListener('visibilitychange', follow)
    follow()
  }
  return () => {
    listeners.delete(listener)
    if (listeners.size > 0) return
    document.removeEventListener('visibilitychange', follow)
    follow()
  }
}

/** The time, in epoch milliseconds, to the second. */
export function useNow(): number {
  return useSyncExternalStore(subscribe, () => now)
}
