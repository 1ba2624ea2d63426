/** What can be done to the whole manager: ask for everything, switch off, pretend. */
import { html, nothing, type TemplateResult } from 'lit'
import type { SyncReport } from '@freshline/core'
import { icon, type IconName } from './icons'
import type { PanelHost } from './panel-host'

/** The bar above the list of keys. */
export function managerBar(host: PanelHost): TemplateResult {
  const { session } = host
  const { manager, simulator } = session
  const act = (run: () => void) => () => {
    run()
    session.read()
    host.requestUpdate()
  }
  const pretend = (what: 'offline' | 'error') =>
    act(() => simulator.setAll(simulator.all === what ? undefined : what))
  return html`<div class="bar-tools" role="toolbar" aria-label="Manager">
    ${tool('refresh', 'Refresh all', () => void manager.refreshAll().then((report) => host.say(reportWords('Refreshed', report))))}
    ${tool('stale', 'Invalidate all', () => void manager.invalidate('*').then((report) => host.say(reportWords('Invalidated', report))))}
    ${
      manager.isPaused
        ? tool(
            'play',
            'Resume auto-sync',
            act(() => manager.resume()),
            true,
          )
        : tool(
            'pause',
            'Pause auto-sync',
            act(() => manager.pause()),
            false,
          )
    }
    ${tool('offline', 'Simulate offline', pretend('offline'), simulator.all === 'offline')}
    ${tool('error', 'Simulate errors', pretend('error'), simulator.all === 'error')}
    <span class="network">
      <span class="dot ${manager.isOnline ? 'on' : 'off'}"></span>${manager.isOnline ? 'online' : 'offline'} ·
      auto-sync ${manager.isPaused ? 'off' : 'on'}
    </span>
  </div>`
}

/** A button with an icon. `isOn`: it is a switch. `short`: what is written where the label is longer. */
export function tool(
  name: IconName,
  label: string,
  act: () => void,
  isOn?: boolean,
  short: string = label,
): TemplateResult {
  return html`<button
    class="tool ${isOn ? 'on' : ''}"
    aria-pressed=${isOn ?? nothing}
    aria-label=${label}
    title=${label}
    @click=${act}
  >
    ${icon(name)}<span>${short}</span>
  </button>`
}

/** What became of a refresh or an invalidation, in one line. */
export function reportWords(done: string, { refreshed, unchanged, failed, skipped }: SyncReport): string {
  const counts = { changed: refreshed, unchanged, failed, skipped }
  const parts = Object.entries(counts).flatMap(([word, keys]) =>
    keys.length > 0 ? [`${keys.length} ${word}`] : [],
  )
  return `${done}: ${parts.length > 0 ? parts.join(', ') : 'nothing matched'}`
}
