/** A row of tabs: one of them can be tabbed to, the arrow keys move between them. */
import { html, nothing, type TemplateResult } from 'lit'

/** A tab. */
export interface Tab<T extends string> {
  readonly name: T
  readonly label: string
  /** A number beside the label. */
  readonly count?: number | undefined
}

/** The tabs; `prefix` tells rows of tabs apart. What they show has the id `{prefix}-panel`. */
export function tabRow<T extends string>(
  prefix: string,
  label: string,
  tabs: readonly Tab<T>[],
  chosen: T,
  choose: (name: T) => void,
): TemplateResult {
  const onKey = (event: KeyboardEvent) => {
    const from = tabs.findIndex((tab) => tab.name === chosen)
    const to = { ArrowRight: from + 1, ArrowLeft: from - 1, Home: 0, End: tabs.length - 1 }[event.key]
    const tab = to === undefined ? undefined : tabs[(to + tabs.length) % tabs.length]
    if (!tab) return
    event.preventDefault()
    const row = event.currentTarget as HTMLElement
    choose(tab.name)
    row.querySelector<HTMLElement>(`#${prefix}-${tab.name}`)?.focus()
  }
  return html`<div class="tabs ${prefix}" role="tablist" aria-label=${label} @keydown=${onKey}>
    ${tabs.map(
      ({ name, label: text, count }) =>
        html`<button
          role="tab"
          id="${prefix}-${name}"
          aria-selected=${name === chosen}
          aria-controls="${prefix}-panel"
          tabindex=${name === chosen ? 0 : -1}
          @click=${() => choose(name)}
        >
          ${text}${count === undefined ? nothing : html` <span class="count">${count}</span>`}
        </button>`,
    )}
  </div>`
}
