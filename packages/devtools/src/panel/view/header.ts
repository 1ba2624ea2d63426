/** The panel's head: which manager, which tab, where the panel stands. */
import { html, nothing, type TemplateResult } from 'lit'
import type { PanelSources } from '../../panel-source'
import type { Frame } from '../frame'
import type { Dock } from '../model/place'
import type { PanelSession } from '../session'
import type { Settings, TabName } from '../settings'
import { icon, mark } from './icons'
import { tabRow } from './tabs'

/** What the head may ask of the panel. */
export interface HeaderHost {
  readonly sources: PanelSources
  readonly settings: Settings
  toggle(isOpen: boolean): void
  look(name: string): void
  showTab(tab: TabName): void
  change(change: Partial<Settings>): void
}

const TABS: readonly { readonly name: TabName; readonly label: string }[] = [
  { name: 'keys', label: 'Keys' },
  { name: 'timeline', label: 'Timeline' },
  { name: 'log', label: 'Log' },
  { name: 'metrics', label: 'Metrics' },
  { name: 'settings', label: 'Settings' },
]

const DOCKS: readonly (readonly [Dock, string])[] = [
  ['bottom', 'Dock below'],
  ['right', 'Dock to the right'],
  ['window', 'A window of its own'],
]

/** The head. */
export function headerOf(host: HeaderHost, session: PanelSession, frame: Frame): TemplateResult {
  const { place, tab } = host.settings
  const tabs = TABS.map((each) => (each.name === 'keys' ? { ...each, count: session.rows.length } : each))
  return html`<header class="header">
    ${place.dock === 'window' ? frame.handle(mark()) : html`<span class="brand">${mark()}<span>Freshline</span></span>`}
    ${managers(host, session)} ${tabRow<TabName>('tab', 'Freshline', tabs, tab, (name) => host.showTab(name))}
    <div class="places" role="group" aria-label="Place of the panel">
      ${DOCKS.map(
        ([dock, label]) =>
          html`<button
            class="icon-button"
            aria-label=${label}
            title=${label}
            aria-pressed=${dock === place.dock}
            @click=${() => host.change({ place: { ...place, dock } })}
          >
            ${icon(dock)}
          </button>`,
      )}
    </div>
    <button
      class="icon-button help"
      aria-label="Keyboard help"
      title="Keyboard help (?)"
      @click=${() => host.showTab('settings')}
    >
      ${icon('help')}
    </button>
    <button
      class="icon-button"
      aria-label="Close the devtools"
      title="Close (Escape)"
      @click=${() => host.toggle(false)}
    >
      ${icon('close')}
    </button>
  </header>`
}

/** Which of several managers is looked at. */
function managers(host: HeaderHost, session: PanelSession): TemplateResult | typeof nothing {
  const names = host.sources.list().map(({ name }) => name)
  if (names.length < 2) return nothing
  return html`<select
    class="managers"
    aria-label="Manager"
    @change=${(event: Event) => host.look((event.target as HTMLSelectElement).value)}
  >
    ${names.map((name) => html`<option value=${name} ?selected=${name === session.source.name}>${name}</option>`)}
  </select>`
}
