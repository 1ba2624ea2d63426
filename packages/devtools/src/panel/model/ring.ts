/** A list that keeps its newest items: old ones make room. */

/** Items, oldest first, at most `most` of them. Dropping is done in lumps, so that adding is cheap. */
export class Ring<T> {
  readonly #most: number
  #items: T[] = []

  constructor(most: number) {
    this.#most = most
  }

  add(item: T): void {
    this.#items.push(item)
    if (this.#items.length >= 2 * this.#most) this.#items = this.#items.slice(-this.#most)
  }

  /** The items as of now, oldest first. */
  items(): readonly T[] {
    return this.#items.length > this.#most ? this.#items.slice(-this.#most) : this.#items
  }

  clear(): void {
    this.#items = []
  }
}
