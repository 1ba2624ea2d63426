/** Where a page stands, as one of its managers sees it; it counts who listens. */
import type { Environment } from '@freshline/core'

export class PageEnvironment implements Environment {
  /** How many listen. */
  listening = 0
  readonly #page: Environment

  constructor(page: Environment) {
    this.#page = page
  }

  isVisible(): boolean {
    return this.#page.isVisible()
  }

  isOnline(): boolean {
    return this.#page.isOnline()
  }

  isFocused(): boolean {
    return this.#page.isFocused?.() ?? true
  }

  subscribe(onChange: () => void): () => void {
    const off = this.#page.subscribe(onChange)
    this.listening++
    let isOff = false
    return () => {
      if (!isOff) this.listening--
      isOff = true
      off()
    }
  }
}
