/** What a user says about a key: how to fetch it, how long it is good for, and when to ask again. */
import { BOOLEAN, check, checkFunction, DURATION, FUNCTION, TAGS, TEXT, type Rule } from '../base/check'
import type { Fetcher } from '../base/fetch-context'
import type { Version } from '../base/outcome'
import type { RetryOption } from '../schedule/backoff'
import { resolveRetry } from '../schedule/backoff'
import type { StandardSchemaV1 } from '@standard-schema/spec'
import { toEntryKey, type Key } from '../keys'
import type { Snapshot } from './snapshot'

/** Everything that can be said of a key beside its fetcher. All durations are milliseconds. */
export interface ResourceOptions<T = unknown> {
  /** How often to ask while wanted: milliseconds, or a function of the snapshot; 0 (default) never. */
  readonly interval?: number | ((snapshot: Snapshot<T>) => number) | undefined
  /** The interval while the page is hidden. Default 0: not at all. */
  readonly hiddenInterval?: number | undefined
  /**
   * How long an answer is fresh; `'http'`: for as long as the response says (never longer).
   * Default: the interval plus min(interval, 5 s), and 0 without an interval.
   */
  readonly ttl?: number | 'http' | undefined
  /** How long stale data that nobody watches is kept. Default 10 minutes. */
  readonly gcTime?: number | undefined
  /** Whether this registration asks by itself. Default true. */
  readonly enabled?: boolean | undefined
  /** Labels by which groups of keys are refreshed and invalidated. Default: none. */
  readonly tags?: readonly string[] | undefined
  /** Retries of a failed request: how many, `false` for none, or a policy. Default 2, backing off exponentially. */
  readonly retry?: RetryOption | undefined
  /** How long one attempt may take. Default 30 s. */
  readonly timeout?: number | undefined
  /** Checks what arrived, by any Standard Schema library; its output becomes the data. Default: no check. */
  readonly schema?: StandardSchemaV1<unknown, T> | undefined
  /** Shown, marked stale, when the request fails and nothing is held. Default: nothing is shown. */
  readonly fallback?: T | undefined
  /** What adapters' components read of the data. Kept here so that a resource can carry it. Default: all of it. */
  readonly select?: ((data: T) => unknown) | undefined
  /**
   * The server's version of an answer, comparable and growing. Never an ETag, which has no order. One that throws is
   * reported, and the answer has no version. Default: what the outcome says.
   */
  readonly version?: ((data: T) => Version | undefined) | undefined
  /** What to ask when the page is shown again: `'due'` (default): overdue polls and stale data; `'always'`; `false`. */
  readonly refreshOnVisible?: false | 'due' | 'always' | undefined
  /** Whether stale data is asked for when the network is back. Default true. */
  readonly refreshOnReconnect?: boolean | undefined
  /** Whether stale data is asked for when the window gets the focus back. Default false. */
  readonly refreshOnFocus?: boolean | undefined
  /** Whether data is asked for at the moment it becomes stale. Default false. */
  readonly refreshOnStale?: boolean | undefined
  /** After how long stale data is *overdue*. Default 5 minutes. */
  readonly overdueAfter?: number | undefined
  /** Keys of one origin share a `Retry-After` gate. Default: the URL's in `httpResource`, else none. */
  readonly origin?: string | undefined
  /** Told of every failed request, once its retries are over. One that throws is reported. Default: nobody is told. */
  readonly onError?: ((error: Error, snapshot: Snapshot<T>) => void) | undefined
  /** Told of every answer that was taken, changed or not. One that throws is reported. Default: nobody is told. */
  readonly onSuccess?: ((data: T, snapshot: Snapshot<T>) => void) | undefined
}

/** A key, its fetcher and its options in one object: what hooks, stores and `prefetch` take. */
export interface Resource<T = unknown> extends ResourceOptions<T> {
  /** What names it. */
  readonly key: Key
  /** Gets its data. */
  readonly fetcher: Fetcher<T>
}

/**
 * Names a resource once, checked, to be used in many places.
 *
 * @example
 * const stores = defineResource({ key: 'stores', fetcher: () => fetchFresh('/api/stores'), interval: 15_000 })
 *
 * @throws OptionError and key errors
 */
export function defineResource<T>(resource: Resource<T>): Resource<T> {
  toEntryKey(resource.key)
  checkFunction('fetcher', resource.fetcher)
  checkOptions(resource)
  return Object.freeze({ ...resource })
}

/** What is allowed of each option that can be wrong. */
const RULES: Record<string, Rule> = {
  interval: [
    (value) => DURATION[0](value) || FUNCTION[0](value),
    'milliseconds, 0 or more, or Infinity, or a function of the snapshot',
  ],
  hiddenInterval: DURATION,
  ttl: [(value) => DURATION[0](value) || value === 'http', "milliseconds, 0 or more, or Infinity, or 'http'"],
  gcTime: DURATION,
  timeout: DURATION,
  overdueAfter: DURATION,
  enabled: BOOLEAN,
  refreshOnReconnect: BOOLEAN,
  refreshOnFocus: BOOLEAN,
  refreshOnStale: BOOLEAN,
  refreshOnVisible: [
    (value) => value === false || value === 'due' || value === 'always',
    "false, 'due', 'always'",
  ],
  schema: [
    (value) => FUNCTION[0]((value as Partial<StandardSchemaV1> | null)?.['~standard']?.validate),
    'a Standard Schema',
  ],
  select: FUNCTION,
  version: FUNCTION,
  onError: FUNCTION,
  onSuccess: FUNCTION,
  origin: TEXT,
  tags: TAGS,
}

/** Checks every option that has a wrong value. @throws OptionError */
export function checkOptions(options: object): void {
  for (const name in options) {
    const value: unknown = options[name as keyof typeof options]
    if (value === undefined) continue
    // Own names alone: other scripts of a page may have added to Object.prototype.
    const rule = Object.hasOwn(RULES, name) ? RULES[name] : undefined
    if (rule) check(name, value, rule)
    if (name === 'retry') resolveRetry(value as RetryOption)
  }
}
