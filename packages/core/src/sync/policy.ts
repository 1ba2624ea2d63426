/** What several registrations of one key ask for, taken together. Pure. */
import type { Lifetime } from '../cache'
import { resolveRetry, type RetryPolicy } from '../schedule/backoff'
import { checkOptions, type ResourceOptions } from './resource'
import type { Snapshot } from './snapshot'

type Options = ResourceOptions<unknown>

/** The options of an entry with all defaults applied. Durations are milliseconds. */
export interface Policy extends Pick<Options, 'schema' | 'fallback' | 'version' | 'origin'> {
  readonly enabled: boolean
  /** The smallest fixed interval, `Infinity`: none. */
  readonly interval: number
  /** Intervals that depend on the snapshot. */
  readonly intervals: readonly ((snapshot: Snapshot) => number)[]
  readonly hiddenInterval: number
  /** Undefined: it follows the interval. */
  readonly ttl: number | undefined
  /** Whether an answer is fresh only as long as the response says. */
  readonly byServer: boolean
  /** What is written with an answer; its `ttl` is the fixed one. */
  readonly life: Lifetime
  readonly retry: RetryPolicy
  readonly timeout: number
  readonly refreshOnVisible: false | 'due' | 'always'
  readonly refreshOnReconnect: boolean
  readonly refreshOnFocus: boolean
  readonly refreshOnStale: boolean
  readonly overdueAfter: number
}

const NONE: readonly never[] = []

/** How long stale data may be before it is overdue, unless said otherwise. */
export const OVERDUE_AFTER = 300_000

/** A healthy poll arrives before the end of this lifetime: stale means that one was missed. */
export function lifetimeFor(interval: number): number {
  return interval > 0 && interval < Infinity ? interval + Math.min(interval, 5000) : 0
}

/**
 * Smallest interval, shortest ttl, longest gcTime, all tags, any `enabled`; of everything else the newest word.
 * @throws OptionError
 */
export function resolvePolicy(asked: readonly Options[], defaults: Options): Policy {
  const said: { -readonly [K in keyof Options]: Options[K] } = { ...defaults }
  let interval = Infinity
  let ttl = Infinity
  let gcTime = -1
  let byServer = false
  let enabled = asked.length === 0
  let intervals: ((snapshot: Snapshot) => number)[] | undefined
  let tags: readonly string[] = NONE
  for (const options of asked) {
    checkOptions(options)
    for (const name in options) {
      const value = options[name as keyof Options]
      if (value !== undefined) Object.assign(said, { [name]: value })
    }
    const on = (options.enabled ?? defaults.enabled) !== false
    if (on) enabled = true
    const every = options.interval ?? defaults.interval ?? 0
    if (typeof every === 'function') (intervals ??= []).push(every)
    else if (on && every > 0 && every < interval) interval = every
    const lasting = options.ttl ?? defaults.ttl
    if (lasting === 'http') byServer = true
    else if (lasting !== undefined && lasting < ttl) ttl = lasting
    gcTime = Math.max(gcTime, options.gcTime ?? defaults.gcTime ?? 600_000)
    const more = options.tags ?? defaults.tags
    if (more && more.length > 0) tags = tags.length > 0 ? [...new Set([...tags, ...more])] : more
  }
  const fixed = ttl < Infinity || said.ttl === Infinity || byServer ? ttl : undefined
  return {
    enabled,
    interval,
    intervals: intervals ?? NONE,
    hiddenInterval: said.hiddenInterval ?? 0,
    ttl: fixed,
    byServer,
    life: { ttl: fixed ?? lifetimeFor(interval), gcTime: gcTime < 0 ? 600_000 : gcTime, tags },
    retry: resolveRetry(said.retry),
    timeout: said.timeout ?? 30_000,
    refreshOnVisible: said.refreshOnVisible ?? 'due',
    refreshOnReconnect: said.refreshOnReconnect ?? true,
    refreshOnFocus: said.refreshOnFocus ?? false,
    refreshOnStale: said.refreshOnStale ?? false,
    overdueAfter: said.overdueAfter ?? OVERDUE_AFTER,
    schema: said.schema,
    fallback: said.fallback,
    version: said.version,
    origin: said.origin,
  }
}
