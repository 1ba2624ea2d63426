/**
 * Durations, counted in buckets whose width grows with the value, so that percentiles cost the same memory whatever
 * is measured. A percentile is off by at most {@link RELATIVE_ERROR} of itself, between 0.01 ms and an hour; shorter
 * ones count as 0.01 ms, longer ones as an hour. Smallest, greatest, count and sum are exact.
 */

/** The bound of the error of a percentile, as a part of its value. */
export const RELATIVE_ERROR = 0.02

const GROWTH = (1 + RELATIVE_ERROR) / (1 - RELATIVE_ERROR)
const LOG_GROWTH = Math.log(GROWTH)
/** The range, in milliseconds: at most 494 buckets. */
const LEAST = 0.01
const MOST = 3_600_000

/** Counts of durations in milliseconds. */
export class LatencySketch {
  /** How many were added. */
  count = 0
  /** Their sum. */
  sum = 0
  /** The smallest; Infinity while there is none. */
  min = Infinity
  /** The greatest; -Infinity while there is none. */
  max = -Infinity
  readonly #buckets = new Map<number, number>()

  /** Counts one duration; what is no number of at least 0 counts as 0. */
  add(duration: number): void {
    const value = duration >= 0 ? duration : 0
    const index = Math.ceil(Math.log(Math.min(Math.max(value, LEAST), MOST) / LEAST) / LOG_GROWTH)
    this.#buckets.set(index, (this.#buckets.get(index) ?? 0) + 1)
    this.count++
    this.sum += value
    this.min = Math.min(this.min, value)
    this.max = Math.max(this.max, value)
  }

  /** Counts all that another one holds. */
  merge(other: LatencySketch): void {
    for (const [index, count] of other.#buckets)
      this.#buckets.set(index, (this.#buckets.get(index) ?? 0) + count)
    this.count += other.count
    this.sum += other.sum
    this.min = Math.min(this.min, other.min)
    this.max = Math.max(this.max, other.max)
  }

  /**
   * The value that a part of all durations does not exceed (nearest rank); undefined where there are none.
   * @param part between 0 and 1: 0.95 for p95
   */
  quantile(part: number): number | undefined {
    if (this.count === 0) return undefined
    const rank = Math.max(1, Math.ceil(part * this.count))
    let seen = 0
    for (const index of [...this.#buckets.keys()].sort((a, b) => a - b)) {
      seen += this.#buckets.get(index) ?? 0
      // The value from which both ends of the bucket are equally far, in parts of themselves.
      if (seen >= rank) return clamp((2 * LEAST * GROWTH ** index) / (GROWTH + 1), this.min, this.max)
    }
    return this.max
  }
}

function clamp(value: number, least: number, most: number): number {
  return Math.min(Math.max(value, least), most)
}
