/** Tries again what failed, later and less and less often, while whoever asked has long been answered. */
import type { Clock } from '@freshline/core/shared'
import type { Outcome } from './purge-attempt'

/** How much is tried again. */
export interface LaterBounds {
  /** Most further attempts of each. */
  readonly laterAttempts: number
  /** Most that wait; beyond that the oldest is given up. */
  readonly pending: number
}

/** Something that may fail, and may be done again. */
export type Job = () => Promise<Outcome>

/** What is to be tried again. */
export interface Later {
  /** Answers whether it will be tried again; what is given up after that is reported. */
  add(job: Job): boolean
  /** How many wait. */
  readonly size: number
  /** Gives up what waits; nothing is added any more. */
  close(): void
}

/** Makes an empty one. The waits are 1, 4, 16, 64 and 256 s, and so on. */
export function createLater(bounds: LaterBounds, clock: Clock, report: (error: unknown) => void): Later {
  /** What waits, oldest first, each with its timer. */
  const waiting = new Map<object, unknown>()
  let closed = false

  const add = (job: Job, made: number): boolean => {
    if (closed || made >= bounds.laterAttempts) return false
    const ticket = {}
    const timer = clock.schedule(() => void run(job, made, ticket), 1_000 * 4 ** made)
    // A process that has nothing else to do need not wait for it.
    ;(timer as { unref?: () => void } | undefined)?.unref?.()
    waiting.set(ticket, timer)
    if (waiting.size > bounds.pending) dropOldest()
    return true
  }
  const run = async (job: Job, made: number, ticket: object) => {
    waiting.delete(ticket)
    const outcome = await job()
    if (outcome.ok || closed) return
    if (!add(job, made + 1)) report(outcome.error)
  }
  const dropOldest = () => {
    for (const [ticket, timer] of waiting) {
      clock.cancel(timer)
      waiting.delete(ticket)
      return report(new Error(`a purge was given up: over ${bounds.pending} are waiting`))
    }
  }
  return {
    get size() {
      return waiting.size
    },
    add: (job) => add(job, 0),
    close() {
      closed = true
      for (const timer of waiting.values()) clock.cancel(timer)
      waiting.clear()
    },
  }
}
