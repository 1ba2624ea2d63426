/** Moves and resizes the panel, by pointer and by keyboard, and keeps it on the page. */
import { html, type TemplateResult } from 'lit'
import { edgeOf, fit, moved, resized, type Place } from './model/place'

/** How far one press of an arrow key goes; with Shift, ten times as far. */
const STEP = 10

const ARROWS: Readonly<Record<string, readonly [x: number, y: number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
}

export class Frame {
  readonly #element: HTMLElement
  readonly #place: () => Place
  readonly #change: (place: Place) => void
  #off: (() => void) | undefined

  constructor(element: HTMLElement, place: () => Place, change: (place: Place) => void) {
    this.#element = element
    this.#place = place
    this.#change = change
  }

  /** Brings the element to its place, and listens to the page's size while it is open. */
  apply(isOpen: boolean): void {
    if (!isOpen) {
      this.#off?.()
      this.#off = undefined
      return
    }
    const { style } = this.#element
    const place = fit(this.#place(), pageSize())
    style.setProperty('--height', `${place.height}px`)
    style.setProperty('--width', `${place.width}px`)
    style.setProperty('--x', `${place.x}px`)
    style.setProperty('--y', `${place.y}px`)
    style.setProperty('--window-width', `${place.windowWidth}px`)
    style.setProperty('--window-height', `${place.windowHeight}px`)
    if (this.#off) return
    const onResize = () => this.apply(true)
    window.addEventListener('resize', onResize)
    this.#off = () => window.removeEventListener('resize', onResize)
  }

  /** The edge to pull at. */
  edge(): TemplateResult {
    const place = this.#place()
    const { now, least, most } = edgeOf(fit(place, pageSize()), pageSize())
    return html`<div
      class="edge"
      role="separator"
      tabindex="0"
      aria-label="Size of the panel"
      aria-orientation=${place.dock === 'right' ? 'vertical' : 'horizontal'}
      aria-valuenow=${now}
      aria-valuemin=${least}
      aria-valuemax=${most}
      @pointerdown=${(event: PointerEvent) => this.#pull(event, resized)}
      @keydown=${(event: KeyboardEvent) => this.#onKey(event, resized)}
    ></div>`
  }

  /** What a window is moved by. */
  handle(content: TemplateResult): TemplateResult {
    return html`<button
      class="brand handle"
      aria-label="Move the window: pull, or press the arrow keys"
      title="Move the window: pull, or press the arrow keys"
      @pointerdown=${(event: PointerEvent) => this.#pull(event, moved)}
      @keydown=${(event: KeyboardEvent) => this.#onKey(event, moved)}
    >
      ${content}<span>Freshline</span>
    </button>`
  }

  #onKey(event: KeyboardEvent, change: typeof moved): void {
    const arrow = ARROWS[event.key]
    if (!arrow) return
    event.preventDefault()
    event.stopPropagation()
    const step = event.shiftKey ? STEP * 10 : STEP
    this.#set(change(fit(this.#place(), pageSize()), arrow[0] * step, arrow[1] * step))
  }

  #pull(event: PointerEvent, change: typeof moved): void {
    if (event.button !== 0) return
    const handle = event.currentTarget as HTMLElement
    const from = fit(this.#place(), pageSize())
    const { clientX, clientY } = event
    handle.setPointerCapture(event.pointerId)
    const onMove = (move: PointerEvent) =>
      this.#set(change(from, move.clientX - clientX, move.clientY - clientY))
    const onUp = () => {
      handle.removeEventListener('pointermove', onMove)
      handle.removeEventListener('pointerup', onUp)
      handle.removeEventListener('pointercancel', onUp)
    }
    handle.addEventListener('pointermove', onMove)
    handle.addEventListener('pointerup', onUp)
    handle.addEventListener('pointercancel', onUp)
  }

  #set(place: Place): void {
    this.#change(fit(place, pageSize()))
  }
}

function pageSize() {
  return { width: window.innerWidth, height: window.innerHeight }
}
