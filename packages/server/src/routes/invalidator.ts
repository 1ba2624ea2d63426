/** Invalidates: here first, then at the CDN. Everything that invalidates through the server comes by here. */
import { OptionError, parseTargets, type Target } from '@freshline/core/shared'
import type { Change } from '../log'
import type { PurgeReport } from './purge-options'
import type { Purger } from './purger'

/** What is named, as text. */
export interface NamedTargets {
  /** Canonical keys. */
  readonly keys: readonly string[]
  /** Tags. */
  readonly tags: readonly string[]
  /** Patterns. */
  readonly patterns: readonly string[]
  /** URL paths, for the cache to resolve; left out where there are none. */
  readonly paths?: readonly string[]
}

/** What the server asks of a cache; `createResponseCache` makes one. */
export interface InvalidatedCache {
  /** Makes stale whatever is named, and records it with its changes; answers how many entries went. */
  invalidate(
    targets: NamedTargets,
    options?: { readonly changes?: readonly Change[] },
  ): InvalidatedEntries | Promise<InvalidatedEntries>
}

/** What a cache answers. */
export interface InvalidatedEntries {
  /** How many entries went. */
  readonly invalidated: number
  /** The invalidation's place in the log. */
  readonly position: string
  /** Keys of the entries that went, the first 1,000. Default: unknown. */
  readonly keys?: readonly string[] | undefined
}

/** What an invalidation did. */
export interface InvalidationResult {
  /** How many entries went. */
  readonly invalidated: number
  /** Its place in the log; null where there is no cache, or nothing was named. */
  readonly position: string | null
  /** What became of the purge; null where there is none, or nothing was named. */
  readonly purge: PurgeReport | null
}

/** What goes along with an invalidation. */
export interface InvalidateContext {
  /** What changed, for readers of the change feed. Default: nothing that is told. */
  readonly changes?: readonly Change[] | undefined
  /** URL paths that are meant too, such as `/api/stores` or `/api/stores/*`. Default: none. */
  readonly paths?: readonly string[] | undefined
}

/** Invalidates a list of targets, in which an array key is nested. Rejects where the cache cannot be told. */
export type Invalidator = (
  targets: readonly Target[],
  context?: InvalidateContext,
) => Promise<InvalidationResult>

/**
 * Makes an invalidator.
 * @param toTargets what a URL path means; undefined to let the cache decide
 */
export function createInvalidator(
  cache: InvalidatedCache | undefined,
  purger: Purger | undefined,
  toTargets?: (path: string) => readonly Target[],
): Invalidator {
  return async (list, { changes, paths = [] } = {}) => {
    const { keys, tags, patterns, predicate } = parseTargets([
      ...list,
      ...(toTargets ? paths.flatMap(toTargets) : []),
    ])
    if (predicate)
      throw new OptionError('targets', 'a function', 'keys, tags and patterns, as a function cannot travel')
    const named = { keys, tags, patterns: patterns.map((pattern) => pattern.source) }
    const isNothing = keys.length + tags.length + patterns.length + paths.length === 0
    if (isNothing && !changes?.length) return { invalidated: 0, position: null, purge: null }
    const forCache = toTargets || paths.length === 0 ? named : { ...named, paths }
    const went = await cache?.invalidate(forCache, changes && { changes })
    const context = { keys: went?.keys ?? [], position: went?.position }
    const purge = purger && !isNothing ? await purger.purge({ ...named, paths }, context) : null
    return { invalidated: went?.invalidated ?? 0, position: went?.position ?? null, purge }
  }
}
