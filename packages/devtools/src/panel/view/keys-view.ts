/** The keys of a manager: a list that can be filtered, searched and sorted, and beside it the chosen key. */
import { html, nothing, type TemplateResult } from 'lit'
import { duration } from '../../time-words'
import { countStates, filterRows, isStateName, STATES, type StateName } from '../model/query'
import { shareLeft, stateOf, type KeyRow } from '../model/row'
import { COLUMNS, isColumnName, nextOrder, sortRows, type ColumnName, type Order } from '../model/sort'
import { icon } from './icons'
import { KeyDetails } from './key-details'
import { managerBar } from './manager-bar'
import type { PanelHost } from './panel-host'
import { vars } from './vars'
import { VirtualList, type RowPlace } from './virtual-list'

/** The columns of the list, by which it can be sorted. */
const HEADS: readonly ColumnName[] = ['key', 'freshness', 'next', 'subscribers']

export class KeysView {
  readonly #host: PanelHost
  readonly #list: VirtualList<KeyRow>
  readonly #details: KeyDetails
  #query = ''
  #state: StateName = 'all'
  #order: Order = { by: 'key', isReversed: false }
  #shown: { readonly from: string; readonly rows: readonly KeyRow[] } = { from: '', rows: [] }

  #counted = { version: -1, counts: countStates([]) }

  constructor(host: PanelHost) {
    this.#host = host
    this.#details = new KeyDetails(host, () => this.close())
    this.#list = new VirtualList<KeyRow>(() => host.requestUpdate(), {
      name: 'keys',
      label: 'Keys',
      role: 'grid',
      rowHeight: 30,
      idOf: (row) => row.key,
      row: (row, place) => this.#row(row, place),
      onChoose: (row) => this.#details.show(row.key),
      onEnter: () => host.focusOn('.details [role=tab][aria-selected=true]'),
      head: () => this.#head(),
    })
  }

  /** The chosen key; undefined: none. */
  get key(): string | undefined {
    return this.#details.key
  }

  /** The chosen key's view. */
  get details(): KeyDetails {
    return this.#details
  }

  /** Chooses a key and shows it, whatever the filter was. */
  show(key: string): void {
    this.#query = ''
    this.#state = 'all'
    this.#details.show(key)
    this.#list.use(this.rows())
    this.#list.choose(key)
  }

  /** Closes the chosen key. Answers whether there was one. */
  close(): boolean {
    if (this.#details.key === undefined) return false
    this.#details.show(undefined)
    this.#list.choose(undefined)
    this.#host.focusOn('.list.keys')
    return true
  }

  /** Empties the search field. Answers whether it held anything. */
  clearSearch(): boolean {
    if (this.#query === '' && this.#state === 'all') return false
    this.#query = ''
    this.#state = 'all'
    this.#host.requestUpdate()
    return true
  }

  measure(): boolean {
    return [this.#list.measure(), this.#details.measure()].includes(true)
  }

  /** The rows that filter, search and order leave. Worked out anew only where one of them, or the keys, changed. */
  rows(): readonly KeyRow[] {
    const { session } = this.#host
    const from = [
      session.source.name,
      session.version,
      this.#state,
      this.#order.by,
      this.#order.isReversed,
      this.#query,
    ].join('\n')
    if (from !== this.#shown.from) {
      const rows = filterRows(session.rows, this.#state, this.#query, session.tagsOf)
      this.#shown = { from, rows: sortRows(rows, this.#order) }
    }
    return this.#shown.rows
  }

  render(): TemplateResult {
    const { session } = this.#host
    const rows = this.rows()
    const hasDetails = this.#details.key !== undefined
    return html`<div class="keys-view ${hasDetails ? 'has-details' : ''}">
      ${managerBar(this.#host)}
      <div class="tools">
        <input
          class="search"
          type="search"
          placeholder="Search: part of a key, stores:*, tag:name"
          aria-label="Search keys"
          .value=${this.#query}
          @input=${(event: InputEvent) => this.#search((event.target as HTMLInputElement).value)}
        />
        <div class="chips" role="group" aria-label="State">${this.#chips()}</div>
      </div>
      <div class="split">
        <div class="split-list">
          ${rows.length > 0 ? this.#list.render(rows) : this.#empty(session.rows.length)}
        </div>
        ${hasDetails ? this.#details.render() : nothing}
      </div>
    </div>`
  }

  #search(text: string): void {
    this.#query = text
    this.#list.top()
    this.#host.requestUpdate()
  }

  #chips(): TemplateResult[] {
    const { rows, version } = this.#host.session
    if (this.#counted.version !== version) this.#counted = { version, counts: countStates(rows) }
    const { counts } = this.#counted
    const names = Object.keys(STATES).filter(isStateName)
    return names.map(
      (name) =>
        html`<button
          class="chip ${name}"
          aria-pressed=${name === this.#state}
          @click=${() => {
            this.#state = name
            this.#host.requestUpdate()
          }}
        >
          ${STATES[name].label} <span class="count">${counts[name]}</span>
        </button>`,
    )
  }

  #head(): TemplateResult {
    const cell = (name: ColumnName) => {
      const isBy = this.#order.by === name
      const turned = this.#order.isReversed ? 'descending' : 'ascending'
      return html`<div class="cell ${name}" role="columnheader" aria-sort=${isBy ? turned : 'none'}>
        <button class="sort" data-by=${name} @click=${this.#sort}>
          ${COLUMNS[name].label} ${isBy ? icon(this.#order.isReversed ? 'down' : 'up') : nothing}
        </button>
      </div>`
    }
    return html`<div class="row head" role="row" aria-rowindex="1">
      ${HEADS.map(cell)}
      <div class="cell facts" role="columnheader">Source</div>
      <div class="cell error" role="columnheader">Last error</div>
    </div>`
  }

  readonly #sort = (event: Event) => {
    const { by = '' } = (event.currentTarget as HTMLElement).dataset
    event.stopPropagation()
    if (isColumnName(by)) this.#order = nextOrder(this.#order, by)
    this.#list.top()
    this.#host.requestUpdate()
  }

  #row(row: KeyRow, { index, id, isChosen }: RowPlace): TemplateResult {
    const { now, session } = this.#host
    const { redactor } = session.source
    const share = shareLeft(row, now)
    return html`<div
      class="row ${stateOf(row)} ${row.activity}"
      role="row"
      id=${id}
      data-index=${index}
      aria-rowindex=${index + 2}
      aria-selected=${isChosen}
      ${vars({ '--place': index })}
    >
      <div class="cell key" role="gridcell" title=${redactor.line(row.key)}>
        <span class="activity" title=${ACTIVITY[row.activity]}></span
        ><span class="key-text">${redactor.line(row.key)}</span>
        ${row.simulated ? html`<span class="badge simulated">${row.simulated}</span>` : nothing}
      </div>
      <div class="cell freshness" role="gridcell">
        <span class="bar" ${vars({ '--share': share.toFixed(4) })}></span>
        <span class="state">${stateText(row, now)}</span>
      </div>
      <div class="cell next" role="gridcell">${nextText(row, now)}</div>
      <div class="cell subscribers" role="gridcell">${row.subscribers}</div>
      <div class="cell facts" role="gridcell">
        ${row.source ?? '–'}${row.version === undefined ? nothing : html` <span class="soft">v${String(row.version)}</span>`}
      </div>
      <div class="cell error" role="gridcell" title=${redactor.line(row.error ?? '')}>
        ${row.error === undefined ? nothing : redactor.line(row.error)}
      </div>
    </div>`
  }

  #empty(all: number): TemplateResult {
    if (all === 0) {
      return html`<div class="nothing">
        <p>No key is registered or watched yet.</p>
        <p class="soft">
          Keys appear here when a component uses one, or <code>manager.register()</code> is called.
        </p>
      </div>`
    }
    return html`<div class="nothing">
      <p>None of ${all} keys is what you look for.</p>
      <button class="plain" @click=${() => this.clearSearch()}>Show all keys</button>
    </div>`
  }
}

const ACTIVITY = { idle: 'idle', fetching: 'a request is under way', paused: 'held' } as const

/** What stands beside the bar. */
export function stateText(row: KeyRow, now: number): string {
  const state = stateOf(row)
  if (state === 'failing') return row.failures > 1 ? `failing (${row.failures})` : 'failing'
  if (row.freshness !== 'fresh') return state
  const left = row.expiresAt ?? now
  return left === Infinity ? 'fresh for ever' : `fresh ${duration(left - now)}`
}

/** When a key is asked next. */
export function nextText(row: KeyRow, now: number): string {
  if (row.activity === 'fetching') return 'asking…'
  if (row.nextSync !== undefined) return row.nextSync <= now ? 'now' : duration(row.nextSync - now)
  return row.enabled && !row.active ? 'held' : '–'
}
