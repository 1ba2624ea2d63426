/** Where the panel comes from: a part of its own that a production build does not have, unless it is asked for. */
import type { PanelModule } from './panel-source'

declare const process: { readonly env: { readonly NODE_ENV?: string } }

/** Brings the panel: `() => import('@freshline/devtools/panel')`. */
export type PanelLoader = () => Promise<PanelModule>

/**
 * The panel that comes with this package, in development; undefined in a production build, from which bundlers leave
 * it out because `process.env.NODE_ENV` is written there as `'production'`. A page without any bundler has no
 * `process`: it says itself where the panel is.
 */
export function ownPanel(): Promise<PanelModule> | undefined {
  try {
    return process.env.NODE_ENV === 'production' ? undefined : import('./panel/index')
  } catch {
    return undefined
  }
}

/** What is said where there is none. */
export const NO_PANEL =
  "the panel is left out of production builds; ask for it: installDevtools(manager, { panel: () => import('@freshline/devtools/panel') })"
