/** What is counted of a manager or of one key: over the last while, slice by slice, and before that. */
import { Tally } from './tally'
import type { TraceRecord } from './trace-record'

/** Into how many slices the window is cut: it moves by a twelfth of its length. */
export const SLICES = 12

export class Scope {
  /** What has left the window. */
  readonly #before = new Tally()
  readonly #slices = new Map<number, Tally>()

  /** Adds a record; `slice` counts up with time. */
  take(record: TraceRecord, slice: number): void {
    this.#sliceOf(slice).take(record)
  }

  /** What was counted in the window that ends with a slice, and in all. */
  measure(slice: number): { readonly total: Tally; readonly window: Tally } {
    this.#forget(slice)
    const window = new Tally()
    for (const each of this.#slices.values()) window.merge(each)
    const total = new Tally()
    total.merge(this.#before)
    total.merge(window)
    return { total, window }
  }

  /** Adds what another one counted, slice by slice. */
  merge(other: Scope): void {
    this.#before.merge(other.#before)
    for (const [slice, tally] of other.#slices) this.#sliceOf(slice).merge(tally)
  }

  #sliceOf(slice: number): Tally {
    let tally = this.#slices.get(slice)
    if (!tally) {
      this.#forget(slice)
      this.#slices.set(slice, (tally = new Tally()))
    }
    return tally
  }

  #forget(slice: number): void {
    for (const [each, tally] of this.#slices) {
      if (each > slice - SLICES) continue
      this.#before.merge(tally)
      this.#slices.delete(each)
    }
  }
}
