/**
 * A long list of rows of one height, of which only those on screen are rendered. One element has the focus; the
 * arrow keys move through the rows, and screen readers are told how many there are.
 */
import { html, nothing, type TemplateResult } from 'lit'
import { repeat } from 'lit/directives/repeat.js'
import { ref } from 'lit/directives/ref.js'
import { moveInList, scrollToShow, windowOf } from '../model/list-window'
import { vars } from './vars'

/** What a list is made of. */
export interface ListOptions<T> {
  /** Tells lists of a panel apart; begins the ids of rows. */
  readonly name: string
  /** What screen readers call it. */
  readonly label: string
  readonly role: 'grid' | 'tree'
  /** Pixels. */
  readonly rowHeight: number
  /** Tells rows apart. */
  readonly idOf: (item: T) => string | number
  /** The row's element: it takes the attributes that it is given. */
  readonly row: (item: T, place: RowPlace) => TemplateResult
  /** Another row was chosen, by keyboard or by pointer. */
  readonly onChoose?: (item: T) => void
  /** Enter, or a second click, on the chosen row. */
  readonly onEnter?: (item: T) => void
  /** What is drawn above the rows, and stays: the heads of columns. */
  readonly head?: () => TemplateResult
}

/** Where a row stands. */
export interface RowPlace {
  readonly index: number
  readonly id: string
  readonly isChosen: boolean
}

/** The state of one list: how far it is scrolled, and which row is chosen. */
export class VirtualList<T> {
  readonly #options: ListOptions<T>
  readonly #update: () => void
  #items: readonly T[] = []
  #element: HTMLElement | undefined
  #scrollTop = 0
  #height = 400
  #chosen: string | number | undefined
  readonly #attach = (element: Element | undefined) => {
    this.#element = element as HTMLElement | undefined
    if (this.#element) this.#element.scrollTop = this.#scrollTop
  }

  constructor(update: () => void, options: ListOptions<T>) {
    this.#update = update
    this.#options = options
  }

  /** The id of the chosen item. */
  get chosen(): string | number | undefined {
    return this.#chosen
  }

  /** How many rows were rendered last: bounded by what is on screen. */
  get rendered(): number {
    const { first, end } = this.#window()
    return Math.max(0, end - first)
  }

  /** Chooses an item, and brings it on screen. */
  choose(id: string | number | undefined): void {
    this.#chosen = id
    const index = this.#items.findIndex((item) => this.#options.idOf(item) === id)
    if (index >= 0) this.#scrollTo(index)
    this.#update()
  }

  /** Goes back to the top: other items are listed from now on. */
  top(): void {
    this.#scrollTop = 0
    if (this.#element) this.#element.scrollTop = 0
  }

  /** Looks again how much room there is. Answers whether it changed. */
  measure(): boolean {
    const height = this.#element?.clientHeight ?? this.#height
    if (height === this.#height || height === 0) return false
    this.#height = height
    return true
  }

  /** Takes other items, so that one of them can be chosen before they are rendered. */
  use(items: readonly T[]): void {
    this.#items = items
  }

  render(items: readonly T[]): TemplateResult {
    this.use(items)
    const { name, label, role, rowHeight, idOf, row, head } = this.#options
    const { first, end } = this.#window()
    const chosenAt = items.findIndex((item) => idOf(item) === this.#chosen)
    const isSeen = chosenAt >= first && chosenAt < end
    return html`<div
      class="list ${name}"
      role=${role}
      tabindex="0"
      aria-label=${label}
      aria-rowcount=${role === 'grid' ? items.length + (head ? 1 : 0) : nothing}
      aria-activedescendant=${isSeen ? this.#rowId(chosenAt) : nothing}
      ${ref(this.#attach)}
      @scroll=${this.#onScroll}
      @keydown=${this.#onKey}
      @click=${this.#onClick}
      @dblclick=${this.#onDoubleClick}
    >
      ${head?.()}
      <div
        class="rows"
        role=${role === 'grid' ? 'rowgroup' : 'none'}
        ${vars({ '--rows': items.length, '--row-height': `${rowHeight}px` })}
      >
        ${repeat(
          items.slice(first, end),
          (item) => idOf(item),
          (item, offset) => {
            const index = first + offset
            return row(item, { index, id: this.#rowId(index), isChosen: index === chosenAt })
          },
        )}
      </div>
    </div>`
  }

  #window() {
    const { rowHeight } = this.#options
    const most = Math.max(0, this.#items.length * rowHeight - this.#height + rowHeight)
    return windowOf(Math.min(this.#scrollTop, most), this.#height, rowHeight, this.#items.length)
  }

  #rowId(index: number): string {
    return `${this.#options.name}-${index}`
  }

  readonly #onScroll = () => {
    this.#scrollTop = this.#element?.scrollTop ?? 0
    this.#update()
  }

  readonly #onKey = (event: KeyboardEvent) => {
    if (event.target !== this.#element || event.altKey || event.ctrlKey || event.metaKey) return
    const { idOf, rowHeight, onChoose, onEnter } = this.#options
    const from = this.#items.findIndex((item) => idOf(item) === this.#chosen)
    const current = this.#items[from]
    if (event.key === 'Enter' && current !== undefined) {
      event.preventDefault()
      onEnter?.(current)
      return
    }
    const page = Math.max(1, Math.floor(this.#height / rowHeight) - 1)
    const to = moveInList(event.key, from, this.#items.length, page)
    const item = to === undefined ? undefined : this.#items[to]
    if (to === undefined || item === undefined) return
    event.preventDefault()
    this.#chosen = idOf(item)
    this.#scrollTo(to)
    onChoose?.(item)
    this.#update()
  }

  readonly #onClick = (event: MouseEvent) => {
    const item = this.#itemAt(event)
    if (item === undefined) return
    this.#chosen = this.#options.idOf(item)
    this.#options.onChoose?.(item)
    this.#update()
  }

  readonly #onDoubleClick = (event: MouseEvent) => {
    const item = this.#itemAt(event)
    if (item !== undefined) this.#options.onEnter?.(item)
  }

  #itemAt(event: MouseEvent): T | undefined {
    const row = (event.target as Element).closest<HTMLElement>('[data-index]')
    return row ? this.#items[Number(row.dataset['index'])] : undefined
  }

  #scrollTo(index: number): void {
    const { rowHeight } = this.#options
    const head = this.#element?.querySelector<HTMLElement>('.head')?.offsetHeight ?? 0
    this.#scrollTop = scrollToShow(index, this.#scrollTop, this.#height - head, rowHeight)
    if (this.#element) this.#element.scrollTop = this.#scrollTop
  }
}
