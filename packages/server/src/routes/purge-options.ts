/** What an application says about telling a CDN, and what it is told. */
import { checkDuration, OptionError } from '@freshline/core/shared'
import { checkLimit } from '../limits/check-limit'

/** What was invalidated. */
export interface PurgeTargets {
  /** Canonical keys that were named. */
  readonly keys: readonly string[]
  /** Tags that were named. */
  readonly tags: readonly string[]
  /** Patterns that were named. */
  readonly patterns: readonly string[]
  /** URL paths that were named. */
  readonly paths: readonly string[]
}

/** What a purge is told beside its targets. */
export interface PurgeContext {
  /** Keys of the entries that were held and went, the first 1,000: for a proxy that knows no tags. */
  readonly keys: readonly string[]
  /** The invalidation's place in the log; undefined where the server has no cache. */
  readonly position: string | undefined
  /** Which attempt this is, from 1. */
  readonly attempt: number
  /** Aborts when the attempt has taken too long, or the server is closed. */
  readonly signal: AbortSignal
}

/**
 * Purges. Throwing, or resolving with something whose `ok` is false, such as a `Response`, is a failure and leads to
 * another attempt; so it must bear being called twice.
 */
export type Purge = (targets: PurgeTargets, context: PurgeContext) => unknown

/** A purge with its bounds. */
export interface PurgeOptions {
  /** The purge itself. */
  readonly run: Purge
  /** Longest time that an invalidation waits for all its attempts together, in milliseconds. Default 5,000. */
  readonly timeout?: number | undefined
  /** Most attempts that an invalidation waits for. Default 3, with 200 ms, then 400 ms between them. */
  readonly attempts?: number | undefined
  /** Most further attempts in the background. Default 5, after 1, 4, 16, 64 and 256 s. */
  readonly laterAttempts?: number | undefined
  /** Most purges that wait in the background; beyond that the oldest is given up, and reported. Default 100. */
  readonly pending?: number | undefined
}

/** What the sender is told. */
export interface PurgeReport {
  /** Whether the CDN knows. */
  readonly ok: boolean
  /** Status code of the CDN's answer, where the purge told one. */
  readonly status?: number
  /** What is wrong, and whether it is tried again. */
  readonly detail?: string
}

/**
 * Applies defaults.
 * @throws OptionError for an option that has no meaning
 */
export function resolvePurge(
  given: Purge | PurgeOptions,
): Required<{ [Name in keyof PurgeOptions]: NonNullable<PurgeOptions[Name]> }> {
  const options = typeof given === 'function' ? { run: given } : given
  if (typeof (options as Partial<PurgeOptions> | null)?.run !== 'function')
    throw new OptionError('purge', given, 'a function, or { run, timeout, attempts, laterAttempts, pending }')
  return {
    run: options.run,
    timeout: checkDuration('purge.timeout', options.timeout ?? 5_000, true),
    attempts: checkLimit('purge.attempts', options.attempts ?? 3),
    laterAttempts: checkLimit('purge.laterAttempts', options.laterAttempts ?? 5, 0),
    pending: checkLimit('purge.pending', options.pending ?? 100),
  }
}
