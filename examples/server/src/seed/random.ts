/** Repeatable random numbers: the same seed gives the same demo data. */

/** A source of numbers and of choices made with them. */
export interface Random {
  /** From 0 up to 1. */
  next(): number
  /** A whole number from `min` to `max`, both included. */
  between(min: number, max: number): number
  /** One of the items; throws when there is none. */
  pick<T>(items: readonly T[]): T
  /** One of the names, as often as its weight says. */
  weighted<Name extends string>(weights: Readonly<Record<Name, number>>): Name
  /** True with a probability. */
  chance(probability: number): boolean
}

/** Starts a sequence (mulberry32). */
export function createRandom(seed: number): Random {
  let state = seed >>> 0
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  const between = (min: number, max: number) => min + Math.floor(next() * (max - min + 1))
  const pick = <T>(items: readonly T[]): T => {
    if (items.length === 0) throw new Error('There is nothing to pick from')
    return items[between(0, items.length - 1)] as T
  }
  const weighted = <Name extends string>(weights: Readonly<Record<Name, number>>): Name => {
    const entries = Object.entries(weights) as [Name, number][]
    let left = next() * entries.reduce((sum, [, weight]) => sum + weight, 0)
    const found = entries.find(([, weight]) => (left -= weight) < 0)
    return found === undefined ? pick(entries)[0] : found[0]
  }
  return { next, between, pick, weighted, chance: (probability) => next() < probability }
}
