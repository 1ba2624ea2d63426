/**
 * The DOM event `forceDataRefresh`: how code that does not hold a manager asks every manager on the page to
 * refresh, and how others hear that one did. Own events are marked, and not heard as asked for.
 */
const NAME = 'forceDataRefresh'
const own = new WeakSet<Event>()

/** Says on `window` that a forced refresh is being done. Without a window: nothing. */
export function announceForceRefresh(target: unknown): void {
  if (typeof window === 'undefined' || typeof CustomEvent === 'undefined') return
  const event = new CustomEvent(NAME, { detail: { target } })
  own.add(event)
  window.dispatchEvent(event)
}

/** Hears events that other code dispatched. Answers how to stop. */
export function onForceRefresh(listener: (target: unknown) => void): () => void {
  if (typeof window === 'undefined') return () => {}
  const heard = (event: Event) => {
    if (own.has(event)) return
    listener((event as CustomEvent<{ target?: unknown } | null>).detail?.target)
  }
  window.addEventListener(NAME, heard)
  return () => window.removeEventListener(NAME, heard)
}
