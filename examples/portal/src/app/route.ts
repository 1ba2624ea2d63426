/** Which view is on screen: the part of the address after `#/`. */
import { ref } from 'vue'

/** The views. */
export const views = ['releases', 'license'] as const

/** The name of a view. */
export type ViewName = (typeof views)[number]

/** The view that an address names; the first one where it names none. */
export function viewOf(hash: string): ViewName {
  return views.find((view) => hash.replace(/^#\/?/, '').split(/[?/]/)[0] === view) ?? 'releases'
}

/** The view on screen. */
export const view = ref<ViewName>(viewOf(location.hash))

addEventListener('hashchange', () => (view.value = viewOf(location.hash)))
