/** One call's options with the cache's defaults applied: what is loaded, under which name, for how long it is kept. */
import { checkDuration, OptionError, type FreshnessTable, type Key } from '@freshline/core/shared'
import { toEntryId } from '../stores'
import { toFullKey } from './cache-targets'
import type { FlightPlan } from './flights'
import type { LoadOptions } from './load-options'
import type { ResponseCacheOptions } from './response-cache-options'

/** What a load is about, and how long what it brings is of use. */
export interface LoadPlan extends FlightPlan {
  /** Fresh for so many milliseconds. */
  readonly ttl: number
  /** Whether `ttl` was decided by the call or the table, not by the cache's default. */
  readonly isTtlGiven: boolean
  readonly staleIfError: number
  readonly staleWhileRevalidate: number
  readonly scope: string | undefined
}

/** A cache's options, checked. */
export interface PlanDefaults {
  readonly ttl: number
  readonly staleIfError: number
  readonly staleWhileRevalidate: number
  readonly timeout: number
  readonly scope: string | undefined
  readonly freshness: Pick<FreshnessTable, 'lookup'> | undefined
}

/** @throws OptionError that names the option */
export function resolveDefaults(options: ResponseCacheOptions): PlanDefaults {
  const { ttl = 300_000, staleIfError = 86_400_000, staleWhileRevalidate = 0, timeout = 30_000 } = options
  return {
    ttl: checkDuration('ttl', ttl),
    staleIfError: checkDuration('staleIfError', staleIfError),
    staleWhileRevalidate: checkDuration('staleWhileRevalidate', staleWhileRevalidate),
    timeout: checkDuration('timeout', timeout),
    scope: checkText('scope', options.scope),
    freshness: options.freshness,
  }
}

/**
 * @throws OptionError that names the option; key errors
 */
export function resolvePlan(key: Key, options: LoadOptions, defaults: PlanDefaults): LoadPlan {
  const fullKey = toFullKey(key, options.params)
  const table = defaults.freshness?.lookup(fullKey)
  const scope = checkText('scope', options.scope) ?? defaults.scope
  const owner = checkText('owner', options.owner)
  const duration = (name: 'staleIfError' | 'staleWhileRevalidate') =>
    checkDuration(name, options[name] ?? table?.[name] ?? defaults[name])
  return {
    id: toEntryId(fullKey, scope),
    key: fullKey,
    tags: [
      ...new Set([...checkTags(options.tags), ...(table?.tags ?? []), ...(owner ? [toOwnerTag(owner)] : [])]),
    ],
    forced: options.forceRefresh === true,
    timeout: checkDuration('timeout', options.timeout ?? defaults.timeout),
    ttl: checkDuration('ttl', options.ttl ?? table?.ttl ?? defaults.ttl),
    isTtlGiven: (options.ttl ?? table?.ttl) !== undefined,
    staleIfError: duration('staleIfError'),
    staleWhileRevalidate: duration('staleWhileRevalidate'),
    scope,
  }
}

/** The tag of all that belongs to somebody. */
export function toOwnerTag(owner: string): string {
  return `owner:${owner}`
}

function checkText(option: string, value: string | undefined): string | undefined {
  if (value === undefined || (typeof value === 'string' && value !== '')) return value
  throw new OptionError(option, value, 'a text that is not empty')
}

function checkTags(tags: readonly string[] = []): readonly string[] {
  if (Array.isArray(tags) && tags.every((tag) => typeof tag === 'string' && tag !== '')) return tags
  throw new OptionError('tags', tags, 'an array of texts that are not empty')
}
