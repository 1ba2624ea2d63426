/** The panel's own settings, and what can be done by keyboard. */
import { html, type TemplateResult } from 'lit'
import type { Dock } from '../model/place'
import type { Corner, Scheme, Settings } from '../settings'

/** What the keyboard does, in the order of the help. */
export const SHORTCUTS: readonly (readonly [keys: string, what: string])[] = [
  ['Alt Shift F', 'open or close the panel, from anywhere on the page'],
  ['1 … 5', 'go to a tab'],
  ['/', 'go to the search'],
  ['↑ ↓ Home End Page', 'move in a list'],
  ['Enter', 'from a key to its details, from a request or an event to its key'],
  ['← →', 'in data: close and open; in tabs: the neighbour'],
  ['r · i · e', 'refresh, invalidate, expire the chosen key'],
  ['Escape', 'back: close the key, empty the search, close the panel'],
  ['?', 'this help'],
]

const DOCKS: readonly (readonly [Dock, string])[] = [
  ['bottom', 'Below'],
  ['right', 'To the right'],
  ['window', 'A window'],
]
const SCHEMES: readonly (readonly [Scheme, string])[] = [
  ['system', 'As the system'],
  ['light', 'Light'],
  ['dark', 'Dark'],
]
const CORNERS: readonly (readonly [Corner, string])[] = [
  ['right', 'Bottom right'],
  ['left', 'Bottom left'],
]

/** The settings; `change` is told what is chosen. */
export function settingsView(
  settings: Settings,
  change: (change: Partial<Settings>) => void,
): TemplateResult {
  return html`<div class="settings">
    ${choice('dock', 'Place of the panel', DOCKS, settings.place.dock, (dock) =>
      change({ place: { ...settings.place, dock } }),
    )}
    ${choice('scheme', 'Colours', SCHEMES, settings.scheme, (scheme) => change({ scheme }))}
    ${choice('corner', 'Button while closed', CORNERS, settings.corner, (corner) => change({ corner }))}
    <section>
      <h2>Keyboard</h2>
      <dl class="shortcuts">
        ${SHORTCUTS.map(
          ([keys, what]) =>
            html`<dt><kbd>${keys}</kbd></dt>
              <dd>${what}</dd>`,
        )}
      </dl>
    </section>
  </div>`
}

function choice<T extends string>(
  name: string,
  label: string,
  values: readonly (readonly [T, string])[],
  chosen: T,
  choose: (value: T) => void,
): TemplateResult {
  return html`<fieldset>
    <legend>${label}</legend>
    ${values.map(
      ([value, text]) =>
        html`<label class="check">
          <input
            type="radio"
            name=${name}
            value=${value}
            .checked=${value === chosen}
            @change=${() => choose(value)}
          />
          ${text}
        </label>`,
    )}
  </fieldset>`
}
