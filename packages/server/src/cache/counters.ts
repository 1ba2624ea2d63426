/** What a cache counts. */
import type { StoreSize } from '../stores'
import type { CacheStats } from './response-cache'

/** The counts that grow; see {@link CacheStats}. */
export class Counters {
  hits = 0
  misses = 0
  staleHits = 0
  loads = 0
  joins = 0
  errors = 0
  passed = 0
  tooLarge = 0
  invalidations = 0

  /** With what the tiers hold, memory first. */
  toStats(tiers: readonly StoreSize[]): CacheStats {
    const answered = this.hits + this.staleHits
    const all = answered + this.misses
    return {
      hits: this.hits,
      misses: this.misses,
      staleHits: this.staleHits,
      loads: this.loads,
      joins: this.joins,
      errors: this.errors,
      passed: this.passed,
      tooLarge: this.tooLarge,
      invalidations: this.invalidations,
      hitRatio: all === 0 ? 0 : answered / all,
      entries: tiers.at(-1)?.entries ?? 0,
      bytes: tiers[0]?.bytes ?? 0,
      evictions: tiers[0]?.evictions ?? 0,
      tiers,
    }
  }
}
