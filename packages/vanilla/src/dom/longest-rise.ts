/** Which of many may stay where they are while the others are moved: the longest rising subsequence. */

/**
 * The indexes of the longest rising subsequence of distinct numbers; negative ones are left out. `fixed` is an index
 * that has to be in it, negative for none.
 */
export function longestRise(numbers: readonly number[], fixed = -1): Set<number> {
  const pin = numbers[fixed] ?? -1
  /** For each length, the index of the least last number of a rising subsequence of that length. */
  const tails: number[] = []
  const previous: number[] = []
  numbers.forEach((number, index) => {
    const isInOrder = pin < 0 || index === fixed || number < pin === index < fixed
    if (number < 0 || !isInOrder) return
    let low = 0
    for (let high = tails.length; low < high;) {
      const middle = (low + high) >> 1
      if ((numbers[tails[middle] as number] as number) < number) low = middle + 1
      else high = middle
    }
    previous[index] = tails[low - 1] ?? -1
    tails[low] = index
  })
  const rise = new Set<number>()
  for (let index = tails.at(-1) ?? -1; index >= 0; index = previous[index] as number) rise.add(index)
  return rise
}
