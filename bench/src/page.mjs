// A page for React in this process: happy-dom's window, put in place before React is imported.
import { Window } from 'happy-dom'

const window = new Window({ url: 'http://localhost/' })
const names = [
  'window',
  'document',
  'HTMLElement',
  'HTMLIFrameElement',
  'Node',
  'Event',
  'CustomEvent',
  'navigator',
]
for (const name of names) {
  const value = name === 'window' ? window : window[name]
  Object.defineProperty(globalThis, name, { value, configurable: true, writable: true })
}
globalThis.requestAnimationFrame = (callback) => setTimeout(callback, 16)
globalThis.cancelAnimationFrame = (handle) => clearTimeout(handle)

/** The page's document. */
export const { document } = window
