/** Pseudo-random numbers that are the same for the same seed, so that a failing run can be run again. */

/** A source of chance for one run. */
export interface Chance {
  /** From 0 to 1, 1 excluded: what `Math.random` answers. */
  next(): number
  /** A whole number from `least` to `most`, both included. */
  whole(least: number, most: number): number
  /** True in so many of 100 cases. */
  percent(share: number): boolean
  /** One of a list. */
  pick<T>(list: readonly T[]): T
}

/** The chance of a seed (mulberry32). */
export function seeded(seed: number): Chance {
  let state = seed >>> 0
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
  const whole = (least: number, most: number) => least + Math.floor(next() * (most - least + 1))
  return {
    next,
    whole,
    percent: (share) => next() * 100 < share,
    pick: (list) => {
      const chosen = list[whole(0, list.length - 1)]
      if (chosen === undefined) throw new RangeError('there is nothing to pick from')
      return chosen
    },
  }
}
