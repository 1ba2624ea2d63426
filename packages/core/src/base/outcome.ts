/** An outcome: data together with what is known about its freshness. Fetchers may resolve one instead of bare data. */
import { checkDuration } from './check'

/** Marks outcomes; shared by all copies of the library on a page. */
export const outcomeBrand: unique symbol = Symbol.for('freshline.outcome')

/** What an answer can be checked by later (RFC 9110 section 8.8). */
export interface Validators {
  /** `ETag` as received, quotes and weakness mark included. */
  readonly etag?: string | undefined
  /** `Last-Modified` as received. */
  readonly lastModified?: string | undefined
}

/** A server's order of versions: later ones compare greater. An ETag is none, it has no order. */
export type Version = number | string | bigint

/** What may be known about data beside its value. */
export interface OutcomeOptions {
  /**
   * How long it is fresh from now on, in milliseconds. It counts for resources with `ttl: 'http'`, for which
   * `undefined`, the default, is 0; for others their own `ttl` does.
   */
  readonly freshFor?: number | undefined
  /** By what the next request can ask for changes only. Default: nothing. */
  readonly validators?: Validators | undefined
  /** Whether the server said that what was held before still holds. Default false. */
  readonly notModified?: boolean | undefined
  /** The server's version of the data. Default `undefined`: it has none. */
  readonly version?: Version | undefined
  /** How long after `freshFor` it may be shown while a new one is fetched, in milliseconds. Default: not known. */
  readonly staleWhileRevalidate?: number | undefined
  /** How long after `freshFor` it may be shown when a new one can't be had, in milliseconds. Default: not known. */
  readonly staleIfError?: number | undefined
  /** An opaque mark, handed back as `context.previous.body`, by which unchanged data is known. Default: none. */
  readonly body?: unknown
}

/** Data with what is known about it; made by `outcome()` or `fetchFresh`. Copies made by spreading stay outcomes. */
export interface Outcome<T> extends OutcomeOptions {
  /** @internal */
  readonly [outcomeBrand]: true
  /** The data itself. */
  readonly data: T
}

/**
 * Tells, from a fetcher, more than the data alone.
 * @example async () => outcome(await readSensor(), { freshFor: 5000 })
 * @throws OptionError for durations that are negative or not numbers
 */
export function outcome<T>(data: T, options: OutcomeOptions = {}): Outcome<T> {
  for (const name of ['freshFor', 'staleWhileRevalidate', 'staleIfError'] as const) {
    if (options[name] !== undefined) checkDuration(name, options[name])
  }
  return { ...options, data, [outcomeBrand]: true }
}

/** Whether a fetcher resolved with an outcome; everything else it resolves with is data. */
export function isOutcome(value: unknown): value is Outcome<unknown> {
  return (value as Outcome<unknown> | null | undefined)?.[outcomeBrand] === true
}
