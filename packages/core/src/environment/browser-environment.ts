/**
 * The browser's environment: with the force-refresh event beside it, the only readers of `window` and
 * `document`. Globals are looked up when asked, so that importing touches none.
 */
import type { Environment } from './environment'

/** Page events after which the answers may differ. Freezing and the back-forward cache count as hidden. */
const PAGE = ['visibilitychange', 'freeze', 'resume'] as const
const WINDOW = ['pagehide', 'pageshow', 'online', 'offline', 'focus', 'blur'] as const

/** The environment of the page this runs in; where there is no document, visible and online. */
export function browserEnvironment(): Environment {
  // A frozen page, and one in the back-forward cache, may still call itself visible.
  let away = false
  return {
    isVisible: () => typeof document === 'undefined' || (!away && document.visibilityState !== 'hidden'),
    isOnline: () => typeof document === 'undefined' || navigator.onLine !== false,
    // True as well while the focus is in a frame of the page: focus moving inside the page is no return.
    isFocused: () => typeof document === 'undefined' || document.hasFocus(),
    subscribe(onChange) {
      // React Native has a window without events, and no document.
      if (typeof document === 'undefined' || typeof window.addEventListener !== 'function') return () => {}
      const heard = (event: Event) => {
        if (event.type === 'freeze' || event.type === 'pagehide') away = true
        else if (event.type !== 'blur' && event.type !== 'offline') away = false
        onChange()
      }
      for (const type of PAGE) document.addEventListener(type, heard)
      for (const type of WINDOW) window.addEventListener(type, heard)
      return () => {
        for (const type of PAGE) document.removeEventListener(type, heard)
        for (const type of WINDOW) window.removeEventListener(type, heard)
        away = false
      }
    },
  }
}
