/** The inside of an indicator: its elements, and what they show. */
import { toAgeText } from './age-text'
import type { IndicatorLabels } from './labels'
import { adoptStyle } from './style'

/** How the data of the key is, worst first. */
export type IndicatorState = 'error' | 'overdue' | 'stale' | 'fresh' | 'empty'

/** All that an indicator shows. */
export interface IndicatorFacts {
  readonly state: IndicatorState
  readonly isFetching: boolean
  readonly updatedAt: number | undefined
  readonly age: number | undefined
  readonly isAutoSync: boolean
  readonly labels: IndicatorLabels
  readonly language: string | undefined
  readonly hidden: { readonly button: boolean; readonly toggle: boolean; readonly age: boolean }
}

/** Builds the shadow tree of an indicator once, and brings it to what is so. */
export class IndicatorView {
  /** How often something was announced. */
  announced = 0
  readonly #base: HTMLElement
  readonly #warning: HTMLElement
  readonly #age: HTMLTimeElement
  readonly #refresh: HTMLButtonElement
  readonly #toggle: HTMLButtonElement
  readonly #track: HTMLElement
  readonly #toggleText: Text
  readonly #live: HTMLElement
  readonly #root: ShadowRoot
  #stamped: string | undefined

  constructor(root: ShadowRoot, on: { readonly refresh: () => void; readonly toggle: () => void }) {
    const page = root.ownerDocument
    const make = <N extends keyof HTMLElementTagNameMap>(name: N, part: string): HTMLElementTagNameMap[N] => {
      const element = page.createElement(name)
      element.className = part
      if (part !== 'live') element.setAttribute('part', part)
      return element
    }
    const makeButton = (part: string, onClick: () => void): HTMLButtonElement => {
      const button = make('button', part)
      button.type = 'button'
      button.setAttribute('part', `button ${part}`)
      button.addEventListener('click', onClick)
      return button
    }
    this.#root = root
    this.#base = make('span', 'base')
    this.#base.setAttribute('role', 'group')
    const pulse = make('span', 'pulse')
    this.#warning = make('strong', 'warning')
    this.#age = make('time', 'age')
    this.#refresh = makeButton('refresh', on.refresh)
    this.#toggle = makeButton('toggle', on.toggle)
    this.#toggle.setAttribute('role', 'switch')
    this.#track = make('span', 'track')
    this.#track.setAttribute('aria-hidden', 'true')
    this.#toggleText = page.createTextNode('')
    this.#toggle.append(this.#track, this.#toggleText)
    // What is announced stands apart from what is shown: ages move each second, and are not news.
    this.#live = make('span', 'live')
    this.#live.setAttribute('role', 'status')
    this.#base.append(pulse, this.#warning, this.#age, this.#refresh, this.#toggle, this.#live)
    root.append(this.#base)
    this.adopt()
  }

  /** Gives the tree its style, also after it has moved to another document. */
  adopt(): void {
    adoptStyle(this.#root)
  }

  /** Shows what is so. What is the same already is not touched. */
  show({ state, isFetching, updatedAt, age, isAutoSync, labels, language, hidden }: IndicatorFacts): void {
    const states = ['base', state, ...(isFetching ? ['fetching'] : []), ...(isAutoSync ? [] : ['paused'])]
    set(this.#base, 'class', states.join(' '))
    set(this.#base, 'part', states.join(' '))
    set(this.#base, 'aria-label', labels.name)
    const warning = state === 'fresh' || state === 'empty' ? '' : labels[state]
    setText(this.#warning, warning)
    const isKnown = updatedAt !== undefined && age !== undefined
    setText(
      this.#age,
      isKnown ? labels.updated.replace('{age}', () => toAgeText(age, language)) : labels.empty,
    )
    this.#stamp(isKnown ? updatedAt : undefined, language)
    this.#age.hidden = hidden.age || (!isKnown && state === 'error')
    setText(this.#refresh, labels.refresh)
    this.#refresh.hidden = hidden.button
    // Not `disabled`: that would take the focus away.
    set(this.#refresh, 'aria-disabled', String(isFetching))
    setText(this.#toggleText, labels.autoSync)
    set(this.#toggle, 'aria-checked', String(isAutoSync))
    set(this.#track, 'part', isAutoSync ? 'track on' : 'track')
    this.#toggle.hidden = hidden.toggle
  }

  /** The exact time, written only when it is another: ages tick, and writing dates is slow. */
  #stamp(updatedAt: number | undefined, language: string | undefined): void {
    const stamp = `${updatedAt} ${language}`
    if (stamp === this.#stamped) return
    this.#stamped = stamp
    const at = updatedAt === undefined ? undefined : new Date(updatedAt)
    set(this.#age, 'datetime', at?.toISOString())
    set(this.#age, 'title', at?.toLocaleString(language))
  }

  /** Has a screen reader say something, also when it is what was said last. */
  announce(text: string): void {
    this.announced++
    const again = this.#live.textContent === text
    this.#live.textContent = again ? `${text}\u00a0` : text
  }
}

function set(element: Element, name: string, value: string | undefined): void {
  if (value === undefined) element.removeAttribute(name)
  else if (element.getAttribute(name) !== value) element.setAttribute(name, value)
}

function setText(node: Node, text: string): void {
  if (node.textContent !== text) node.textContent = text
}
