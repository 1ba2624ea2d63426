/**
 * A histogram of fixed size: buckets whose borders grow by 4 %. Whatever is recorded, it holds at most 519 numbers.
 * A percentile that it answers is within 2 % of the exact one for values from 1 ms to a week; below a millisecond it
 * is 0. What is longer than a week counts as a week.
 */

/** How durations are spread. Milliseconds; null where nothing was recorded. */
export interface Spread {
  /** How many were recorded. */
  readonly count: number
  /** Half of them took at most this long, within 2 %. */
  readonly p50: number | null
  /** 95 of 100 took at most this long, within 2 %. */
  readonly p95: number | null
  /** 99 of 100 took at most this long, within 2 %. */
  readonly p99: number | null
  /** The longest, exactly; at most a week. */
  readonly max: number | null
  /** The mean, exactly. */
  readonly mean: number | null
}

const GROWTH = 1.04
const LOG_GROWTH = /* @__PURE__ */ Math.log(GROWTH)
const WEEK = 7 * 24 * 3600 * 1000

function bucketOf(value: number): number {
  return value < 1 ? 0 : 1 + Math.floor(Math.log(value) / LOG_GROWTH)
}

export class Histogram {
  readonly #buckets = new Map<number, number>()
  #count = 0
  #sum = 0
  #max = 0

  /** What is not a duration (negative, NaN) counts as 0. */
  record(value: number): void {
    const duration = value > 0 ? Math.min(value, WEEK) : 0
    this.#add(bucketOf(duration), 1)
    this.#count++
    this.#sum += duration
    this.#max = Math.max(this.#max, duration)
  }

  /** Adds what another one holds. */
  merge(other: Histogram): void {
    for (const [bucket, count] of other.#buckets) this.#add(bucket, count)
    this.#count += other.#count
    this.#sum += other.#sum
    this.#max = Math.max(this.#max, other.#max)
  }

  /** How many buckets hold something. */
  get size(): number {
    return this.#buckets.size
  }

  spread(): Spread {
    const count = this.#count
    if (count === 0) return { count, p50: null, p95: null, p99: null, max: null, mean: null }
    const buckets = [...this.#buckets].sort(([a], [b]) => a - b)
    const at = (share: number): number => {
      // The nearest rank: the smallest value that so many are not above.
      let left = Math.ceil(share * count)
      const [bucket] = buckets.find(([, held]) => (left -= held) <= 0) ?? [0]
      // The harmonic middle of the bucket is equally near to both of its ends, in proportion.
      const middle = bucket === 0 ? 0 : (2 * GROWTH ** bucket) / (GROWTH + 1)
      return Math.min(middle, this.#max)
    }
    return {
      count,
      p50: at(0.5),
      p95: at(0.95),
      p99: at(0.99),
      max: this.#max,
      mean: this.#sum / count,
    }
  }

  #add(bucket: number, count: number): void {
    this.#buckets.set(bucket, (this.#buckets.get(bucket) ?? 0) + count)
  }
}
