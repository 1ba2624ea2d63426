/** Counts of what happened, and the plain object that `metrics()` answers. */

/** Running totals since the manager was made. */
export class Counters {
  requests = 0
  retries = 0
  joined = 0
  changed = 0
  unchanged = 0
  failed = 0
  superseded = 0
  aborted = 0
  invalidations = 0
  mutations = 0
}

/** What `metrics()` answers: totals since the manager was made. */
export interface SyncMetrics {
  /** Attempts that began, repetitions included. */
  readonly requests: number
  /** Attempts that repeated a failed one. */
  readonly retries: number
  /** Requests saved because one was in flight already. */
  readonly joined: number
  /** Answers that changed the data. */
  readonly changed: number
  /** Answers that did not. */
  readonly unchanged: number
  /** Requests that failed, all their repetitions included. */
  readonly failed: number
  /** Answers refused because something newer was held. */
  readonly superseded: number
  /** Requests given up because nobody wanted them any more. */
  readonly aborted: number
  /** Invalidations, by whomever: calls of `invalidate`, of manager and cache, and mutations. */
  readonly invalidations: number
  /** Mutations that began. */
  readonly mutations: number
  /** Keys that are registered, watched or being asked for. */
  readonly keys: number
  /** Requests under way. */
  readonly running: number
  /** Share of finished requests that succeeded, 0 to 1; 1 before the first. */
  readonly successRate: number
}

/** Totals as a plain object. */
export function toMetrics(counters: Counters, keys: number, running: number): SyncMetrics {
  const succeeded = counters.changed + counters.unchanged
  const finished = succeeded + counters.failed
  return { ...counters, keys, running, successRate: finished > 0 ? succeeded / finished : 1 }
}
