/** The requests of a manager, newest first: when, of which key, what came of it, how long it took, and why. */
import { html, nothing, type TemplateResult } from 'lit'
import { clockWords } from '../model/clock-words'
import { compileQuery } from '../model/query'
import { sizeWords } from '../model/size-words'
import { RESULT_FILTERS, RESULTS, isShown, tookOf, whyOf, type ResultFilter } from '../model/why'
import type { TimelineItem } from '../model/timeline'
import { activityStrip } from './activity-strip'
import { icon } from './icons'
import type { PanelHost } from './panel-host'
import { vars } from './vars'
import { VirtualList, type RowPlace } from './virtual-list'

/** A request that takes this long fills its bar, milliseconds. */
const LONG = 3000

export class TimelineView {
  readonly #host: PanelHost
  readonly #list: VirtualList<TimelineItem>
  #filter: ResultFilter = 'all'
  #query = ''

  constructor(host: PanelHost) {
    this.#host = host
    this.#list = new VirtualList<TimelineItem>(() => host.requestUpdate(), {
      name: 'timeline',
      label: 'Requests, newest first',
      role: 'grid',
      rowHeight: 44,
      idOf: (item) => item.id,
      row: (item, place) => this.#row(item, place),
      onEnter: (item) => host.showKey(item.key),
    })
  }

  measure(): boolean {
    return this.#list.measure()
  }

  clearSearch(): boolean {
    if (this.#query === '' && this.#filter === 'all') return false
    this.#query = ''
    this.#filter = 'all'
    this.#host.requestUpdate()
    return true
  }

  render(): TemplateResult {
    const { session, now } = this.#host
    const items = this.#items()
    return html`${activityStrip(session.timeline.items(), now)}
      <div class="tools">
        <input
          class="search"
          type="search"
          placeholder="Search: part of a key, stores:*, tag:name"
          aria-label="Search requests"
          .value=${this.#query}
          @input=${(event: InputEvent) => {
            this.#query = (event.target as HTMLInputElement).value
            this.#list.top()
            this.#host.requestUpdate()
          }}
        />
        <div class="chips" role="group" aria-label="Result">
          ${(Object.keys(RESULT_FILTERS) as ResultFilter[]).map(
            (name) =>
              html`<button
                class="chip"
                aria-pressed=${name === this.#filter}
                @click=${() => this.#pick(name)}
              >
                ${RESULT_FILTERS[name]}
              </button>`,
          )}
        </div>
        <button class="tool" @click=${() => this.#clear()}>${icon('clear')}<span>Clear</span></button>
      </div>
      ${items.length > 0 ? this.#list.render(items) : this.#empty()} ${this.#chosen(items)}`
  }

  /** The whole sentence of the chosen request: a row has room for one line of it. */
  #chosen(items: readonly TimelineItem[]): TemplateResult | typeof nothing {
    const item = items.find(({ id }) => id === this.#list.chosen)
    if (!item) return nothing
    const { redactor } = this.#host.session.source
    return html`<div class="chosen-why">
      <p><strong>${redactor.line(item.key)}</strong> ${redactor.line(whyOf(item))}</p>
      <button class="plain" @click=${() => this.#host.showKey(item.key)}>Show the key</button>
    </div>`
  }

  #items(): readonly TimelineItem[] {
    const { session } = this.#host
    const isMeant = compileQuery(this.#query)
    return session.timeline
      .items()
      .filter(({ key, result }) => isShown(this.#filter, result) && isMeant(key, session.tagsOf))
      .reverse()
  }

  #pick(name: ResultFilter): void {
    this.#filter = name
    this.#list.top()
    this.#host.requestUpdate()
  }

  #clear(): void {
    this.#host.session.timeline.clear()
    this.#host.requestUpdate()
  }

  #row(item: TimelineItem, { index, id, isChosen }: RowPlace): TemplateResult {
    const { now, session } = this.#host
    const { redactor } = session.source
    const took = (item.endedAt ?? now) - item.startedAt
    const bytes = item.bytes === undefined ? '' : ` · ${sizeWords(item.bytes)}`
    return html`<div
      class="row"
      role="row"
      id=${id}
      data-index=${index}
      aria-rowindex=${index + 1}
      aria-selected=${isChosen}
      ${vars({ '--place': index })}
    >
      <div class="cell when" role="gridcell">${clockWords(item.startedAt)}</div>
      <div class="cell result-cell" role="gridcell">
        <span class="result ${item.result}">${RESULTS[item.result]}</span>
      </div>
      <div class="cell what" role="gridcell">
        <div class="first">
          <span class="key">${redactor.line(item.key)}</span>
          ${item.forced ? html`<span class="badge">forced</span>` : nothing}
        </div>
        <div class="second" title=${redactor.line(whyOf(item))}>${redactor.line(whyOf(item))}</div>
      </div>
      <div class="cell took" role="gridcell">
        <span class="length" ${vars({ '--share': Math.sqrt(Math.min(1, took / LONG)).toFixed(3) })}></span>
        <span>${tookOf(item, now)}${bytes}</span>
      </div>
    </div>`
  }

  #empty(): TemplateResult {
    const isFiltered = this.#filter !== 'all' || this.#query !== ''
    return html`<div class="nothing">
      <p>${isFiltered ? 'No request is what you look for.' : 'No request was made or saved yet.'}</p>
      ${
        isFiltered
          ? html`<button class="plain" @click=${() => this.clearSearch()}>Show all requests</button>`
          : html`<p class="soft">
              Each request appears here with its reason, and so does each that was saved.
            </p>`
      }
    </div>`
  }
}
