/**
 * The DOM event `forceDataRefresh`: how code that does not hold a manager asks every manager on the page to
 * refresh, and how others hear that one did. Who dispatched an event does not hear it.
 */
const NAME = 'forceDataRefresh'
const senders = new WeakMap<Event, object>()

/** Says on `window` that a forced refresh is being done. Without a window: nothing. */
export function announceForceRefresh(target: unknown, sender: object): void {
  if (typeof window === 'undefined' || typeof window.dispatchEvent !== 'function') return
  if (typeof CustomEvent === 'undefined') return
  const event = new CustomEvent(NAME, { detail: { target } })
  senders.set(event, sender)
  window.dispatchEvent(event)
}

/** Hears events that other code dispatched than `self`. Answers how to stop. */
export function onForceRefresh(self: object, listener: (target: unknown) => void): () => void {
  if (typeof window === 'undefined' || typeof window.addEventListener !== 'function') return () => {}
  const heard = (event: Event) => {
    if (senders.get(event) === self) return
    listener((event as CustomEvent<{ target?: unknown } | null>).detail?.target)
  }
  window.addEventListener(NAME, heard)
  return () => window.removeEventListener(NAME, heard)
}
