/** A binary heap by due time whose items know their place, so that one can be moved or taken out in log n. */

/** What the heap orders: `wakeAt` is the due time, `heapIndex` the item's place (-1: not in the heap). */
export interface HeapItem {
  wakeAt: number
  heapIndex: number
}

/** Items by ascending `wakeAt`. */
export class MinHeap<T extends HeapItem> {
  readonly #items: T[] = []

  /** The item that is due first. */
  get first(): T | undefined {
    return this.#items[0]
  }

  get size(): number {
    return this.#items.length
  }

  /** Puts an item in, or moves it; `Infinity` takes it out. */
  set(item: T, wakeAt: number): void {
    if (wakeAt === Infinity) return this.delete(item)
    const before = item.wakeAt
    item.wakeAt = wakeAt
    if (item.heapIndex < 0) {
      item.heapIndex = this.#items.push(item) - 1
      this.#up(item)
    } else if (wakeAt < before) this.#up(item)
    else if (wakeAt > before) this.#down(item)
  }

  /** Takes an item out; one that is not in is left alone. */
  delete(item: T): void {
    const index = item.heapIndex
    item.wakeAt = Infinity
    if (index < 0) return
    item.heapIndex = -1
    const last = this.#items.pop()
    if (!last || last === item) return
    this.#place(last, index)
    this.#up(last)
    this.#down(last)
  }

  clear(): void {
    for (const item of this.#items) item.heapIndex = -1
    this.#items.length = 0
  }

  #place(item: T, index: number): void {
    this.#items[index] = item
    item.heapIndex = index
  }

  #up(item: T): void {
    let index = item.heapIndex
    while (index > 0) {
      const above = (index - 1) >> 1
      const parent = this.#items[above] as T
      if (parent.wakeAt <= item.wakeAt) break
      this.#place(parent, index)
      index = above
    }
    this.#place(item, index)
  }

  #down(item: T): void {
    let index = item.heapIndex
    for (;;) {
      let below = 2 * index + 1
      let child = this.#items[below]
      if (!child) break
      const sibling = this.#items[below + 1]
      if (sibling && sibling.wakeAt < child.wakeAt) {
        child = sibling
        below++
      }
      if (child.wakeAt >= item.wakeAt) break
      this.#place(child, index)
      index = below
    }
    this.#place(item, index)
  }
}
