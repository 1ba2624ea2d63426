/** The data of a key: a tree of which only what is opened and on screen costs anything, with a search inside. */
import { html, nothing, type TemplateResult } from 'lit'
import { toJson } from '../model/copy'
import { DataTree, type TreeLine } from '../model/tree'
import { MOST_FOUND, TreeSearch } from '../model/tree-search'
import { icon } from './icons'
import type { PanelHost } from './panel-host'
import { vars } from './vars'
import { VirtualList, type RowPlace } from './virtual-list'

/** How long the page may be kept busy at a time by a search, milliseconds. */
const SLICE = 8

export class DataView {
  readonly #host: PanelHost
  readonly #list: VirtualList<TreeLine>
  #data: unknown
  #tree: DataTree | undefined
  #search: TreeSearch | undefined
  #text = ''
  #at = -1

  constructor(host: PanelHost) {
    this.#host = host
    this.#list = new VirtualList<TreeLine>(() => host.requestUpdate(), {
      name: 'tree',
      label: 'Data',
      role: 'tree',
      rowHeight: 22,
      idOf: (line) => line.id,
      row: (line, place) => this.#line(line, place),
      onEnter: (line) => this.#toggle(line),
    })
  }

  /** Another key is shown: what was opened and looked for is no matter any more. */
  forget(): void {
    this.#tree = undefined
    this.#data = undefined
    this.#text = ''
    this.#stopSearch()
    this.#list.choose(undefined)
  }

  measure(): boolean {
    return this.#list.measure()
  }

  render(key: string): TemplateResult {
    const snapshot = this.#host.session.manager.getSnapshot(key)
    if (snapshot.status !== 'success') return html`<p class="nothing soft">No data is held.</p>`
    const tree = this.#treeOf(snapshot.data)
    return html`<div class="tools data-tools">
        <input
          class="search"
          type="search"
          placeholder="Search in the data"
          aria-label="Search in the data"
          .value=${this.#text}
          @input=${(event: InputEvent) => this.#look((event.target as HTMLInputElement).value)}
          @keydown=${(event: KeyboardEvent) => event.key === 'Enter' && this.#next(event.shiftKey ? -1 : 1)}
        />
        ${this.#found()}
        <button
          class="icon-button"
          aria-label="Copy as JSON"
          title="Copy the chosen value as JSON"
          @click=${this.#copy}
        >
          ${icon('copy')}
        </button>
        <label class="check"
          ><input type="checkbox" .checked=${tree.showsSecrets} @change=${this.#toggleSecrets} /> Show
          secrets</label
        >
      </div>
      <div class="tree-box" @keydown=${this.#onKey}>${this.#list.render(tree.lines())}</div>`
  }

  /** Newer data is shown with the same places open. */
  #treeOf(data: unknown): DataTree {
    if (this.#tree && Object.is(data, this.#data)) return this.#tree
    const before = this.#tree
    this.#tree = new DataTree(data, this.#host.session.source.redactor, before?.open)
    this.#tree.showsSecrets = before?.showsSecrets ?? false
    this.#data = data
    if (this.#text) this.#look(this.#text)
    return this.#tree
  }

  #line(line: TreeLine, { index, id, isChosen }: RowPlace): TemplateResult {
    return html`<div
      class="row line ${line.kind}"
      role="treeitem"
      id=${id}
      data-index=${index}
      aria-level=${line.level}
      aria-posinset=${line.place}
      aria-setsize=${line.siblings}
      aria-expanded=${line.isOpenable ? line.isOpen : nothing}
      aria-selected=${isChosen}
      ${vars({ '--place': index, '--level': line.level - 1 })}
    >
      <span class="twist ${line.isOpen ? 'open' : ''}" @click=${() => this.#toggle(line)}>
        ${line.isOpenable ? icon('play') : nothing}
      </span>
      <span class="name">${line.name}</span>${line.isGroup ? nothing : ':'}
      <span class="value">${line.text}</span>
    </div>`
  }

  #toggle(line: TreeLine): void {
    if (line.isOpenable) this.#tree?.toggle(line.id)
    this.#host.requestUpdate()
  }

  readonly #onKey = (event: KeyboardEvent) => {
    const line = this.#chosen()
    if (!line || (event.key !== 'ArrowRight' && event.key !== 'ArrowLeft')) return
    event.preventDefault()
    const isRight = event.key === 'ArrowRight'
    if (line.isOpenable && line.isOpen !== isRight) this.#toggle(line)
    else this.#list.choose(this.#neighbour(line, isRight)?.id ?? line.id)
  }

  /** Into an open line, or out to the one that holds it. */
  #neighbour(line: TreeLine, isInward: boolean): TreeLine | undefined {
    const lines = this.#tree?.lines() ?? []
    const at = lines.indexOf(line)
    if (isInward) return line.isOpen ? lines[at + 1] : undefined
    return lines
      .slice(0, Math.max(0, at))
      .reverse()
      .find((each) => each.level < line.level)
  }

  #chosen(): TreeLine | undefined {
    return this.#tree?.lines().find((line) => line.id === this.#list.chosen)
  }

  #look(text: string): void {
    this.#stopSearch()
    this.#text = text
    if (text && this.#tree) {
      const { redactor } = this.#host.session.source
      const search = new TreeSearch(this.#data, text, this.#tree.showsSecrets ? undefined : redactor)
      this.#search = search
      this.#goOn(search, true)
    }
    this.#host.requestUpdate()
  }

  /** One slice of a search; the rest after whatever else the page has to do. */
  #goOn(search: TreeSearch, isFirst = false): void {
    if (search !== this.#search) return
    const had = search.found.length
    const end = performance.now() + SLICE
    search.advance(() => performance.now() >= end)
    if (had === 0 && search.found.length > 0 && this.#at < 0) this.#next(1)
    if (!search.isDone) setTimeout(() => this.#goOn(search), 0)
    if (!isFirst) this.#host.requestUpdate()
  }

  #stopSearch(): void {
    this.#search = undefined
    this.#at = -1
  }

  #next(step: number): void {
    const found = this.#search?.found ?? []
    if (found.length === 0 || !this.#tree) return
    this.#at = (this.#at + step + found.length) % found.length
    const id = this.#tree.reveal(found[this.#at] ?? [])
    this.#list.use(this.#tree.lines())
    this.#list.choose(id)
  }

  #found(): TemplateResult | typeof nothing {
    if (!this.#search) return nothing
    const { found, isDone } = this.#search
    const count = `${found.length}${found.length >= MOST_FOUND || !isDone ? '+' : ''}`
    return html`<span class="soft found" role="status">
        ${found.length === 0 ? (isDone ? 'not found' : 'searching…') : `${this.#at + 1} of ${count}`}
      </span>
      <button
        class="icon-button"
        aria-label="Previous"
        title="Previous (Shift+Enter)"
        @click=${() => this.#next(-1)}
      >
        ${icon('up')}
      </button>
      <button class="icon-button" aria-label="Next" title="Next (Enter)" @click=${() => this.#next(1)}>
        ${icon('down')}
      </button>`
  }

  readonly #copy = async () => {
    if (!this.#tree) return
    const { redactor } = this.#host.session.source
    const { value, isSecret } = this.#tree.memberAt(this.#chosen()?.path ?? [])
    const text = toJson(value, this.#tree.showsSecrets ? undefined : redactor, isSecret)
    try {
      await navigator.clipboard.writeText(text)
      this.#host.say('Copied as JSON')
    } catch {
      this.#host.say('The browser does not let the panel write to the clipboard')
    }
  }

  readonly #toggleSecrets = (event: Event) => {
    if (this.#tree) this.#tree.showsSecrets = (event.target as HTMLInputElement).checked
    if (this.#text) this.#look(this.#text)
    this.#host.requestUpdate()
  }
}
