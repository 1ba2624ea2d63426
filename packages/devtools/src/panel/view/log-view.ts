/** The log of events, newest first, with a filter and a pause. */
import { html, nothing, type TemplateResult } from 'lit'
import { clockWords } from '../model/clock-words'
import { isKindName, KINDS, type KindName, type LogLine } from '../model/event-log'
import { tool } from './manager-bar'
import type { PanelHost } from './panel-host'
import { vars } from './vars'
import { VirtualList, type RowPlace } from './virtual-list'

export class LogView {
  readonly #host: PanelHost
  readonly #list: VirtualList<LogLine>
  #kind: KindName = 'all'
  #text = ''

  constructor(host: PanelHost) {
    this.#host = host
    this.#list = new VirtualList<LogLine>(() => host.requestUpdate(), {
      name: 'log',
      label: 'Events, newest first',
      role: 'grid',
      rowHeight: 26,
      idOf: (line) => line.id,
      row: (line, place) => this.#row(line, place),
      onEnter: ({ key }) => key !== undefined && host.showKey(key),
    })
  }

  measure(): boolean {
    return this.#list.measure()
  }

  clearSearch(): boolean {
    if (this.#text === '' && this.#kind === 'all') return false
    this.#text = ''
    this.#kind = 'all'
    this.#host.requestUpdate()
    return true
  }

  render(): TemplateResult {
    const { log } = this.#host.session
    const lines = [...log.lines(this.#kind, this.#text)].reverse()
    const kinds = Object.keys(KINDS).filter(isKindName)
    const pause = () => {
      log.pause(!log.isPaused)
      this.#host.requestUpdate()
    }
    const clear = () => {
      log.clear()
      this.#host.requestUpdate()
    }
    return html`<div class="tools">
        <input
          class="search"
          type="search"
          placeholder="Filter: key, event, reason, message"
          aria-label="Filter events"
          .value=${this.#text}
          @input=${(event: InputEvent) => {
            this.#text = (event.target as HTMLInputElement).value
            this.#list.top()
            this.#host.requestUpdate()
          }}
        />
        <div class="chips" role="group" aria-label="Kind of event">
          ${kinds.map(
            (name) =>
              html`<button class="chip" aria-pressed=${name === this.#kind} @click=${() => this.#pick(name)}>
                ${KINDS[name].label}
              </button>`,
          )}
        </div>
        ${tool(log.isPaused ? 'play' : 'pause', log.isPaused ? 'Go on' : 'Pause', pause, log.isPaused)}
        ${tool('clear', 'Clear', clear)}
        ${log.isPaused ? html`<span class="soft">${log.missed} left out</span>` : nothing}
      </div>
      ${lines.length > 0 ? this.#list.render(lines) : this.#empty()}`
  }

  #pick(name: KindName): void {
    this.#kind = name
    this.#list.top()
    this.#host.requestUpdate()
  }

  #row(line: LogLine, { index, id, isChosen }: RowPlace): TemplateResult {
    const { redactor } = this.#host.session.source
    const at = new Date(line.at)
    const ms = String(at.getMilliseconds()).padStart(3, '0')
    return html`<div
      class="row"
      role="row"
      id=${id}
      data-index=${index}
      aria-rowindex=${index + 1}
      aria-selected=${isChosen}
      ${vars({ '--place': index })}
    >
      <div class="cell when" role="gridcell">${clockWords(line.at)}<span class="soft">.${ms}</span></div>
      <div class="cell type" role="gridcell"><span class="event ${line.type}">${line.type}</span></div>
      <div class="cell key" role="gridcell">
        ${line.key === undefined ? html`<span class="soft">everything</span>` : redactor.line(line.key)}
      </div>
      <div class="cell reason" role="gridcell" title=${redactor.line(line.message ?? line.reason ?? '')}>
        ${line.reason ?? ''}
        ${line.message === undefined ? nothing : html`<span class="bad">${redactor.line(line.message)}</span>`}
      </div>
    </div>`
  }

  #empty(): TemplateResult {
    const isFiltered = this.#kind !== 'all' || this.#text !== ''
    return html`<div class="nothing">
      <p>
        ${isFiltered ? 'No event is what you look for.' : 'Nothing has happened since the panel was opened.'}
      </p>
      ${isFiltered ? html`<button class="plain" @click=${() => this.clearSearch()}>Show all events</button>` : nothing}
    </div>`
  }
}
