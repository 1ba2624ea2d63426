/** Says what is pretended, and undoes it: nobody should look for a fault that they have made themselves. */
import { html, nothing, type TemplateResult } from 'lit'
import type { PanelSession } from '../session'
import { icon } from './icons'
import type { PanelHost } from './panel-host'

/** The banner; nothing where nothing is pretended. */
export function bannerOf(host: PanelHost, session: PanelSession): TemplateResult | typeof nothing {
  const { simulator } = session
  if (!simulator.isActive) return nothing
  const undo = () => {
    simulator.stop()
    session.read()
    host.requestUpdate()
  }
  return html`<div class="banner" role="status">
    ${icon('error')}
    <span>Simulated: ${session.source.redactor.line(sayWhat(simulator.all, simulator.keys))}</span>
    <button class="plain" @click=${undo}>Undo all</button>
  </div>`
}

/** What is pretended, in words. */
export function sayWhat(all: string | undefined, keys: ReadonlyMap<string, string>): string {
  const parts: string[] = []
  if (all === 'offline') parts.push('no network for the whole manager')
  if (all === 'error') parts.push('every request fails')
  for (const [what, words] of [
    ['error', 'errors for'],
    ['offline', 'no network for'],
  ] as const) {
    const named = [...keys].filter(([, each]) => each === what).map(([key]) => key)
    if (named.length > 3) parts.push(`${words} ${named.length} keys`)
    else if (named.length > 0) parts.push(`${words} ${named.join(', ')}`)
  }
  return parts.join('; ')
}
