/**
 * The panel: what the devtools show on the page. Entry point of its own, loaded when `panel` is asked for; it has
 * lit in it, which nothing else of the library does.
 */
export { mountPanel } from './mount'
export type { MountedPanel, PanelModule, PanelSource, PanelSources } from '../panel-source'
