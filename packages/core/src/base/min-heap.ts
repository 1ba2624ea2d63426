/** A binary heap by due time whose items know their place, so that one can be moved or taken out in log n. */

/** What the heap orders: `wakeAt` is the due time, `heapIndex` the item's place (-1: not in the heap). */
export interface HeapItem {
  wakeAt: number
  heapIndex: number
}

/**
 * Items by ascending `wakeAt`. The times stand in an array of their own: comparing them touches no item, of which
 * there may be ten thousand, all out of the processor's cache.
 */
export class MinHeap<T extends HeapItem> {
  readonly #items: T[] = []
  readonly #times: number[] = []

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
    if (item.heapIndex < 0) this.#up(item, wakeAt, this.#items.push(item) - 1)
    else if (wakeAt < before) this.#up(item, wakeAt, item.heapIndex)
    else this.#down(item, wakeAt, item.heapIndex)
  }

  /** Takes an item out; one that is not in is left alone. */
  delete(item: T): void {
    const { heapIndex: index, wakeAt: before } = item
    item.wakeAt = Infinity
    if (index < 0) return
    item.heapIndex = -1
    const last = this.#items.pop() as T
    const time = this.#times.pop() as number
    if (last === item) return
    // The last takes its place: earlier than what stood there, it may go up, else down.
    if (time < before) this.#up(last, time, index)
    else this.#down(last, time, index)
  }

  clear(): void {
    for (const item of this.#items) {
      item.heapIndex = -1
      item.wakeAt = Infinity
    }
    this.#items.length = this.#times.length = 0
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
