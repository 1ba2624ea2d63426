/** Where the page stands, as last seen, and what changed when the environment says that something did. */
import type { Environment } from '../environment'

/** What the manager does when the page comes and goes. */
export interface PresenceListener {
  /** The page is shown again. */
  shown(): void
  /** The page is hidden, frozen, or put away. */
  hidden(): void
  online(): void
  offline(): void
  focused(): void
}

/** Listens only between `attach` and `detach`; outside, every question reads the environment. */
export class Presence {
  readonly #environment: Environment
  readonly #listener: PresenceListener
  #off: (() => void) | undefined
  #visible = true
  #online = true
  #focused = true
  #isCut = false

  constructor(environment: Environment, listener: PresenceListener) {
    this.#environment = environment
    this.#listener = listener
  }

  get isVisible(): boolean {
    return this.#off ? this.#visible : this.#environment.isVisible()
  }

  get isOnline(): boolean {
    return this.#off ? this.#online : !this.#isCut && this.#environment.isOnline()
  }

  /** Holds the network to be away, whatever the environment says. */
  cut(isCut: boolean): void {
    this.#isCut = isCut
    this.#changed()
  }

  attach(): void {
    if (this.#off) return
    this.#read()
    this.#off = this.#environment.subscribe(() => this.#changed())
  }

  detach(): void {
    const off = this.#off
    this.#off = undefined
    off?.()
  }

  #read(): void {
    this.#visible = this.#environment.isVisible()
    this.#online = !this.#isCut && this.#environment.isOnline()
    this.#focused = this.#environment.isFocused?.() ?? true
  }

  #changed(): void {
    if (!this.#off) return
    const [visible, online, focused] = [this.#visible, this.#online, this.#focused]
    this.#read()
    // The network first: a page that comes back together with it asks once, for everything.
    if (online !== this.#online) this.#listener[this.#online ? 'online' : 'offline']()
    if (visible !== this.#visible) this.#listener[this.#visible ? 'shown' : 'hidden']()
    if (this.#focused && !focused && this.#visible) this.#listener.focused()
  }
}
