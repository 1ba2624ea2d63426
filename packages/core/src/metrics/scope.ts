/** What is counted of a manager or of one key: over the whole time, and over the last while, slice by slice. */
import { Tally } from './tally'
import type { TraceRecord } from './trace-record'

/** Into how many slices the window is cut: it moves by a twelfth of its length. */
export const SLICES = 12

export class Scope {
  readonly total = new Tally()
  readonly #slices = new Map<number, Tally>()

  /** Adds a record; `slice` counts up with time. */
  take(record: TraceRecord, slice: number): void {
    let tally = this.#slices.get(slice)
    if (!tally) {
      this.#slices.set(slice, (tally = new Tally()))
      this.#forget(slice)
    }
    tally.take(record)
    this.total.take(record)
  }

  /** What was counted in the window that ends with a slice. */
  window(slice: number): Tally {
    this.#forget(slice)
    const tally = new Tally()
    for (const each of this.#slices.values()) tally.merge(each)
    return tally
  }

  #forget(slice: number): void {
    for (const each of this.#slices.keys()) if (each <= slice - SLICES) this.#slices.delete(each)
  }

  /** Adds what another one counted, slice by slice. */
  merge(other: Scope): void {
    this.total.merge(other.total)
    for (const [slice, tally] of other.#slices) {
      const own = this.#slices.get(slice)
      if (own) own.merge(tally)
      else this.#slices.set(slice, tally)
    }
  }
}
