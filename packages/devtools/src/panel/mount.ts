/** Puts the panel on the page, and takes it off again. */
import type { MountedPanel, PanelSources } from '../panel-source'

const NAME = 'freshline-panel'

/**
 * Puts a panel on the page, closed unless it was left open. It is called by `installDevtools`, for all managers of the
 * page together.
 */
export async function mountPanel(sources: PanelSources): Promise<MountedPanel> {
  // An element needs a page: this file can be imported where there is none.
  const { FreshlinePanel } = await import('./element')
  // Two copies of the package may be on a page: the name of an element can be given away once.
  if (!customElements.get(NAME)) customElements.define(NAME, FreshlinePanel)
  const panel = document.createElement(NAME) as InstanceType<typeof FreshlinePanel>
  panel.sources = sources
  document.documentElement.append(panel)
  return {
    toggle: (isOpen) => panel.toggle(isOpen),
    unmount: () => panel.remove(),
  }
}
