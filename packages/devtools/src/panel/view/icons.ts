/** The panel's icons: 16 pixels, in the colour of the text, hidden from screen readers. */
import { html, svg, type TemplateResult } from 'lit'

const PATHS = {
  refresh: 'M13.5 8a5.5 5.5 0 1 1-1.6-3.9M13.5 2v3.2h-3.2',
  close: 'M3.5 3.5l9 9M12.5 3.5l-9 9',
  bottom: 'M2 3h12v10H2zM2 9.5h12',
  right: 'M2 3h12v10H2zM9.5 3v10',
  window: 'M2 4.5h9v8H2zM5 4V2.5h9v8h-2.5',
  help: 'M5.8 6a2.2 2.2 0 1 1 3.3 1.9c-.8.5-1.1.8-1.1 1.6M8 12.4v.2',
  pause: 'M5.5 3.5v9M10.5 3.5v9',
  play: 'M5 3.2l7.5 4.8L5 12.8z',
  offline: 'M2 2l12 12M2.5 6.5a8 8 0 0 1 3-1.8M8.6 4a8 8 0 0 1 4.9 2.5M5 9a4.5 4.5 0 0 1 2.4-1.4M8 12.2v.2',
  error: 'M8 2.2l6.3 11.3H1.7zM8 6.5v3.2M8 11.7v.2',
  clear: 'M3 4.5h10M6 4.5V3h4v1.5M4.5 4.5l.6 8.5h5.8l.6-8.5',
  copy: 'M5.5 5.5h8v8h-8zM10.5 5.5v-3h-8v8h3',
  back: 'M10 3L5 8l5 5',
  up: 'M3.5 10L8 5.5l4.5 4.5',
  down: 'M3.5 6L8 10.5 12.5 6',
  stale: 'M8 2.5a5.5 5.5 0 1 0 0 11 5.5 5.5 0 0 0 0-11zM8 5v3.2l2 1.4',
  expire: 'M4 2.5h8M4 13.5h8M5 2.5c0 3 6 4 6 5.5S5 10.5 5 13.5M11 2.5C11 5.500 5 6.500 5 8s6 2.500 6 5.500',
} as const

/** The name of an icon. */
export type IconName = keyof typeof PATHS

/** An icon. */
export const icon = (name: IconName): TemplateResult =>
  html`<svg class="icon" viewBox="0 0 16 16" aria-hidden="true">${svg`<path d=${PATHS[name]} />`}</svg>`

/** The mark: what is left of a lifetime. */
export const mark = (): TemplateResult =>
  html`<svg class="mark" viewBox="0 0 20 20" aria-hidden="true">
    <circle class="mark-track" cx="10" cy="10" r="7" />
    <circle class="mark-left" cx="10" cy="10" r="7" pathLength="100" />
    <circle class="mark-dot" cx="10" cy="10" r="2.4" />
  </svg>`
