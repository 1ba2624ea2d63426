/** Targets as a log can hold them: plain text, parameters and paths resolved. */
import { hashKey, OptionError, parseTargets, toEntryKey, type Key, type Target } from '@freshline/core/shared'
import type { LoggedTargets } from '../log'
import type { CacheTarget } from './response-cache'

/** Each is tried on entries and at reads, so there is a bound. */
const MOST_PATTERNS = 1000

/** The canonical key of a thing with its parameters: `<key>:{"page":1}`. */
export function toFullKey(key: Key, params: object | undefined): string {
  const own = toEntryKey(key)
  const text = params && hashKey([params])
  return text && text !== '{}' ? `${own}:${text}` : own
}

/**
 * What a target names, as text.
 * @throws CodedError `invalid_target`; OptionError for a predicate, bad paths, more than 1,000 patterns
 */
export function toLoggedTargets(target: CacheTarget): LoggedTargets {
  const { paths, named } = splitPaths(target)
  const { keys, tags, patterns, predicate } = parseTargets(named)
  if (predicate)
    throw new OptionError('target', target, 'keys, tags, patterns and paths: a function cannot travel')
  const sources = [
    ...patterns.map(({ source }) => source),
    // A key may be the path itself, with or without a query.
    ...paths.map((path) => (path.endsWith('*') ? path : `${path}?*`)),
  ]
  if (sources.length > MOST_PATTERNS)
    throw new OptionError('target.patterns', sources.length, `at most ${MOST_PATTERNS}`)
  return {
    keys: [...keys, ...paths.filter((path) => !path.endsWith('*'))],
    tags: [...tags, ...paths.map(toPathTag)],
    patterns: sources,
  }
}

function splitPaths(target: CacheTarget): { paths: readonly string[]; named: readonly Target[] } {
  if (typeof target !== 'object' || target === null || Array.isArray(target) || !('paths' in target))
    return { paths: [], named: [target as Target] }
  const { paths = [], ...named } = target
  return { paths: checkPaths(paths), named: Object.keys(named).length > 0 ? [named] : [] }
}

/** The tag of a path that a response was for. */
export function toPathTag(path: string): string {
  return `path:${path}`
}

/** The tags of a response: its path, and `…/*` for each folder above it, eight at most. */
export function toPathTags(path: string): string[] {
  const tags = [toPathTag(path)]
  for (let end = path.lastIndexOf('/'); end >= 0 && tags.length < 9; end = path.lastIndexOf('/', end - 1)) {
    tags.push(toPathTag(`${path.slice(0, end)}/*`))
    if (end === 0) break
  }
  return tags
}

function checkPaths(paths: unknown): readonly string[] {
  const isPath = (path: unknown) =>
    typeof path === 'string' &&
    path.startsWith('/') &&
    !path.slice(0, -1).includes('*') &&
    !/[^/]\*$/.test(path)
  if (Array.isArray(paths) && paths.every(isPath)) return paths as string[]
  throw new OptionError(
    'paths',
    paths,
    "paths that begin with '/', a star only as the last segment: /api/stores/*",
  )
}
