/** Tells a CDN what went, after it went here. A CDN that fails never undoes an invalidation: it is told again. */
import type { Clock } from '@freshline/core/shared'
import { attemptPurge, type Outcome } from './purge-attempt'
import { createLater } from './purge-later'
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
  /** Gives up what waits, and what is under way. */
  close(): void
}

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
  const { run, timeout, attempts } = options
  const closing = new AbortController()
  const later = createLater(options, clock, report)
  return {
    async purge(targets, context) {
      let attempt = 0
      const tryOnce = (time: number) =>
        attemptPurge(clock, time, closing.signal, (signal) =>
          run(targets, { ...context, attempt: ++attempt, signal }),
        )
      const outcome = await repeat(tryOnce, attempts, timeout, clock)
      if (outcome.ok) return { ok: true }
      const isRepeated = later.add(() => tryOnce(timeout))
      if (!isRepeated && !closing.signal.aborted) report(outcome.error)
      const next = isRepeated ? 'it is tried again' : 'it is given up'
      const detail = `The CDN could not be told in ${attempt} attempts; ${next}.`
      return { ok: false, ...(outcome.status !== undefined && { status: outcome.status }), detail }
    },
    close() {
      closing.abort()
      later.close()
    },
  }
}

/** As many attempts as there are and time allows, with 200, 400, 800 ms and so on between them. */
async function repeat(
  tryOnce: (time: number) => Promise<Outcome>,
  attempts: number,
  timeout: number,
  clock: Clock,
): Promise<Outcome> {
  const endsAt = clock.monotonic() + timeout
  for (let made = 1; ; made++) {
    const outcome = await tryOnce(endsAt - clock.monotonic())
    const delay = 200 * 2 ** (made - 1)
    if (outcome.ok || made >= attempts || clock.monotonic() + delay >= endsAt) return outcome
    await new Promise<void>((resolve) => clock.schedule(resolve, delay))
  }
}
