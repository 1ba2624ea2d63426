/** The custom element, as an entry point of its own: importing it defines nothing. */
import type { DataSyncManager } from '@freshline/core'
import { FreshnessIndicator } from './freshness-indicator'

export { FreshnessIndicator } from './freshness-indicator'
export type { IndicatorLabels } from './labels'

declare global {
  interface HTMLElementTagNameMap {
    /** How fresh the data of a key is. */
    'freshness-indicator': FreshnessIndicator
  }
}

/** What can be written on the element in markup, for the JSX types of frameworks. */
export interface FreshnessIndicatorAttributes {
  /** The key that is watched, as canonical text. */
  readonly 'sync-key'?: string | undefined
  /** Texts that replace the English ones: JSON of `IndicatorLabels`. */
  readonly labels?: string | undefined
  /** Leaves the Refresh button out. */
  readonly 'hide-button'?: boolean | '' | undefined
  /** Leaves the auto-sync switch out. */
  readonly 'hide-toggle'?: boolean | '' | undefined
  /** Leaves the age out. */
  readonly 'hide-age'?: boolean | '' | undefined
}

/**
 * Defines `<freshness-indicator>`. Where it is defined already, by whatever copy of this package, that stays; a manager
 * that is given counts for indicators that come from then on. Outside browsers: nothing.
 *
 * @example
 * defineFreshnessIndicator(manager)
 * document.body.innerHTML = '<freshness-indicator sync-key="stats"></freshness-indicator>'
 */
export function defineFreshnessIndicator(manager?: DataSyncManager): void {
  if (typeof customElements === 'undefined') return
  const name = 'freshness-indicator'
  const known = customElements.get(name) as { defaultManager?: DataSyncManager | undefined } | undefined
  const target = known ?? FreshnessIndicator
  if (manager) target.defaultManager = manager
  if (!known) customElements.define(name, FreshnessIndicator)
}
