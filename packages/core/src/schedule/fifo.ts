/** First in, first out, where one in the middle can be taken out. */

/** What can stand in a line: it knows its place, -1 outside. */
export interface Queued {
  place: number
}

export class Fifo<T extends Queued> {
  #items: (T | undefined)[] = []
  #head = 0
  /** The place of the first element of `#items`. */
  #base = 0

  add(item: T): void {
    item.place = this.#base + this.#items.push(item) - 1
  }

  delete(item: T): void {
    if (item.place < 0) return
    this.#items[item.place - this.#base] = undefined
    item.place = -1
  }

  shift(): T | undefined {
    while (this.#head < this.#items.length) {
      const item = this.#items[this.#head]
      this.#items[this.#head++] = undefined
      if (this.#head > 1000 && this.#head * 2 > this.#items.length) this.#compact()
      if (!item) continue
      item.place = -1
      return item
    }
    this.#compact()
    return undefined
  }

  clear(): void {
    for (const item of this.#items) if (item) item.place = -1
    this.#head = this.#items.length
    this.#compact()
  }

  #compact(): void {
    if (this.#head === 0) return
    if (this.#head === this.#items.length) this.#items = []
    else this.#items.splice(0, this.#head)
    this.#base += this.#head
    this.#head = 0
  }
}
