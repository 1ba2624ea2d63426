/** The chosen key: why it is as it is, its facts, its data, its requests, and what can be done to it. */
import { html, nothing, type TemplateResult } from 'lit'
import { explain } from '../../explain'
import type { Simulation } from '../model/row'
import { RESULTS, tookOf, whyOf } from '../model/why'
import { ago } from '../../time-words'
import { DataView } from './data-view'
import { icon } from './icons'
import { keyFacts } from './key-facts'
import { reportWords, tool } from './manager-bar'
import type { PanelHost } from './panel-host'
import { tabRow } from './tabs'

type Part = 'overview' | 'data' | 'requests'

const PARTS = [
  { name: 'overview', label: 'Overview' },
  { name: 'data', label: 'Data' },
  { name: 'requests', label: 'Requests' },
] as const

/** How many requests of a key are shown. */
const MOST = 50

export class KeyDetails {
  readonly #host: PanelHost
  readonly #onClose: () => void
  readonly #data: DataView
  #key: string | undefined
  #part: Part = 'overview'

  constructor(host: PanelHost, onClose: () => void) {
    this.#host = host
    this.#onClose = onClose
    this.#data = new DataView(host)
  }

  get key(): string | undefined {
    return this.#key
  }

  /** Shows another key, or none. */
  show(key: string | undefined): void {
    if (key === this.#key) return
    this.#key = key
    this.#data.forget()
    this.#host.requestUpdate()
  }

  measure(): boolean {
    return this.#data.measure()
  }

  render(): TemplateResult {
    const key = this.#key ?? ''
    const { redactor } = this.#host.session.source
    return html`<section class="details" aria-label="Key ${redactor.line(key)}">
      <header class="details-head">
        <button
          class="icon-button back"
          aria-label="Back to the list"
          title="Back (Escape)"
          @click=${this.#onClose}
        >
          ${icon('back')}
        </button>
        <h2 title=${redactor.line(key)}>${redactor.line(key)}</h2>
        ${tabRow<Part>('part', 'Parts of the key', PARTS, this.#part, (part) => {
          this.#part = part
          this.#host.requestUpdate()
        })}
        <button class="icon-button" aria-label="Close the key" title="Close (Escape)" @click=${this.#onClose}>
          ${icon('close')}
        </button>
      </header>
      ${this.#actions(key)}
      <div class="key-part" role="tabpanel" id="part-panel" aria-labelledby="part-${this.#part}">
        ${this.#part === 'overview' ? this.#overview(key) : nothing}
        ${this.#part === 'data' ? this.#data.render(key) : nothing}
        ${this.#part === 'requests' ? this.#requests(key) : nothing}
      </div>
    </section>`
  }

  #actions(key: string): TemplateResult {
    const { session } = this.#host
    const { manager, simulator } = session
    const now = simulator.keys.get(key)
    const pretend = (what: Simulation) =>
      this.#act(() => simulator.setKey(key, now === what ? undefined : what))
    return html`<div class="bar-tools" role="toolbar" aria-label="Key">
      ${tool('refresh', 'Refresh', () => this.refresh())}
      ${tool('stale', 'Invalidate', () => this.invalidate())}
      ${tool('expire', 'Expire now', () => this.expire())}
      ${tool('error', 'Simulate error', pretend('error'), now === 'error', 'Error')}
      ${tool('offline', 'Simulate offline', pretend('offline'), now === 'offline', 'Offline')}
      ${
        session.source.history.isAfter(key, 'paused', 'resumed')
          ? tool(
              'play',
              'Resume',
              this.#act(() => manager.resume(key)),
            )
          : tool(
              'pause',
              'Pause',
              this.#act(() => manager.pause(key)),
            )
      }
    </div>`
  }

  /** Asks the server for the key. */
  refresh(): void {
    const { session } = this.#host
    if (this.#key === undefined) return
    void session.manager.refresh(this.#key).then((report) => this.#host.say(reportWords('Refreshed', report)))
  }

  /** Makes the key stale, and asks again where it is wanted. */
  invalidate(): void {
    const { session } = this.#host
    if (this.#key === undefined) return
    void session.manager
      .invalidate(this.#key)
      .then((report) => this.#host.say(reportWords('Invalidated', report)))
  }

  /** Ends the key's lifetime as if its time had passed. */
  expire(): void {
    const key = this.#key
    if (key === undefined) return
    this.#act(() => {
      const was = this.#host.session.probe.expire(key)
      this.#host.say(was ? 'Expired: stale from now on, asked at its next turn' : 'Nothing fresh is held')
    })()
  }

  #act(run: () => void): () => void {
    return () => {
      run()
      this.#host.session.read()
      this.#host.requestUpdate()
    }
  }

  #overview(key: string): TemplateResult {
    const { session } = this.#host
    const { redactor } = session.source
    const facts = session.factsOf(key)
    const { why, asked, next, error } = explain(facts)
    return html`<div class="why">
        ${[why, asked, next].map((text) => html`<p>${redactor.line(text)}</p>`)}
        ${error === undefined ? nothing : html`<p class="bad">Last error: ${redactor.line(error)}</p>`}
      </div>
      <dl class="key-facts">
        ${keyFacts(facts, session.probe.describe(key)).map(
          ([name, value]) =>
            html`<dt>${name}</dt>
              <dd>${redactor.line(value)}</dd>`,
        )}
      </dl>`
  }

  #requests(key: string): TemplateResult {
    const { session, now } = this.#host
    const items = session.timeline
      .items()
      .filter((item) => item.key === key)
      .slice(-MOST)
      .reverse()
    if (items.length === 0) return html`<p class="nothing soft">No request since the devtools came.</p>`
    return html`<ol class="requests">
      ${items.map(
        (item) =>
          html`<li>
            <span class="result ${item.result}">${RESULTS[item.result]}</span>
            <span class="soft">${ago(item.startedAt, now)}, ${tookOf(item, now)}</span>
            <p>${session.source.redactor.line(whyOf(item))}</p>
          </li>`,
      )}
    </ol>`
  }
}
