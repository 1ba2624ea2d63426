/** What happened lately: a span of time in slices, of which the oldest falls off. */

/** One kind of account, kept for the last span. */
export interface SlidingWindow<T> {
  /** The account of the present slice, to be written to. */
  current(): T
  /** The accounts of all slices in the span, oldest first. */
  all(): readonly T[]
}

/** How many slices a span has: what is told is about between 4/5 of the span and the whole. */
const SLICES = 5

/**
 * Makes a window. It owns no timer: slices are turned when somebody looks.
 * @param span in milliseconds
 * @param now time that never goes back, in milliseconds
 */
export function createSlidingWindow<T>(span: number, now: () => number, create: () => T): SlidingWindow<T> {
  const width = span / SLICES
  let slices: { readonly index: number; readonly account: T }[] = []
  const turn = () => {
    const index = Math.floor(now() / width)
    slices = slices.filter((slice) => slice.index > index - SLICES)
    return index
  }
  return {
    current() {
      const index = turn()
      const last = slices[slices.length - 1]
      if (last?.index === index) return last.account
      const account = create()
      slices.push({ index, account })
      return account
    },
    all() {
      turn()
      return slices.map((slice) => slice.account)
    },
  }
}
