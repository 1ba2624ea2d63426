/** First in, first out, where one in the middle can be taken out. */

export class Fifo<T> {
  readonly #items = new Set<T>()
  /** Stands behind all that went out, so that those are not passed over again; it sees what is added later. */
  #next = this.#items.values()

  get size(): number {
    return this.#items.size
  }

  has(item: T): boolean {
    return this.#items.has(item)
  }

  add(item: T): void {
    this.#items.add(item)
  }

  delete(item: T): boolean {
    return this.#items.delete(item)
  }

  shift(): T | undefined {
    let next = this.#next.next()
    // An iterator that has once come to the end stays there.
    if (next.done) next = (this.#next = this.#items.values()).next()
    if (next.done) return undefined
    this.#items.delete(next.value)
    return next.value
  }

  clear(): void {
    this.#items.clear()
  }
}
