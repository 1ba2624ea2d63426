/** Which rows of a long list are on screen, and how the keyboard moves in it. Pure. */

/** Rows that are rendered beyond the edges, so that scrolling shows no gaps. */
const BEYOND = 6

/** The rows to render: `first` up to, but without, `end`. */
export interface ListWindow {
  readonly first: number
  readonly end: number
}

/** The rows of a list of `count` that are on screen; sizes in pixels. */
export function windowOf(scrollTop: number, height: number, rowHeight: number, count: number): ListWindow {
  const first = Math.floor(scrollTop / rowHeight) - BEYOND
  const end = Math.ceil((scrollTop + height) / rowHeight) + BEYOND
  return { first: Math.max(0, Math.min(first, count - 1)), end: Math.max(0, Math.min(end, count)) }
}

/** Where to scroll so that a row is seen; the same place where it is seen already. */
export function scrollToShow(index: number, scrollTop: number, height: number, rowHeight: number): number {
  const top = index * rowHeight
  if (top < scrollTop) return top
  const over = top + rowHeight - (scrollTop + height)
  return over > 0 ? scrollTop + over : scrollTop
}

/** The row that a key of the keyboard moves to; undefined: it does not move. `from` -1: none is chosen yet. */
export function moveInList(key: string, from: number, count: number, page: number): number | undefined {
  if (count === 0) return undefined
  const last = count - 1
  const to = (index: number) => Math.max(0, Math.min(last, index))
  switch (key) {
    case 'ArrowDown':
      return to(from + 1)
    case 'ArrowUp':
      return from < 0 ? last : to(from - 1)
    case 'PageDown':
      return to(from + page)
    case 'PageUp':
      return to(from - page)
    case 'Home':
      return 0
    case 'End':
      return last
    default:
      return undefined
  }
}
