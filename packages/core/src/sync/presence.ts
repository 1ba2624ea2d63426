/** Where the page stands, as last seen, and what changed when the environment says that something did. */
import type { Environment } from '../environment'

/** What the manager does when the page comes and goes: shown again or hidden, frozen, put away; the network; the focus. */
export type PresenceChange = 'visible' | 'hidden' | 'online' | 'offline' | 'focus'

/** Listens only between `attach` and `detach`; outside, every question reads the environment. */
export class Presence {
  readonly #environment: Environment
  readonly #onChange: (change: PresenceChange) => void
  #off: (() => void) | undefined
  #visible = true
  #online = true
  #focused = true
  #cuts = 0

  constructor(environment: Environment, onChange: (change: PresenceChange) => void) {
    this.#environment = environment
    this.#onChange = onChange
  }

  get isVisible(): boolean {
    return this.#off ? this.#visible : this.#environment.isVisible()
  }

  get isOnline(): boolean {
    return this.#off ? this.#online : this.#cuts === 0 && this.#environment.isOnline()
  }

  /** One more, or one fewer, who holds the network to be away, whatever the environment says. */
  cut(by: 1 | -1): void {
    this.#cuts += by
    this.#changed()
  }

  attach(): void {
    this.#read()
    this.#off = this.#environment.subscribe(() => this.#changed())
  }

  detach(): void {
    const off = this.#off
    this.#off = undefined
    off?.()
  }

  #changed(): void {
    if (this.#off) this.#read(this.#onChange)
  }

  /** Reads anew; `tell` is told of what is no longer as it was. */
  #read(tell?: (change: PresenceChange) => void): void {
    const [visible, online, focused] = [this.#visible, this.#online, this.#focused]
    const environment = this.#environment
    this.#visible = environment.isVisible()
    this.#online = this.#cuts === 0 && environment.isOnline()
    this.#focused = environment.isFocused?.() ?? true
    // The network first: a page that comes back together with it asks once, for everything.
    if (online !== this.#online) tell?.(this.#online ? 'online' : 'offline')
    if (visible !== this.#visible) tell?.(this.#visible ? 'visible' : 'hidden')
    if (this.#focused && !focused && this.#visible) tell?.('focus')
  }
}
