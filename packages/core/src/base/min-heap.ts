/** A binary heap by due time whose items know their place, so that one can be moved or taken out in log n. */

/** What the heap orders: `heapIndex` is the item's place (-1: not in the heap). */
export interface HeapItem {
  heapIndex: number
}

/**
 * Items by ascending time. The times stand in an array of their own: comparing them touches no item, of which
 * there may be ten thousand, all out of the processor's cache.
 */
export class MinHeap<T extends HeapItem> {
  readonly #items: T[] = []
  readonly #times: number[] = []

  /** The item that is due first. */
  get first(): T | undefined {
    return this.#items[0]
  }

  /** When that is; `Infinity`: nothing is in. */
  get firstAt(): number {
    return this.#times[0] ?? Infinity
  }

  get size(): number {
    return this.#items.length
  }

  /** Puts an item in, or moves it; `Infinity` takes it out. */
  set(item: T, time: number): void {
    if (time === Infinity) return this.delete(item)
    const index = item.heapIndex
    if (index < 0) this.#up(item, time, this.#items.push(item) - 1)
    else this.#move(item, time, index)
  }

  /** Takes an item out; one that is not in is left alone. */
  delete(item: T): void {
    const index = item.heapIndex
    if (index < 0) return
    item.heapIndex = -1
    const last = this.#items.pop() as T
    const lastTime = this.#times.pop() as number
    // The last takes its place.
    if (last !== item) this.#move(last, lastTime, index)
  }

  clear(): void {
    for (const item of this.#items) item.heapIndex = -1
    this.#items.length = this.#times.length = 0
  }

  /** Earlier than what stood at a place, an item may go up from there, else down. */
  #move(item: T, time: number, index: number): void {
    if (time < (this.#times[index] as number)) this.#up(item, time, index)
    else this.#down(item, time, index)
  }

  #place(item: T, time: number, index: number): void {
    this.#items[index] = item
    this.#times[index] = time
    item.heapIndex = index
  }

  #up(item: T, time: number, index: number): void {
    while (index > 0) {
      const above = (index - 1) >> 1
      const other = this.#times[above] as number
      if (other <= time) break
      this.#place(this.#items[above] as T, other, index)
      index = above
    }
    this.#place(item, time, index)
  }

  #down(item: T, time: number, index: number): void {
    const times = this.#times
    for (;;) {
      let below = 2 * index + 1
      if (below >= times.length) break
      if (below + 1 < times.length && (times[below + 1] as number) < (times[below] as number)) below++
      const other = times[below] as number
      if (other >= time) break
      this.#place(this.#items[below] as T, other, index)
      index = below
    }
    this.#place(item, time, index)
  }
}
