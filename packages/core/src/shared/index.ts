/**
 * What client and server have in common, as an entry point of its own: the language of keys, tags, patterns and
 * targets, and the pure parts of HTTP caching. For server companions, proxies and tools.
 */
export { hashKey, toEntryKey } from '../keys/hash-key'
export type { Key, KeyPart } from '../keys/hash-key'
export { compilePattern, isPattern } from '../keys/pattern'
export type { CompiledPattern } from '../keys/pattern'
export { PrefixIndex } from '../keys/prefix-index'
export type { Keyed } from '../keys/prefix-index'
export { matchesTarget, parseTarget, parseTargets } from '../keys/target'
export type { Target, TargetPredicate, TargetSet } from '../keys/target'
export { checkDuration } from '../base/check'
export { systemClock } from '../base/clock'
export type { Clock } from '../base/clock'
export { CodedError } from '../base/coded-error'
export { OptionError } from '../base/option-error'
export { parseCacheControl } from '../http/cache-control'
export type { CacheControl } from '../http/cache-control'
export { parseDeltaSeconds } from '../http/delta-seconds'
export { parseHttpDate } from '../http/http-date'
export { defineFreshness } from '../freshness-table'
export type { FreshnessPolicy, FreshnessTable } from '../freshness-table'
