/** Puts the panel on the page, and takes it off again. */
import type { MountedPanel, PanelSources } from '../panel-source'
import { FreshlinePanel } from './element'

const NAME = 'freshline-panel'

/**
 * Puts a panel on the page, closed unless it was left open. It is called by `installDevtools`, for all managers of the
 * page together.
 */
export function mountPanel(sources: PanelSources): MountedPanel {
  // Two copies of the package may be on a page: the name of an element can be given away once.
  if (!customElements.get(NAME)) customElements.define(NAME, FreshlinePanel)
  const panel = document.createElement(NAME) as FreshlinePanel
  panel.sources = sources
  document.documentElement.append(panel)
  return {
    toggle: (isOpen) => panel.toggle(isOpen),
    unmount: () => panel.remove(),
  }
}
