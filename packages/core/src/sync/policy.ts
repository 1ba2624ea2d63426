/** What several registrations of one key ask for, taken together. Pure. */
import { isSame } from '../base/is-same'
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
  /** Whether the lifetime follows the interval, because no `ttl` was given. */
  readonly follows: boolean
  readonly retry: RetryPolicy
  readonly timeout: number
  readonly refreshOnVisible: false | 'due' | 'always'
  readonly refreshOnReconnect: boolean
  readonly refreshOnFocus: boolean
  readonly refreshOnStale: boolean
  readonly overdueAfter: number
}

/** The options of an entry with all defaults applied; the lifetime is what is written with an answer. */
export interface Policy extends Lifetime {
  readonly rules: Rules
  /** The smallest fixed interval, milliseconds; `Infinity`: none. */
  readonly interval: number
  /** Intervals that depend on the snapshot. */
  readonly intervals: readonly ((snapshot: Snapshot) => number)[]
}

const NONE: readonly never[] = []

/** How long stale data may be before it is overdue, unless said otherwise. */
export const OVERDUE_AFTER = 300_000

/** What holds where nobody says anything. */
const RULES: Omit<Rules, 'follows'> = {
  enabled: true,
  byServer: false,
  hiddenInterval: 0,
  retry: /* @__PURE__ */ resolveRetry(undefined),
  timeout: 30_000,
  refreshOnVisible: 'due',
  refreshOnReconnect: true,
  refreshOnFocus: false,
  refreshOnStale: false,
  overdueAfter: OVERDUE_AFTER,
  schema: undefined,
  fallback: undefined,
  version: undefined,
  origin: undefined,
}

/** A healthy poll arrives before the end of this lifetime: stale means that one was missed. */
export function lifetimeFor(interval: number): number {
  return interval < Infinity ? interval + Math.min(interval, 5000) : 0
}

/** Any `enabled`, any `ttl: 'http'`; of everything else the newest word. */
export function resolveRules(asked: readonly Options[], defaults: Options): Rules {
  const rules: Record<string, unknown> = { ...RULES }
  for (const said of [defaults, ...asked] as unknown as readonly Record<string, unknown>[])
    for (const name in RULES)
      if (said[name] !== undefined)
        rules[name] = name === 'retry' ? resolveRetry(said.retry as never) : said[name]
  rules.enabled = asked.length === 0 || asked.some((options) => isOn(options, defaults))
  const lasting = asked.map((options) => options.ttl ?? defaults.ttl)
  rules.byServer = lasting.includes('http')
  rules.follows = lasting.every((ttl) => ttl === undefined)
  return rules as unknown as Rules
}

/** Smallest interval, shortest ttl, longest gcTime, all tags. */
export function resolvePolicy(
  asked: readonly Options[],
  defaults: Options,
  rules = resolveRules(asked, defaults),
): Policy {
  let interval = Infinity
  let ttl = Infinity
  let gcTime = asked.length > 0 ? 0 : 600_000
  const intervals: ((snapshot: Snapshot) => number)[] = []
  let tags: readonly string[] = NONE
  for (const options of asked) {
    // Where none is enabled, all say what would hold if `setEnabled` switched the key on.
    const counts = !rules.enabled || isOn(options, defaults)
    const every = options.interval ?? defaults.interval ?? 0
    if (typeof every === 'function') {
      if (counts) intervals.push(every)
    } else if (counts && every > 0 && every < interval) interval = every
    const lasting = options.ttl ?? defaults.ttl
    if (typeof lasting === 'number') ttl = Math.min(ttl, lasting)
    gcTime = Math.max(gcTime, options.gcTime ?? defaults.gcTime ?? 600_000)
    const more = options.tags ?? defaults.tags
    // A copy: the list is the user's, who may change it.
    if (more && more.length > 0) tags = [...new Set([...tags, ...more])]
  }
  return {
    rules,
    interval,
    intervals: intervals.length > 0 ? intervals : NONE,
    ttl: rules.follows ? lifetimeFor(interval) : ttl,
    gcTime,
    tags,
  }
}

function isOn(options: Options, defaults: Options): boolean {
  return (options.enabled ?? defaults.enabled) !== false
}

/** What is said beside when and how to ask: components write it inline, and it is nobody else's. */
const ASIDE = ['fetcher', 'select', 'onError', 'onSuccess']

/** Options that often differ between keys that are alike otherwise. */
const OWN = /* @__PURE__ */ ASIDE.concat('interval', 'gcTime', 'tags')

/** Whether two sets of options make the same policy. */
export function asksSame(a: Options, b: Options): boolean {
  return isSame(a, b, ASIDE)
}

/** Whether two sets of options differ in interval, gcTime and tags at most. */
export function isAlike(a: Options, b: Options): boolean {
  return isSame(a, b, OWN)
}
