/** What several registrations of one key ask for, taken together. Pure. */
import type { Lifetime } from '../cache'
import { resolveRetry, type RetryPolicy } from '../schedule/backoff'
import type { ResourceOptions } from './resource'
import type { Snapshot } from './snapshot'

type Options = ResourceOptions<unknown>

/** What many keys say alike: kept once for all of them. Durations are milliseconds. */
export interface Rules extends Pick<Options, 'schema' | 'fallback' | 'version' | 'origin'> {
  readonly enabled: boolean
  readonly hiddenInterval: number
  /** Whether an answer is fresh only as long as the response says. */
  readonly byServer: boolean
  readonly retry: RetryPolicy
  readonly timeout: number
  readonly refreshOnVisible: false | 'due' | 'always'
  readonly refreshOnReconnect: boolean
  readonly refreshOnFocus: boolean
  readonly refreshOnStale: boolean
  readonly overdueAfter: number
}

/** The options of an entry with all defaults applied. */
export interface Policy {
  readonly rules: Rules
  /** The smallest fixed interval, milliseconds; `Infinity`: none. */
  readonly interval: number
  /** Intervals that depend on the snapshot. */
  readonly intervals: readonly ((snapshot: Snapshot) => number)[]
  /** What is written with an answer. */
  readonly life: Lifetime
  /** Whether the lifetime follows the interval, because no `ttl` was given. */
  readonly follows: boolean
}

const NONE: readonly never[] = []

const RETRY = /* @__PURE__ */ resolveRetry(undefined)

/** How long stale data may be before it is overdue, unless said otherwise. */
export const OVERDUE_AFTER = 300_000

/** A healthy poll arrives before the end of this lifetime: stale means that one was missed. */
export function lifetimeFor(interval: number): number {
  return interval > 0 && interval < Infinity ? interval + Math.min(interval, 5000) : 0
}

/** Any `enabled`, any `ttl: 'http'`; of everything else the newest word. */
export function resolveRules(asked: readonly Options[], defaults: Options): Rules {
  const newest = <K extends keyof Options>(name: K): Options[K] => {
    for (let index = asked.length - 1; index >= 0; index--) {
      const said = asked[index]?.[name]
      if (said !== undefined) return said
    }
    return defaults[name]
  }
  const retry = newest('retry')
  return {
    enabled: asked.length === 0 || asked.some((options) => isOn(options, defaults)),
    byServer: asked.some((options) => (options.ttl ?? defaults.ttl) === 'http'),
    hiddenInterval: newest('hiddenInterval') ?? 0,
    retry: retry === undefined ? RETRY : resolveRetry(retry),
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

/** Smallest interval, shortest ttl, longest gcTime, all tags. */
export function resolvePolicy(asked: readonly Options[], defaults: Options, rules: Rules): Policy {
  let interval = Infinity
  let ttl = Infinity
  let follows = !rules.byServer
  let gcTime = -1
  let intervals: ((snapshot: Snapshot) => number)[] | undefined
  let tags: readonly string[] = NONE
  for (const options of asked) {
    // Where none is enabled, all say what would hold if `setEnabled` switched the key on.
    const counts = !rules.enabled || isOn(options, defaults)
    const every = options.interval ?? defaults.interval ?? 0
    if (typeof every === 'function') {
      if (counts) (intervals ??= []).push(every)
    } else if (counts && every > 0 && every < interval) interval = every
    const lasting = options.ttl ?? defaults.ttl
    if (typeof lasting === 'number') {
      follows = false
      ttl = Math.min(ttl, lasting)
    }
    gcTime = Math.max(gcTime, options.gcTime ?? defaults.gcTime ?? 600_000)
    const more = options.tags ?? defaults.tags
    // A copy: the list is the user's, who may change it.
    if (more && more.length > 0) tags = [...new Set([...tags, ...more])]
  }
  const life = { ttl: follows ? lifetimeFor(interval) : ttl, gcTime: gcTime < 0 ? 600_000 : gcTime, tags }
  return { rules, interval, intervals: intervals ?? NONE, life, follows }
}

function isOn(options: Options, defaults: Options): boolean {
  return (options.enabled ?? defaults.enabled) !== false
}

/** Options that often differ between keys that are alike otherwise. */
const OWN = ['interval', 'gcTime', 'tags']

/** Whether two sets of options say the same; `alike`: but for interval, gcTime and tags. */
export function isSameOptions(a: Options, b: Options, alike = false): boolean {
  if (a === b) return true
  let members = 0
  for (const name in a) {
    if (alike && OWN.includes(name)) continue
    if (a[name as keyof Options] !== b[name as keyof Options]) return false
    members++
  }
  for (const name in b) if (!(alike && OWN.includes(name))) members--
  return members === 0
}
