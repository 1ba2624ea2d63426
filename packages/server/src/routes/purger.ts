/** Tells a CDN what went, after it went here. A CDN that fails never undoes an invalidation: it is told again. */
import type { Clock } from '@freshline/core/shared'
import { attemptPurge, type Outcome } from './purge-attempt'
import {
  resolvePurge,
  type Purge,
  type PurgeContext,
  type PurgeOptions,
  type PurgeReport,
  type PurgeTargets,
} from './purge-options'

/** Purges with repetition. */
export interface Purger {
  /** Resolves with what became of it; never rejects. */
  purge(targets: PurgeTargets, context: Pick<PurgeContext, 'keys' | 'position'>): Promise<PurgeReport>
  /** How many wait in the background. */
  readonly pending: number
  /** Gives up what waits. */
  close(): void
}

type Job = (attempt: number, timeout: number) => Promise<Outcome>

/**
 * Makes a purger.
 * @param report told of a purge that was given up
 * @throws OptionError for an option that has no meaning
 */
export function createPurger(
  given: Purge | PurgeOptions,
  clock: Clock,
  report: (error: unknown) => void,
): Purger {
  const options = resolvePurge(given)
  const closing = new AbortController()
  /** What waits, oldest first, each with its timer. */
  const waiting = new Map<object, unknown>()

  const again = (job: Job, made: number, later: number, error: unknown): boolean => {
    if (later >= options.laterAttempts || closing.signal.aborted) return false
    const ticket = {}
    const run = async () => {
      waiting.delete(ticket)
      const outcome = await job(made + 1, options.timeout)
      if (outcome.ok || closing.signal.aborted) return
      if (!again(job, made + 1, later + 1, outcome.error)) report(outcome.error)
    }
    const timer = clock.schedule(() => void run(), 1_000 * 4 ** later)
    // A process that has nothing else to do need not wait for it.
    ;(timer as { unref?: () => void } | undefined)?.unref?.()
    waiting.set(ticket, timer)
    const [oldest] = waiting
    if (waiting.size > options.pending && oldest) {
      clock.cancel(oldest[1])
      waiting.delete(oldest[0])
      report(new Error('a purge was given up: too many are waiting', { cause: error }))
    }
    return true
  }

  return {
    get pending() {
      return waiting.size
    },
    async purge(targets, context) {
      const job: Job = (attempt, timeout) =>
        attemptPurge(clock, timeout, closing.signal, (signal) =>
          options.run(targets, { ...context, attempt, signal }),
        )
      const endsAt = clock.monotonic() + options.timeout
      let outcome: Outcome = { ok: false, error: undefined }
      let made = 0
      for (
        let left = options.timeout;
        made < options.attempts && left > 0;
        left = endsAt - clock.monotonic()
      ) {
        outcome = await job(++made, left)
        if (outcome.ok) return { ok: true }
        const delay = 200 * 2 ** (made - 1)
        if (made < options.attempts && clock.monotonic() + delay < endsAt) await wait(clock, delay)
        else break
      }
      const { status, error } = outcome as Extract<Outcome, { ok: false }>
      const isRepeated = again(job, made, 0, error)
      if (!isRepeated) report(error)
      const detail = `The CDN could not be told in ${made} attempts; ${isRepeated ? 'it is tried again' : 'it is given up'}.`
      return { ok: false, ...(status !== undefined && { status }), detail }
    },
    close() {
      closing.abort()
      for (const timer of waiting.values()) clock.cancel(timer)
      waiting.clear()
    },
  }
}

async function wait(clock: Clock, ms: number): Promise<void> {
  await new Promise<void>((resolveWait) => clock.schedule(resolveWait, ms))
}
