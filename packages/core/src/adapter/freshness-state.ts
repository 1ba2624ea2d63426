/** How old data is, as an indicator shows it. */
import type { Freshness } from '../sync'

/** How old the data of a key is. All times are milliseconds. */
export interface FreshnessState {
  /** Of what is held: `empty`, `fresh` or `stale`. */
  readonly freshness: Freshness
  /** When the server last confirmed the data: epoch milliseconds. */
  readonly updatedAt: number | undefined
  /** The end of freshness: epoch milliseconds, or `Infinity`. */
  readonly expiresAt: number | undefined
  /** Time since `updatedAt`: whole seconds below a minute, half minutes above. Undefined without data, and as served. */
  readonly age: number | undefined
  /** Stale for longer than `overdueAfter`. */
  readonly isOverdue: boolean
}
