/** Where a page stands, as its manager sees it; it counts who listens. */
import { fixedEnvironment, type Environment } from '@freshline/core'
import type { Presence } from './permissions'

export class PageEnvironment implements Environment {
  /** How many listen. */
  listening = 0
  readonly #fixed

  constructor(presence: Presence) {
    this.#fixed = fixedEnvironment(presence)
  }

  isVisible(): boolean {
    return this.#fixed.isVisible()
  }

  isOnline(): boolean {
    return this.#fixed.isOnline()
  }

  isFocused(): boolean {
    return this.#fixed.isFocused?.() ?? true
  }

  subscribe(onChange: () => void): () => void {
    const off = this.#fixed.subscribe(onChange)
    this.listening++
    let isOff = false
    return () => {
      if (!isOff) this.listening--
      isOff = true
      off()
    }
  }

  set(change: Partial<Presence>): void {
    this.#fixed.set(change)
  }
}
