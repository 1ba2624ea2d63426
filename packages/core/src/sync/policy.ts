/** What several registrations of one key ask for, taken together. Pure. */
import type { Lifetime } from '../cache'
import { resolveRetry, type RetryPolicy } from '../schedule/backoff'
import type { ResourceOptions } from './resource'
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
  let interval = Infinity
  let ttl = Infinity
  let gcTime = -1
  let isFixed = false
  let byServer = false
  let enabled = asked.length === 0
  let intervals: ((snapshot: Snapshot) => number)[] | undefined
  let tags: readonly string[] = NONE
  const isOn = (options: Options) => (options.enabled ?? defaults.enabled) !== false
  // Where none is enabled, all say what would hold if `setEnabled` switched the key on.
  enabled ||= asked.some(isOn)
  for (const options of asked) {
    const on = !enabled || isOn(options)
    const every = options.interval ?? defaults.interval ?? 0
    if (typeof every === 'function') {
      if (on) (intervals ??= []).push(every)
    } else if (on && every > 0 && every < interval) interval = every
    const lasting = options.ttl ?? defaults.ttl
    if (lasting === 'http') byServer = true
    else if (lasting !== undefined && (isFixed = true) && lasting < ttl) ttl = lasting
    gcTime = Math.max(gcTime, options.gcTime ?? defaults.gcTime ?? 600_000)
    const more = options.tags ?? defaults.tags
    if (more && more.length > 0) tags = tags.length > 0 ? [...new Set([...tags, ...more])] : more
  }
  const newest = <K extends keyof Options>(name: K): Options[K] => {
    for (let index = asked.length - 1; index >= 0; index--) {
      const said = asked[index]?.[name]
      if (said !== undefined) return said
    }
    return defaults[name]
  }
  const fixed = isFixed || byServer ? ttl : undefined
  return {
    enabled,
    interval,
    intervals: intervals ?? NONE,
    hiddenInterval: newest('hiddenInterval') ?? 0,
    ttl: fixed,
    byServer,
    life: { ttl: fixed ?? lifetimeFor(interval), gcTime: gcTime < 0 ? 600_000 : gcTime, tags },
    retry: resolveRetry(newest('retry')),
    timeout: newest('timeout') ?? 30_000,
    refreshOnVisible: newest('refreshOnVisible') ?? 'due',
    refreshOnReconnect: newest('refreshOnReconnect') ?? true,
    refreshOnFocus: newest('refreshOnFocus') ?? false,
    refreshOnStale: newest('refreshOnStale') ?? false,
    overdueAfter: newest('overdueAfter') ?? OVERDUE_AFTER,
    schema: newest('schema'),
    fallback: newest('fallback'),
    version: newest('version'),
    origin: newest('origin'),
  }
}

/** Whether two sets of options say the same. */
export function isSameOptions(a: Options, b: Options): boolean {
  if (a === b) return true
  let members = 0
  for (const name in a) {
    if (a[name as keyof Options] !== b[name as keyof Options]) return false
    members++
  }
  for (const _ in b) members--
  return members === 0
}
