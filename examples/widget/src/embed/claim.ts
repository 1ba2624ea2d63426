/** One widget a page, however often, and in how many versions, its script is loaded. */
import type { Widget } from './widget'

/** The one global. */
export const GLOBAL_NAME = 'FreshlineConsent'

/** What the global stands for. */
export interface WidgetApi extends Widget {
  /** The version of the script that runs. */
  readonly scriptVersion: string
}

/** By it a second script knows the first one, also where the page has taken the global's name for something else. */
const MARK = Symbol.for('freshline.consent')

/**
 * Makes the widget where there is none yet. A name that the page has given to something else stays the page's: the
 * widget works without its global.
 */
export function claim(scriptVersion: string, start: () => Widget | undefined): void {
  if (MARK in document) return
  const widget = start()
  if (!widget) return
  const api = Object.freeze(
    Object.defineProperties(
      {},
      {
        ...Object.getOwnPropertyDescriptors(widget),
        scriptVersion: { value: scriptVersion, enumerable: true },
      },
    ) as WidgetApi,
  )
  Object.defineProperty(document, MARK, { value: api })
  if (GLOBAL_NAME in window) return
  Object.defineProperty(window, GLOBAL_NAME, {
    value: api,
    configurable: true,
    enumerable: true,
    writable: true,
  })
}
