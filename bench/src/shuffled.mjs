// A fixed shuffle: the same order in every run, and no locality that a real page would not have.

/** A copy in an order that a small generator with a fixed seed chooses. */
export function shuffled(list) {
  const copy = [...list]
  let state = 12_345
  for (let index = copy.length - 1; index > 0; index--) {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0
    const other = state % (index + 1)
    ;[copy[index], copy[other]] = [copy[other], copy[index]]
  }
  return copy
}
